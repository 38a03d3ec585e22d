/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parameter areas: what the VMM tells the guest, true unless the bundle carries a lie. */
#include "abi/acpi.h"
#include "apic.h"
#include "boot.h"
#include "cpu.h"
#include "lib/freestanding/memory.h"
#include "loader.h"
#include "mem.h"
#include "rules.h"

#define AREAS 16u
#define AREA_BYTES_MAX (64u * ABI_PAGE_SIZE)
#define IO_APIC_ADDRESS 0xfec00000u

struct area {
	uint64_t bytes; /* 0: not declared */
	uint8_t *data;
	bool filled;
	bool inserted;
};

static struct area areas[AREAS];

static struct area *find(uint32_t index)
{
	if (index >= AREAS || !areas[index].bytes)
		rules_break(RULE_IGVM_PARAMETER, "area %u was not declared", index);
	return &areas[index];
}

void params_area(struct loader *loader, const struct igvm_item *item)
{
	uint32_t index = item->area.index;
	uint64_t bytes = item->area.bytes;

	(void)loader;
	if (index >= AREAS || areas[index].bytes)
		rules_break(RULE_IGVM_PARAMETER, "area %u declared twice or out of range", index);
	if (!bytes || bytes > AREA_BYTES_MAX || bytes % ABI_PAGE_SIZE || item->area.file_offset)
		rules_break(RULE_IGVM_PARAMETER, "area %u of %lu bytes", index, bytes);
	areas[index].bytes = bytes;
	areas[index].data = mem_at(mem_pool_take(bytes / ABI_PAGE_SIZE));
}

static void fill(const struct igvm_item *item, const void *data, uint64_t len)
{
	struct area *area = find(item->parameter.index);

	if (area->filled || area->inserted || item->parameter.byte_offset)
		rules_break(RULE_IGVM_PARAMETER, "area %u used twice, or at byte %u",
			    item->parameter.index, item->parameter.byte_offset);
	if (len > area->bytes)
		rules_break(RULE_IGVM_PARAMETER, "area %u: %lu bytes do not fit",
			    item->parameter.index, len);
	area->filled = true;
	memcpy(area->data, data, len);
}

static struct igvm_memory_map_entry ram(uint64_t start, uint64_t end)
{
	return (struct igvm_memory_map_entry){
		.first_page = start / ABI_PAGE_SIZE,
		.page_count = (end - start) / ABI_PAGE_SIZE,
		.type = IGVM_MEMORY_RAM,
	};
}

/* The last entry, or the one before it, has no pages: the end */
static void fill_memory_map(const struct igvm_item *item)
{
	const struct igvm_memory_map_entry map[] = {
		ram(0, mem.low_end),
		ram(MEM_4G, mem.high_end),
		{ 0 },
	};

	fill(item, map, sizeof(map));
}

static void fill_vp_count(const struct igvm_item *item)
{
	fill(item, &cpu_count, sizeof(cpu_count));
}

/* Memory is shared until the guest asks for it to be private */
static void fill_environment(const struct igvm_item *item)
{
	const uint32_t environment = IGVM_ENVIRONMENT_MEMORY_SHARED;

	fill(item, &environment, sizeof(environment));
}

struct __attribute__((packed)) madt {
	struct acpi_madt head;
	struct madt_local_apic cpus[MACHINE_VCPUS_MAX];
	struct madt_io_apic io_apic; /* behind the last CPU there is */
};

static void fill_madt(const struct igvm_item *item)
{
	struct madt madt = {
		.head = {
			.header = { .signature = { 'A', 'P', 'I', 'C' }, .revision = 5,
				    .oem_id = { 'S', 'N', 'P', 'M', 'C', 'H' } },
			.lapic_address = (uint32_t)APIC_BASE,
		},
	};
	const struct madt_io_apic io_apic = {
		MADT_IO_APIC, sizeof(io_apic), 0, 0, IO_APIC_ADDRESS, 0
	};
	uint32_t len =
		(uint32_t)(sizeof(madt.head) + cpu_count * sizeof(madt.cpus[0]) + sizeof(io_apic));
	uint8_t sum = 0;

	for (uint32_t i = 0; i < cpu_count; i++)
		madt.cpus[i] = (struct madt_local_apic){ MADT_LOCAL_APIC, sizeof(madt.cpus[0]),
							 (uint8_t)i, (uint8_t)i, MADT_ENABLED };
	memcpy((uint8_t *)&madt + len - sizeof(io_apic), &io_apic, sizeof(io_apic));
	madt.head.header.length = len;
	for (uint32_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + ((const uint8_t *)&madt)[i]);
	madt.head.header.checksum = (uint8_t)-sum;
	fill(item, &madt, len);
}

struct parameter {
	uint32_t type;
	void (*truth)(const struct igvm_item *item);
	const struct machine_blob *lie;
};

void params_value(struct loader *loader, const struct igvm_item *item)
{
	const struct parameter parameters[] = {
		{ IGVM_MEMORY_MAP, fill_memory_map, &boot_bundle->memory_map },
		{ IGVM_VP_COUNT, fill_vp_count, &boot_bundle->vp_count },
		{ IGVM_MADT, fill_madt, &boot_bundle->madt },
		{ IGVM_ENVIRONMENT_INFO, fill_environment, &boot_bundle->environment },
	};

	(void)loader;
	for (uint32_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++) {
		if (parameters[i].type != item->type)
			continue;
		if (parameters[i].lie->size)
			fill(item, boot_blob(parameters[i].lie), parameters[i].lie->size);
		else
			parameters[i].truth(item);
	}
}

void params_insert(struct loader *loader, const struct igvm_item *item)
{
	struct area *area = find(item->insert.index);

	if (!(item->insert.mask & loader->mask))
		return;
	if (loader->has_pages)
		rules_break(RULE_IGVM_ORDER, "insert of area %u after pages", item->insert.index);
	if (area->inserted)
		rules_break(RULE_IGVM_PARAMETER, "area %u inserted twice", item->insert.index);
	area->inserted = true;
	for (uint64_t at = 0; at < area->bytes; at += ABI_PAGE_SIZE) {
		memcpy(loader_take_page(item->insert.gpa + at), area->data + at, ABI_PAGE_SIZE);
		launch_page(&loader->launch, SNP_PAGE_UNMEASURED, item->insert.gpa + at, NULL);
	}
}
