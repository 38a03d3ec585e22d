/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: $(parapet-parts) */
/* test-libs: -lyaml */
/* The guest's ACPI tables: found as a guest finds them, for every number of vCPUs; AML byte by
 * byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "abi/acpi.h"
#include "abi/machine.h"
#include "tools/acpi.h"
#include "tools/aml.h"

#define GPA 0x16000ull

static uint8_t sum(const uint8_t *bytes, size_t len)
{
	uint8_t out = 0;

	for (size_t i = 0; i < len; i++)
		out = (uint8_t)(out + bytes[i]);
	return out;
}

/* The table at gpa, its checksum checked */
static const uint8_t *table_at(const struct acpi_tables *tables, uint64_t gpa,
			       struct acpi_header *header)
{
	assert_true(gpa >= GPA && gpa - GPA + sizeof(*header) <= tables->len);
	memcpy(header, tables->bytes + (gpa - GPA), sizeof(*header));
	assert_true(header->length <= tables->len - (gpa - GPA));
	assert_int_equal(sum(tables->bytes + (gpa - GPA), header->length), 0);
	return tables->bytes + (gpa - GPA);
}

/* The table with this signature in the XSDT, or NULL */
static const uint8_t *find(const struct acpi_tables *tables, const char *signature,
			   struct acpi_header *header)
{
	struct acpi_header xsdt;
	struct acpi_rsdp rsdp;
	const uint8_t *list;

	memcpy(&rsdp, tables->bytes, sizeof(rsdp));
	assert_memory_equal(rsdp.signature, "RSD PTR ", 8);
	assert_int_equal(sum(tables->bytes, 20), 0);
	assert_int_equal(sum(tables->bytes, sizeof(rsdp)), 0);
	list = table_at(tables, rsdp.xsdt, &xsdt);
	assert_memory_equal(xsdt.signature, "XSDT", 4);
	for (size_t at = sizeof(xsdt); at < xsdt.length; at += 8) {
		const uint8_t *table;
		uint64_t gpa;

		memcpy(&gpa, list + at, sizeof(gpa));
		table = table_at(tables, gpa, header);
		if (memcmp(header->signature, signature, 4) == 0)
			return table;
	}
	return NULL;
}

static void check(uint32_t vcpus, bool has_srat)
{
	const struct acpi_machine machine = { .vcpus = vcpus, .has_srat = has_srat };
	struct acpi_header header;
	struct acpi_tables tables;
	struct acpi_fadt fadt;
	const uint8_t *table;

	acpi_build(&tables, GPA, &machine);
	table = find(&tables, "FACP", &header);
	assert_non_null(table);
	memcpy(&fadt, table, sizeof(fadt));
	assert_int_equal(header.length, sizeof(fadt));
	assert_true((fadt.flags & FADT_HARDWARE_REDUCED) != 0);
	assert_int_equal(fadt.reset.address, MACHINE_RESET);
	table_at(&tables, fadt.x_dsdt, &header);
	assert_memory_equal(header.signature, "DSDT", 4);
	table = find(&tables, "APIC", &header);
	assert_ptr_equal(table, tables.bytes + tables.madt_at);
	assert_int_equal(header.length, tables.madt_len);
	assert_int_equal(header.length, 44 + 8 * vcpus + 12);
	for (uint32_t cpu = 0; cpu < vcpus; cpu++) {
		assert_int_equal(table[44 + 8 * cpu + 3], cpu);
		assert_int_equal(table[44 + 8 * cpu + 4], 0); /* none is enabled */
	}
	table = find(&tables, "SRAT", &header);
	assert_int_equal(table != NULL, has_srat);
	if (has_srat)
		assert_int_equal(header.length, 48 + 16 * vcpus + 40);
}

static void tables_fit_together(void **state)
{
	(void)state;
	for (uint32_t vcpus = 1; vcpus <= 64; vcpus++) {
		check(vcpus, false);
		check(vcpus, true);
	}
}

static void aml_bytes(void **state)
{
	/* clang-format off */
	static const uint8_t want[] = {
		0x10, 0x4e, 0x03, 0x5c, '_', 'S', 'B', '_',                /* Scope of 62 bytes */
		0x5b, 0x82, 0x45, 0x03, 'D', 'E', 'V', '0',                /* Device of 53 */
		0x08, '_', 'H', 'I', 'D', 0x0c, 0x41, 0xd0, 0x05, 0x01,    /* Name: PNP0501 */
		0x08, '_', 'U', 'I', 'D', 0x0a, 0x02,                      /* Name: 2 */
		0x08, '_', 'C', 'R', 'S', 0x11, 0x48, 0x01, 0x0b, 19, 0,   /* Name: Buffer of 19 */
		0x47, 0x01, 0xf8, 0x03, 0xf8, 0x03, 0x01, 0x08,            /* ports */
		0x89, 0x06, 0x00, 0x03, 0x01, 0x04, 0x00, 0x00, 0x00,      /* interrupt: edge, high */
		0x79, 0x00,
	};
	/* clang-format on */
	uint8_t bytes[sizeof(want)] = { 0 };
	struct aml aml = { .bytes = bytes, .size = sizeof(bytes) };
	size_t scope = aml_scope(&aml, "_SB_");
	size_t device = aml_device(&aml, "DEV0");
	size_t resources;

	(void)state;
	aml_name(&aml, "_HID");
	aml_eisa_id(&aml, "PNP0501");
	aml_name(&aml, "_UID");
	aml_integer(&aml, 2);
	aml_name(&aml, "_CRS");
	resources = aml_resources(&aml);
	aml_io(&aml, 0x3f8, 8);
	aml_interrupt(&aml, 4, AML_EDGE);
	aml_resources_end(&aml, resources);
	aml_end(&aml, device);
	aml_end(&aml, scope);
	assert_memory_equal(bytes, want, sizeof(want));
	assert_int_equal(aml.len, sizeof(want));
}

static void aml_integers(void **state)
{
	static const struct {
		uint64_t value;
		uint8_t bytes[9];
		size_t len;
	} rows[] = {
		{ 0, { 0x00 }, 1 },
		{ 1, { 0x01 }, 1 },
		{ 2, { 0x0a, 2 }, 2 },
		{ 0xff, { 0x0a, 0xff }, 2 },
		{ 0x100, { 0x0b, 0, 1 }, 3 },
		{ 0x10000, { 0x0c, 0, 0, 1, 0 }, 5 },
		{ 0x100000000, { 0x0e, 0, 0, 0, 0, 1, 0, 0, 0 }, 9 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t bytes[16] = { 0 };
		struct aml aml = { .bytes = bytes, .size = sizeof(bytes) };

		aml_integer(&aml, rows[i].value);
		assert_int_equal(aml.len, rows[i].len);
		assert_memory_equal(bytes, rows[i].bytes, rows[i].len);
	}
}

/* Whatever the buffer's size: nothing beyond it is written, and the length is the whole one */
static void aml_that_does_not_fit(void **state)
{
	uint8_t whole[4096];
	size_t want = acpi_build_dsdt(whole, sizeof(whole));

	(void)state;
	for (size_t size = 0; size < 64; size++) {
		uint8_t bytes[64 + 1];
		struct aml aml = { .bytes = bytes, .size = size };
		size_t scope;
		size_t resources;

		memset(bytes, 0xee, sizeof(bytes));
		scope = aml_scope(&aml, "_SB_");
		resources = aml_resources(&aml);
		aml_memory(&aml, 0xfeb00000, 0x200);
		aml_resources_end(&aml, resources);
		aml_string(&aml, "LNRO0005");
		aml_end(&aml, scope);
		assert_int_equal(aml.len, 3 + 5 + 6 + 12 + 2 + 10);
		for (size_t i = size; i < sizeof(bytes); i++)
			assert_int_equal(bytes[i], 0xee);
	}
	assert_true(want > 64 && want < sizeof(whole));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_fit_together),
		cmocka_unit_test(aml_bytes),
		cmocka_unit_test(aml_integers),
		cmocka_unit_test(aml_that_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
