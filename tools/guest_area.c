/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's low area. All of it is measured; what depends on the host (E820, enabled APICs,
 * secrets, CPUID) is left for the image to fill in from what it has validated.
 */
#include "tools/guest_area.h"

#include <assert.h>
#include <string.h>

#include "abi/acpi.h"
#include "abi/linux.h"
#include "tools/page_tables.h"

#define RSDP_AT 0x00u
#define XSDT_AT 0x40u
#define MADT_AT 0x80u
#define BLOB_AT 0x40u

#define LAPIC_ADDRESS 0xfee00000u
#define IO_APIC_ADDRESS 0xfec00000u

static const struct {
	uint64_t gpa;
	enum page_owner owner;
} area_pages[] = {
	{ GUEST_BOOT_PARAMS, PAGE_GUEST },      { GUEST_CC_BLOB, PAGE_GUEST },
	{ GUEST_SECRETS, PAGE_GUEST_RESERVED }, { GUEST_CPUID, PAGE_GUEST_RESERVED },
	{ GUEST_CAA, PAGE_GUEST_RESERVED },     { GUEST_CMDLINE, PAGE_GUEST },
	{ GUEST_ACPI, PAGE_GUEST_ACPI },
};

static void put(struct page_set *set, uint64_t gpa, const void *bytes, size_t len)
{
	struct page *page = page_set_find(set, gpa / ABI_PAGE_SIZE * ABI_PAGE_SIZE);

	assert(gpa % ABI_PAGE_SIZE + len <= ABI_PAGE_SIZE);
	memcpy(page->bytes + gpa % ABI_PAGE_SIZE, bytes, len);
}

static uint8_t checksum(const void *bytes, size_t len)
{
	const uint8_t *byte = bytes;
	uint8_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + byte[i]);
	return (uint8_t)(0u - sum);
}

static struct acpi_header acpi_header(const char *signature, uint32_t length)
{
	struct acpi_header header = { .length = length, .revision = 1 };

	memcpy(header.signature, signature, sizeof(header.signature));
	memcpy(header.oem_id, "PARAPT", sizeof(header.oem_id));
	memcpy(header.oem_table_id, "PARAPET ", sizeof(header.oem_table_id));
	memcpy(header.creator_id, "PRPT", sizeof(header.creator_id));
	header.oem_revision = 1;
	header.creator_revision = 1;
	return header;
}

static void build_rsdp(struct page_set *set)
{
	struct acpi_rsdp rsdp = { .revision = 2,
				  .length = sizeof(rsdp),
				  .xsdt = GUEST_ACPI + XSDT_AT };

	memcpy(rsdp.signature, "RSD PTR ", sizeof(rsdp.signature));
	memcpy(rsdp.oem_id, "PARAPT", sizeof(rsdp.oem_id));
	rsdp.checksum = checksum(&rsdp, 20);
	rsdp.extended_checksum = checksum(&rsdp, sizeof(rsdp));
	put(set, GUEST_ACPI + RSDP_AT, &rsdp, sizeof(rsdp));
}

static void build_xsdt(struct page_set *set)
{
	struct acpi_header header = acpi_header("XSDT", sizeof(header) + sizeof(uint64_t));
	uint64_t madt = GUEST_MADT;
	uint8_t table[sizeof(header) + sizeof(madt)];

	memcpy(table, &header, sizeof(header));
	memcpy(table + sizeof(header), &madt, sizeof(madt));
	table[offsetof(struct acpi_header, checksum)] = checksum(table, sizeof(table));
	put(set, GUEST_ACPI + XSDT_AT, table, sizeof(table));
}

static uint32_t build_madt(struct page_set *set, uint32_t vcpus)
{
	uint8_t table[ABI_PAGE_SIZE - MADT_AT];
	struct madt_io_apic io_apic = {
		.type = MADT_IO_APIC, .length = sizeof(io_apic), .id = 0, .address = IO_APIC_ADDRESS
	};
	struct acpi_madt madt = { .lapic_address = LAPIC_ADDRESS };
	size_t len = sizeof(madt) + vcpus * sizeof(struct madt_local_apic) + sizeof(io_apic);
	size_t at = sizeof(madt);

	assert(len <= sizeof(table));
	madt.header = acpi_header("APIC", (uint32_t)len);
	madt.header.revision = 5;
	memcpy(table, &madt, sizeof(madt));
	for (uint32_t cpu = 0; cpu < vcpus; cpu++) {
		struct madt_local_apic apic = { .type = MADT_LOCAL_APIC,
						.length = sizeof(apic),
						.processor_uid = (uint8_t)cpu,
						.apic_id = (uint8_t)cpu };

		memcpy(table + at, &apic, sizeof(apic));
		at += sizeof(apic);
	}
	memcpy(table + at, &io_apic, sizeof(io_apic));
	table[offsetof(struct acpi_header, checksum)] = checksum(table, len);
	put(set, GUEST_MADT, table, len);
	return (uint32_t)len;
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

	put(set, GUEST_CC_BLOB, &data, sizeof(data));
	put(set, GUEST_CC_BLOB + BLOB_AT, &blob, sizeof(blob));
}

static void build_boot_params(struct page_set *set)
{
	const uint64_t rsdp = GUEST_ACPI + RSDP_AT;
	const uint64_t setup_data = GUEST_CC_BLOB;
	const uint32_t cmdline = GUEST_CMDLINE;

	put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_ACPI_RSDP, &rsdp, sizeof(rsdp));
	put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_CMD_LINE_PTR, &cmdline, sizeof(cmdline));
	put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_SETUP_DATA, &setup_data, sizeof(setup_data));
}

uint32_t guest_area_build(struct page_set *set, uint32_t vcpus, const char *cmdline,
			  unsigned int c_bit)
{
	for (size_t i = 0; i < sizeof(area_pages) / sizeof(area_pages[0]); i++) {
		struct page *page = page_set_add(set, area_pages[i].gpa, area_pages[i].owner);

		assert(page != NULL);
	}
	build_boot_params(set);
	build_cc_blob(set);
	put(set, GUEST_CMDLINE, cmdline, strlen(cmdline));
	build_rsdp(set);
	build_xsdt(set);
	page_tables_build_guest(set, GUEST_TABLES, c_bit);
	return build_madt(set, vcpus);
}
