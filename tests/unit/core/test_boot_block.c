/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The builder's page: every field wrong once. */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/boot/boot_block.c */
#include "core/boot/boot.h"
#include "tests/unit/core/vm.h"

static int start(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 2, SIM_BACKING_4K);
	return 0;
}

static void test_good(void **state)
{
	(void)state;
	assert_int_equal(boot_block_check(), 0);
	sim_block()->guest_vmsa_gpa = 0;
	sim_block()->range_count = 0;
	assert_int_equal(boot_block_check(), 0);
}

struct field_case {
	size_t offset;
	size_t size;
	uint64_t value;
};

#define FIELD(name, value)                                                                         \
	{                                                                                          \
		offsetof(struct boot_block, name), sizeof(((struct boot_block *)0)->name), value   \
	}

static const struct field_case field_cases[] = {
	FIELD(magic, 0),
	FIELD(version, 2),
	FIELD(size, 175),
	FIELD(c_bit, 31),
	FIELD(c_bit, 52),
	FIELD(vcpus_max, 0),
	FIELD(vcpus_max, CONFIG_VCPUS_MAX + 1),
	FIELD(region_gpa, SIM_REGION_GPA + 4096),
	FIELD(region_gpa, 1ull << 52),
	FIELD(region_size, 0),
	FIELD(region_size, SIM_REGION_SIZE + 4096),
	FIELD(region_size, ~0ull << 21),
	FIELD(image_gpa, SIM_REGION_GPA - 4096),
	FIELD(image_gpa, SIM_REGION_GPA + 1),
	FIELD(heap_gpa, SIM_REGION_GPA + SIM_REGION_SIZE - 4096),
	FIELD(percpu_gpa, 0),
	FIELD(tables_gpa, SIM_REGION_GPA + SIM_REGION_SIZE),
	FIELD(launch_gpa, ~0ull),
	FIELD(image_pages, ~0u),
	FIELD(heap_pages, CONFIG_HEAP_PAGES + 1),
	FIELD(percpu_pages, 1),
	FIELD(stack_pages, CONFIG_STACK_PAGES + 1),
	FIELD(ist_pages, 0),
	FIELD(ist_pages, 16),
	FIELD(data_pages, 0),
	FIELD(data_pages, ~0u),
	FIELD(table_pages, BOOT_TABLE_PERCPU + 1),
	FIELD(range_count, BOOT_RANGE_MAX + 1),
	FIELD(guest_vmsa_gpa, 4096),
	FIELD(guest_vmsa_gpa, SIM_REGION_GPA),
	FIELD(guest_caa_gpa, 8),
	FIELD(guest_secrets_gpa, 1ull << 52),
	FIELD(guest_cpuid_gpa, 1),
	FIELD(guest_boot_params_gpa, 4095),
	FIELD(guest_madt_gpa, 1ull << 52),
	FIELD(guest_madt_size, BOOT_MADT_PAGES * 4096 + 1),
	FIELD(guest_vmpl, 0),
	FIELD(guest_vmpl, 4),
};

static void test_fields(void **state)
{
	for (size_t i = 0; i < sizeof(field_cases) / sizeof(field_cases[0]); i++) {
		start(state);
		__builtin_memcpy((uint8_t *)sim_block() + field_cases[i].offset,
				 &field_cases[i].value, field_cases[i].size);
		assert_int_equal(boot_block_check(), TERM_BOOT_BLOCK);
	}
}

struct range_case {
	enum termination reason;
	struct boot_range range;
};

static const struct range_case range_cases[] = {
	{ TERM_BOOT_BLOCK, { 1, 1, BOOT_RANGE_GUEST, 0 } },
	{ TERM_BOOT_BLOCK, { SIM_GUEST_GPA, 1, BOOT_RANGE_GUEST, 0 } },
	{ TERM_BOOT_BLOCK, { 48 * MIB, 0, BOOT_RANGE_GUEST, 0 } },
	{ TERM_BOOT_BLOCK, { 48 * MIB, 1ull << 40, BOOT_RANGE_GUEST, 0 } },
	{ TERM_BOOT_BLOCK, { 48 * MIB, ~0ull, BOOT_RANGE_GUEST, 0 } },
	{ TERM_BOOT_BLOCK, { 1ull << 52, 1, BOOT_RANGE_GUEST, 0 } },
	{ TERM_BOOT_BLOCK, { 48 * MIB, 1, 0, 0 } },
	{ TERM_BOOT_BLOCK, { 48 * MIB, 1, 4, 0 } },
	{ TERM_BOOT_BLOCK, { 48 * MIB, 1, BOOT_RANGE_GUEST, 1 } },
	{ TERM_RANGES, { SIM_REGION_GPA, 1, BOOT_RANGE_GUEST, 0 } },
	{ TERM_RANGES, { SIM_REGION_GPA - 4096, 2, BOOT_RANGE_GUEST, 0 } },
	{ TERM_RANGES, { SIM_REGION_GPA + SIM_REGION_SIZE - 4096, 2, BOOT_RANGE_GUEST, 0 } },
};

static void test_ranges(void **state)
{
	for (size_t i = 0; i < sizeof(range_cases) / sizeof(range_cases[0]); i++) {
		start(state);
		((struct boot_range *)platform_launch_page(BOOT_OFF_RANGES))[3] =
			range_cases[i].range;
		sim_block()->range_count = 4;
		assert_int_equal(boot_block_check(), range_cases[i].reason);
	}
}

static void test_cpuid(void **state)
{
	struct snp_cpuid_page *cpuid = platform_launch_page(BOOT_OFF_CPUID);

	(void)state;
	cpuid->entries[0].ebx = SIM_C_BIT - 1;
	assert_int_equal(boot_block_check(), TERM_C_BIT);
	cpuid->entries[0].eax_in = 1;
	assert_int_equal(boot_block_check(), TERM_CPUID);
	cpuid->count = 0;
	assert_int_equal(boot_block_check(), TERM_CPUID);
	cpuid->count = SNP_CPUID_MAX + 1;
	assert_int_equal(boot_block_check(), TERM_CPUID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_good, start),
		cmocka_unit_test_setup(test_fields, start),
		cmocka_unit_test_setup(test_ranges, start),
		cmocka_unit_test_setup(test_cpuid, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
