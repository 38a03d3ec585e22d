/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables, one after the other: RSDP first, then each at a multiple of 16. */
#include "tools/acpi.h"

#include <assert.h>
#include <string.h>

#include "abi/acpi.h"
#include "abi/machine.h"

#define ALIGNMENT 16u
#define XSDT_TABLES_MAX 3u
#define VCPUS_MAX 64u
#define MADT_REVISION 5u
#define SRAT_REVISION 3u
#define DSDT_REVISION 2u
/* All that a CPU can address: a guest takes what its memory map has of it */
#define SRAT_MEMORY_END ((uint64_t)1 << 52)

static uint8_t checksum(const void *bytes, size_t len)
{
	const uint8_t *byte = bytes;
	uint8_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + byte[i]);
	return (uint8_t)(0u - sum);
}

/* A table in the making, at the end of tables */
struct table {
	struct acpi_tables *tables;
	size_t at;
	size_t len;
};

static void add(struct table *table, const void *bytes, size_t len)
{
	assert(table->at + table->len + len <= ACPI_SIZE);
	memcpy(table->tables->bytes + table->at + table->len, bytes, len);
	table->len += len;
}

static struct table begin(struct acpi_tables *tables)
{
	tables->len = (tables->len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	return (struct table){ .tables = tables, .at = tables->len };
}

/* Fills in the header that the table's bytes begin with; returns the table's address. */
static uint64_t end(struct table *table, const char *signature, uint8_t revision)
{
	struct acpi_header header = { .length = (uint32_t)table->len,
				      .revision = revision,
				      .oem_revision = 1,
				      .creator_revision = 1 };
	uint8_t *bytes = table->tables->bytes + table->at;

	assert(table->len >= sizeof(header));
	memcpy(header.signature, signature, sizeof(header.signature));
	memcpy(header.oem_id, "PARAPT", sizeof(header.oem_id));
	memcpy(header.oem_table_id, "PARAPET ", sizeof(header.oem_table_id));
	memcpy(header.creator_id, "PRPT", sizeof(header.creator_id));
	memcpy(bytes, &header, sizeof(header));
	bytes[offsetof(struct acpi_header, checksum)] = checksum(bytes, table->len);
	table->tables->len = table->at + table->len;
	return table->tables->gpa + table->at;
}

static uint64_t build_dsdt(struct acpi_tables *tables)
{
	const struct acpi_header none = { 0 };
	struct table table = begin(tables);

	add(&table, &none, sizeof(none));
	table.len += acpi_build_dsdt(tables->bytes + table.at + table.len,
				     ACPI_SIZE - table.at - table.len);
	return end(&table, "DSDT", DSDT_REVISION);
}

static struct acpi_address byte_register(uint64_t address)
{
	return (struct acpi_address){ .space = ACPI_SYSTEM_MEMORY,
				      .bit_width = 8,
				      .access_size = ACPI_ACCESS_BYTE,
				      .address = address };
}

static uint64_t build_fadt(struct acpi_tables *tables, uint64_t dsdt)
{
	struct table table = begin(tables);
	const struct acpi_fadt fadt = {
		.dsdt = (uint32_t)dsdt,
		.preferred_pm_profile = FADT_PROFILE_SERVER,
		.iapc_boot_arch = FADT_BOOT_NO_VGA | FADT_BOOT_NO_CMOS_RTC,
		.flags = FADT_WBINVD | FADT_RESET_REGISTER | FADT_HARDWARE_REDUCED,
		.reset = byte_register(MACHINE_RESET),
		.reset_value = MACHINE_RESET_VALUE,
		.x_dsdt = dsdt,
		.sleep_control = byte_register(MACHINE_SLEEP_CONTROL),
		.sleep_status = byte_register(MACHINE_SLEEP_STATUS),
	};

	add(&table, &fadt, sizeof(fadt));
	return end(&table, "FACP", FADT_REVISION);
}

static uint64_t build_madt(struct acpi_tables *tables, uint32_t vcpus)
{
	const struct madt_io_apic io_apic = { .type = MADT_IO_APIC,
					      .length = sizeof(io_apic),
					      .address = MACHINE_IO_APIC };
	const struct acpi_madt madt = { .lapic_address = MACHINE_LAPIC };
	struct table table = begin(tables);
	uint64_t gpa;

	add(&table, &madt, sizeof(madt));
	for (uint32_t cpu = 0; cpu < vcpus; cpu++) {
		const struct madt_local_apic apic = { .type = MADT_LOCAL_APIC,
						      .length = sizeof(apic),
						      .processor_uid = (uint8_t)cpu,
						      .apic_id = (uint8_t)cpu };

		add(&table, &apic, sizeof(apic));
	}
	add(&table, &io_apic, sizeof(io_apic));
	gpa = end(&table, "APIC", MADT_REVISION);
	tables->madt_at = table.at;
	tables->madt_len = (uint32_t)table.len;
	return gpa;
}

static uint64_t build_srat(struct acpi_tables *tables, uint32_t vcpus)
{
	const struct srat_memory memory = { .type = SRAT_MEMORY,
					    .length = sizeof(memory),
					    .size = SRAT_MEMORY_END,
					    .flags = SRAT_ENABLED };
	const struct acpi_srat srat = { .reserved = 1 };
	struct table table = begin(tables);

	add(&table, &srat, sizeof(srat));
	for (uint32_t cpu = 0; cpu < vcpus; cpu++) {
		const struct srat_local_apic apic = { .type = SRAT_LOCAL_APIC,
						      .length = sizeof(apic),
						      .apic_id = (uint8_t)cpu,
						      .flags = SRAT_ENABLED };

		add(&table, &apic, sizeof(apic));
	}
	add(&table, &memory, sizeof(memory));
	return end(&table, "SRAT", SRAT_REVISION);
}

static uint64_t build_xsdt(struct acpi_tables *tables, const uint64_t *addresses, size_t count)
{
	const struct acpi_header none = { 0 };
	struct table table = begin(tables);

	add(&table, &none, sizeof(none));
	add(&table, addresses, count * sizeof(*addresses));
	return end(&table, "XSDT", 1);
}

static void build_rsdp(struct acpi_tables *tables, uint64_t xsdt)
{
	struct acpi_rsdp rsdp = { .revision = 2, .length = sizeof(rsdp), .xsdt = xsdt };

	memcpy(rsdp.signature, "RSD PTR ", sizeof(rsdp.signature));
	memcpy(rsdp.oem_id, "PARAPT", sizeof(rsdp.oem_id));
	rsdp.checksum = checksum(&rsdp, offsetof(struct acpi_rsdp, length));
	rsdp.extended_checksum = checksum(&rsdp, sizeof(rsdp));
	memcpy(tables->bytes, &rsdp, sizeof(rsdp));
}

void acpi_build(struct acpi_tables *tables, uint64_t gpa, const struct acpi_machine *machine)
{
	uint64_t addresses[XSDT_TABLES_MAX];
	size_t count = 0;
	uint64_t dsdt;

	assert(machine->vcpus <= VCPUS_MAX);
	*tables = (struct acpi_tables){ .gpa = gpa, .len = sizeof(struct acpi_rsdp) };
	dsdt = build_dsdt(tables);
	addresses[count++] = build_fadt(tables, dsdt);
	addresses[count++] = build_madt(tables, machine->vcpus);
	if (machine->has_srat)
		addresses[count++] = build_srat(tables, machine->vcpus);
	build_rsdp(tables, build_xsdt(tables, addresses, count));
}
