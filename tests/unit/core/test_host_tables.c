/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a hostile host may write into the memory map and the MADT. */
/* test-sources: core/boot/host_memory_map.c core/boot/host_madt.c */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "abi/acpi.h"
#include "abi/igvm.h"
#include "core/boot/host_tables.h"

#define MAP_ENTRIES 341u
#define PAGE_LIMIT (1ull << 40)

static struct igvm_memory_map_entry map[MAP_ENTRIES];
static struct host_params params;

struct map_case {
	enum err err;
	uint32_t ranges;
	struct igvm_memory_map_entry entries[4];
};

static const struct map_case map_cases[] = {
	{ OK, 1, { { 0, 16, 0, 0, 0 } } },
	{ OK, 1, { { 0, 16, 0, 0, 0 }, { 16, 4, 0, 0, 0 } } },
	{ OK, 2, { { 0, 16, 0, 0, 0 }, { 20, 4, 0, 0, 0 } } },
	{ OK, 2, { { 0, 16, 0, 0, 0 }, { 16, 4, 1, 0, 0 }, { 20, 4, 0, 0, 0 } } },
	{ OK, 1, { { PAGE_LIMIT - 1, 1, 0, 0, 0 } } },
	{ OK, 1, { { 0, 1, 0xffff, 0, 0 }, { 1, 1, 0, 0, 0 } } },
	{ ERR_NOT_FOUND, 0, { { 0, 0, 0, 0, 0 } } },
	{ ERR_NOT_FOUND, 0, { { 0, 1, 5, 0, 0 } } },
	{ ERR_OVERLAP, 0, { { 0, 16, 0, 0, 0 }, { 15, 4, 0, 0, 0 } } },
	{ ERR_OVERLAP, 0, { { 0, 16, 0, 0, 0 }, { 15, 4, 1, 0, 0 } } },
	{ ERR_OVERLAP, 0, { { 16, 16, 0, 0, 0 }, { 0, 4, 0, 0, 0 } } },
	{ ERR_RANGE, 0, { { PAGE_LIMIT, 1, 0, 0, 0 } } },
	{ ERR_RANGE, 0, { { PAGE_LIMIT - 1, 2, 0, 0, 0 } } },
	{ ERR_RANGE, 0, { { 1, ~0ull, 0, 0, 0 } } },
	{ ERR_RANGE, 0, { { ~0ull, 2, 0, 0, 0 } } },
	{ ERR_RANGE, 0, { { 1ull << 52, 1, 0, 0, 0 } } },
};

static enum err map_decode(size_t len)
{
	return host_memory_map_decode((const uint8_t *)map, len, &params);
}

static void test_map(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(map_cases) / sizeof(map_cases[0]); i++) {
		memset(map, 0, sizeof(map));
		memcpy(map, map_cases[i].entries, sizeof(map_cases[i].entries));
		assert_int_equal(map_decode(sizeof(map)), map_cases[i].err);
		if (map_cases[i].err == OK)
			assert_int_equal(params.ram_count, map_cases[i].ranges);
	}
}

static void test_map_without_end(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < MAP_ENTRIES; i++)
		map[i] = (struct igvm_memory_map_entry){ .first_page = i, .page_count = 1 };
	assert_int_equal(map_decode(sizeof(map)), ERR_TRUNCATED);
	assert_int_equal(map_decode(0), ERR_TRUNCATED);
	assert_int_equal(map_decode(23), ERR_TRUNCATED);
}

static void test_map_too_many(void **state)
{
	(void)state;
	memset(map, 0, sizeof(map));
	for (uint64_t i = 0; i <= HOST_RAM_RANGES_MAX; i++)
		map[i] = (struct igvm_memory_map_entry){ .first_page = 2 * i, .page_count = 1 };
	assert_int_equal(map_decode(sizeof(map)), ERR_NO_SPACE);
	map[HOST_RAM_RANGES_MAX].page_count = 0;
	assert_int_equal(map_decode(sizeof(map)), OK);
	assert_int_equal(params.ram_count, HOST_RAM_RANGES_MAX);
}

static void test_map_reserves(void **state)
{
	const uint8_t *bytes = (const uint8_t *)map;

	(void)state;
	memset(map, 0, sizeof(map));
	map[0] = (struct igvm_memory_map_entry){ .first_page = 0, .page_count = 16 };
	map[1] = (struct igvm_memory_map_entry){ .first_page = 16, .page_count = 2, .type = 1 };
	assert_false(host_memory_map_reserves(bytes, sizeof(map), 0, 16 * PAGE_SIZE));
	assert_true(host_memory_map_reserves(bytes, sizeof(map), 15 * PAGE_SIZE, 2 * PAGE_SIZE));
	assert_true(host_memory_map_reserves(bytes, sizeof(map), 17 * PAGE_SIZE, PAGE_SIZE));
	assert_false(host_memory_map_reserves(bytes, sizeof(map), 18 * PAGE_SIZE, PAGE_SIZE));
}

/* A MADT of bytes after the header, with a good checksum */
static size_t madt_make(uint8_t *table, const uint8_t *entries, size_t len)
{
	struct acpi_madt madt = { 0 };
	uint8_t sum = 0;

	memcpy(madt.header.signature, "APIC", 4);
	madt.header.length = (uint32_t)(sizeof(madt) + len);
	memcpy(table, &madt, sizeof(madt));
	memcpy(table + sizeof(madt), entries, len);
	for (size_t i = 0; i < sizeof(madt) + len; i++)
		sum = (uint8_t)(sum + table[i]);
	table[offsetof(struct acpi_header, checksum)] = (uint8_t)(0x100 - sum);
	return sizeof(madt) + len;
}

struct madt_case {
	enum err err;
	uint32_t vcpus;
	size_t len;
	uint8_t entries[48];
};

static const struct madt_case madt_cases[] = {
	{ OK, 1, 8, { 0, 8, 0, 4, 1 } },
	{ OK, 2, 16, { 0, 8, 0, 4, 1, 0, 0, 0, 0, 8, 1, 6, 1 } },
	{ OK, 1, 16, { 0, 8, 0, 4, 1, 0, 0, 0, 0, 8, 1, 6, 0 } },
	{ OK, 2, 24, { 0, 8, 0, 4, 1, 0, 0, 0, 9, 16, 0, 0, 0, 1, 0, 0, 1 } },
	{ OK, 1, 20, { 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 4, 1 } },
	{ ERR_RANGE, 2, 8, { 0, 8, 0, 4, 1 } },
	{ ERR_RANGE, 1, 16, { 0, 8, 0, 4, 1, 0, 0, 0, 0, 8, 1, 6, 1 } },
	{ ERR_ORDER, 2, 16, { 0, 8, 0, 4, 1, 0, 0, 0, 0, 8, 1, 4, 1 } },
	{ ERR_ORDER, 2, 24, { 0, 8, 0, 4, 1, 0, 0, 0, 9, 16, 0, 0, 4, 0, 0, 0, 1 } },
	{ ERR_FORMAT, 1, 10, { 0, 10, 0, 4, 1 } },
	{ ERR_FORMAT, 1, 8, { 9, 8, 0, 4, 1 } },
	{ ERR_FORMAT, 1, 8, { 0, 0, 0, 4, 1 } },
	{ ERR_FORMAT, 1, 8, { 0, 1, 0, 4, 1 } },
	{ ERR_TRUNCATED, 1, 8, { 0, 9, 0, 4, 1 } },
	{ ERR_TRUNCATED, 1, 9, { 0, 8, 0, 4, 1 } },
	{ ERR_RANGE, 1, 0, { 0 } },
};

static void test_madt(void **state)
{
	uint8_t table[256];

	(void)state;
	for (size_t i = 0; i < sizeof(madt_cases) / sizeof(madt_cases[0]); i++) {
		size_t len = madt_make(table, madt_cases[i].entries, madt_cases[i].len);

		params.vcpu_count = madt_cases[i].vcpus;
		assert_int_equal(host_madt_decode(table, len, &params), madt_cases[i].err);
	}
	assert_int_equal(params.vcpu_count, 1);
}

static void test_madt_header(void **state)
{
	static const uint8_t entry[8] = { 0, 8, 0, 4, 1 };
	uint8_t table[256];
	size_t len = madt_make(table, entry, sizeof(entry));

	(void)state;
	params.vcpu_count = 1;
	for (size_t cut = 0; cut < len; cut++)
		assert_int_not_equal(host_madt_decode(table, cut, &params), OK);
	for (size_t i = 0; i < len; i++) {
		table[i] ^= 0x10;
		assert_int_not_equal(host_madt_decode(table, len, &params), OK);
		table[i] ^= 0x10;
	}
	assert_int_equal(host_madt_decode(table, len, &params), OK);
	assert_int_equal(params.apic_id[0], 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map),          cmocka_unit_test(test_map_without_end),
		cmocka_unit_test(test_map_too_many), cmocka_unit_test(test_map_reserves),
		cmocka_unit_test(test_madt),         cmocka_unit_test(test_madt_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
