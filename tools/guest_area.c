/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's low area. All of it is measured; what depends on the host (E820, enabled APICs,
 * secrets, CPUID) is left for the image to fill in from what it has validated.
 */
#include "tools/guest_area.h"

#include <assert.h>
#include <string.h>

#include "abi/linux.h"
#include "tools/page_tables.h"

#define BLOB_AT 0x40u

static const struct {
	uint64_t gpa;
	enum page_owner owner;
} area_pages[] = {
	{ GUEST_BOOT_PARAMS, PAGE_GUEST },      { GUEST_CC_BLOB, PAGE_GUEST },
	{ GUEST_SECRETS, PAGE_GUEST_RESERVED }, { GUEST_CPUID, PAGE_GUEST_RESERVED },
	{ GUEST_CAA, PAGE_GUEST_RESERVED },     { GUEST_CMDLINE, PAGE_GUEST },
	{ GUEST_ACPI, PAGE_GUEST_ACPI },        { GUEST_ACPI + ABI_PAGE_SIZE, PAGE_GUEST_ACPI },
};
static_assert(ACPI_PAGES == 2, "as many as are listed");

void guest_area_put(struct page_set *set, uint64_t gpa, const void *bytes, size_t len)
{
	struct page *page = page_set_find(set, gpa / ABI_PAGE_SIZE * ABI_PAGE_SIZE);

	assert(gpa % ABI_PAGE_SIZE + len <= ABI_PAGE_SIZE);
	memcpy(page->bytes + gpa % ABI_PAGE_SIZE, bytes, len);
}

static struct guest_madt build_acpi(struct page_set *set, const struct acpi_machine *machine)
{
	struct acpi_tables tables;

	acpi_build(&tables, GUEST_ACPI, machine);
	for (size_t at = 0; at < ACPI_SIZE; at += ABI_PAGE_SIZE)
		guest_area_put(set, GUEST_ACPI + at, tables.bytes + at, ABI_PAGE_SIZE);
	return (struct guest_madt){ GUEST_ACPI + tables.madt_at, tables.madt_len };
}

/* The selectors of the boot protocol, flat: the first two entries are not used by it */
static void build_gdt(struct page_set *set)
{
	static const uint64_t gdt[] = { 0, 0, 0x00af9b000000ffff, 0x00cf93000000ffff };

	static_assert(sizeof(gdt) == GUEST_GDT_SIZE, "");
	guest_area_put(set, GUEST_GDT, gdt, sizeof(gdt));
}

static void build_cc_blob(struct page_set *set)
{
	struct setup_data_cc_blob data = {
		.type = SETUP_CC_BLOB,
		.len = sizeof(uint32_t),
		.cc_blob_address = (uint32_t)(GUEST_CC_BLOB + BLOB_AT),
	};
	struct cc_blob blob = {
		.magic = CC_BLOB_MAGIC,
		.secrets_gpa = GUEST_SECRETS,
		.secrets_len = ABI_PAGE_SIZE,
		.cpuid_gpa = GUEST_CPUID,
		.cpuid_len = ABI_PAGE_SIZE,
	};

	guest_area_put(set, GUEST_CC_BLOB, &data, sizeof(data));
	guest_area_put(set, GUEST_CC_BLOB + BLOB_AT, &blob, sizeof(blob));
}

static void build_boot_params(struct page_set *set)
{
	const uint64_t rsdp = GUEST_ACPI;
	const uint64_t setup_data = GUEST_CC_BLOB;
	const uint32_t cmdline = GUEST_CMDLINE;

	guest_area_put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_ACPI_RSDP, &rsdp, sizeof(rsdp));
	guest_area_put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_CMD_LINE_PTR, &cmdline,
		       sizeof(cmdline));
	guest_area_put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_SETUP_DATA, &setup_data,
		       sizeof(setup_data));
}

struct guest_madt guest_area_build(struct page_set *set, const struct guest_area *area)
{
	for (size_t i = 0; i < sizeof(area_pages) / sizeof(area_pages[0]); i++) {
		struct page *page = page_set_add(set, area_pages[i].gpa, area_pages[i].owner);

		assert(page != NULL);
	}
	build_boot_params(set);
	build_cc_blob(set);
	build_gdt(set);
	guest_area_put(set, GUEST_CMDLINE, area->cmdline, strlen(area->cmdline));
	page_tables_build_guest(set, GUEST_TABLES, area->c_bit);
	return build_acpi(set, &area->machine);
}
