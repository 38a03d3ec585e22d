/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest map and the validity map: what is the guest's, where the map goes, its bits; on up to 1
 * TiB. */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/memory/guest_map.c core/memory/validity.c core/memory/pinned.c core/memory/rmp.c */
/* test-sources: core/memory/shared.c core/memory/rangelock.c core/memory/pool.c core/boot/boot_block.c */
/* test-sources: core/boot/own_memory.c core/boot/host_params.c core/boot/host_memory_map.c core/boot/host_madt.c */
/* test-sources: core/evidence/evidence.c lib/eventlog.c */
#include "abi/igvm.h"
#include "core/evidence/evidence.h"
#include "core/memory/guest_map.h"
#include "core/memory/validity.h"
#include "tests/unit/core/vm.h"

#define TIB (1ull << 40)

static void boot_to_params(void)
{
	assert_int_equal(boot_block_check(), 0);
	assert_int_equal(own_memory_init(), 0);
	assert_int_equal(evidence_init(), 0);
	assert_int_equal(host_params_init(), 0);
}

static void start(uint64_t ram, enum sim_backing backing)
{
	sim_reset(ram, 1, backing);
	boot_to_params();
	assert_int_equal(guest_map_init(), 0);
}

static enum validity query(uint64_t page, enum page_size size)
{
	enum validity state = VALIDITY_MIXED;

	assert_int_equal(validity_query(gpa(page), size, &state), OK);
	return state;
}

static void test_map_is_carved(void **state)
{
	const struct guest_range *range;

	(void)state;
	start(64 * MIB, SIM_BACKING_4K);
	assert_int_equal(guest_map_count(), 2);
	range = guest_map_at(0);
	assert_int_equal(range->start, 0);
	assert_int_equal(range->end, SIM_REGION_GPA);
	range = guest_map_at(1);
	assert_int_equal(range->start, SIM_REGION_GPA + SIM_REGION_SIZE);
	/* 64 MiB: 2 KiB of bits, one page at the top */
	assert_int_equal(guest_map_validity_pages(), 1);
	assert_int_equal(range->end, 64 * MIB - PAGE_SIZE);
	assert_true(sim_page(64 * MIB - 1)->is_validated);
	assert_int_equal(sim_page(64 * MIB - 1)->rights[SIM_GUEST_VMPL], 0);
}

static void test_contains(void **state)
{
	(void)state;
	start(64 * MIB, SIM_BACKING_4K);
	assert_true(guest_map_contains(gpa(0), 1));
	assert_true(guest_map_contains(gpa(SIM_REGION_GPA - 1), 1));
	assert_false(guest_map_contains(gpa(SIM_REGION_GPA - 1), 2));
	assert_false(guest_map_contains(gpa(SIM_REGION_GPA), 1));
	assert_false(guest_map_contains(gpa(0), 0));
	assert_false(guest_map_contains(gpa(0), ~0ull));
	assert_false(guest_map_contains(gpa(~0ull), 1));
	assert_false(guest_map_contains(gpa(~0ull), ~0ull));
	assert_false(guest_map_contains(gpa(64 * MIB - PAGE_SIZE), 1));
	assert_false(guest_map_contains(gpa(1ull << 51), 1));
}

static void test_bits(void **state)
{
	uint64_t piece = 8 * MIB;

	(void)state;
	start(64 * MIB, SIM_BACKING_4K);
	assert_int_equal(query(piece, PAGE_2M), VALIDITY_NONE);
	assert_int_equal(validity_set(gpa(piece), PAGE_2M), OK);
	assert_int_equal(query(piece, PAGE_2M), VALIDITY_ALL);
	assert_int_equal(query(piece + 2 * MIB - PAGE_SIZE, PAGE_4K), VALIDITY_ALL);
	assert_int_equal(query(piece - PAGE_SIZE, PAGE_4K), VALIDITY_NONE);
	assert_int_equal(query(piece + 2 * MIB, PAGE_4K), VALIDITY_NONE);
	assert_int_equal(validity_clear(gpa(piece + 5 * PAGE_SIZE), PAGE_4K), OK);
	assert_int_equal(query(piece, PAGE_2M), VALIDITY_MIXED);
	assert_int_equal(query(piece + 5 * PAGE_SIZE, PAGE_4K), VALIDITY_NONE);
	assert_true(validity_covers(gpa(piece + 6 * PAGE_SIZE - 1 + 1), PAGE_SIZE));
	assert_false(validity_covers(gpa(piece + 5 * PAGE_SIZE + 4095), 2));
	assert_true(validity_covers(gpa(piece), 5 * PAGE_SIZE));
	assert_false(validity_covers(gpa(piece), 5 * PAGE_SIZE + 1));
	assert_false(validity_covers(gpa(piece), 0));
	assert_int_equal(validity_clear(gpa(piece), PAGE_2M), OK);
	assert_int_equal(query(piece, PAGE_2M), VALIDITY_NONE);
}

static void test_bits_refuse(void **state)
{
	enum validity out;

	(void)state;
	start(64 * MIB, SIM_BACKING_4K);
	assert_int_equal(validity_set(gpa(4097), PAGE_4K), ERR_RANGE);
	assert_int_equal(validity_set(gpa(PAGE_SIZE), PAGE_2M), ERR_RANGE);
	assert_int_equal(validity_set(gpa(SIM_REGION_GPA), PAGE_4K), ERR_RANGE);
	assert_int_equal(validity_clear(gpa(62 * MIB), PAGE_2M), ERR_RANGE);
	assert_int_equal(validity_query(gpa(1ull << 60), PAGE_4K, &out), ERR_RANGE);
}

/* Every piece of a terabyte has bits of its own, and the last page works as the first does */
static void test_terabyte(void **state)
{
	uint64_t pages = 0;

	(void)state;
	start(TIB, SIM_BACKING_2M);
	assert_int_equal(guest_map_validity_pages(), 32 * MIB / PAGE_SIZE);
	for (uint32_t i = 0; i < guest_map_count(); i++)
		pages += (guest_map_at(i)->end - guest_map_at(i)->start) / PAGE_SIZE;
	assert_int_equal(pages, (TIB - SIM_REGION_SIZE - 32 * MIB) / PAGE_SIZE - 1);
	for (uint64_t at = GIB; at < TIB - GIB; at += 2 * GIB)
		assert_int_equal(validity_set(gpa(at), PAGE_2M), OK);
	for (uint64_t at = GIB; at < TIB - GIB; at += GIB) {
		bool is_set = at / GIB % 2 == 1;

		assert_int_equal(query(at, PAGE_2M), is_set ? VALIDITY_ALL : VALIDITY_NONE);
		if (at - PAGE_SIZE != RESET_VECTOR_PAGE)
			assert_int_equal(query(at - PAGE_SIZE, PAGE_4K), VALIDITY_NONE);
		assert_int_equal(query(at + 2 * MIB, PAGE_4K), VALIDITY_NONE);
	}
	assert_int_equal(validity_set(gpa(TIB - 32 * MIB - PAGE_SIZE), PAGE_4K), OK);
	assert_int_equal(validity_set(gpa(TIB - 32 * MIB), PAGE_4K), ERR_RANGE);
}

static void test_reset_vector_is_left_out(void **state)
{
	(void)state;
	start(8 * GIB, SIM_BACKING_2M);
	assert_false(guest_map_contains(gpa(RESET_VECTOR_PAGE), 1));
	assert_true(guest_map_contains(gpa(RESET_VECTOR_PAGE - 1), 1));
	assert_true(guest_map_contains(gpa(RESET_VECTOR_PAGE + PAGE_SIZE), 1));
	assert_int_equal(validity_set(gpa(4 * GIB - 2 * MIB), PAGE_2M), ERR_RANGE);
	/* The bits on both sides stay apart */
	assert_int_equal(validity_set(gpa(4 * GIB), PAGE_2M), OK);
	assert_int_equal(query(RESET_VECTOR_PAGE - PAGE_SIZE, PAGE_4K), VALIDITY_NONE);
}

/* The map goes around populated pages, and below them if it must */
static void test_place_around_populated(void **state)
{
	struct boot_range *ranges;

	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	ranges = platform_launch_page(BOOT_OFF_RANGES);
	ranges[3] = (struct boot_range){ 64 * MIB - 2 * PAGE_SIZE, 2, BOOT_RANGE_GUEST, 0 };
	sim_block()->range_count = 4;
	boot_to_params();
	assert_int_equal(guest_map_init(), 0);
	assert_false(guest_map_contains(gpa(64 * MIB - 3 * PAGE_SIZE), 1));
	assert_true(guest_map_contains(gpa(64 * MIB - 2 * PAGE_SIZE), 2 * PAGE_SIZE));
}

static void test_no_place(void **state)
{
	struct boot_range *ranges;

	(void)state;
	sim_reset(32 * MIB, 1, SIM_BACKING_4K);
	ranges = platform_launch_page(BOOT_OFF_RANGES);
	ranges[0] = (struct boot_range){ 0, SIM_REGION_GPA / PAGE_SIZE, BOOT_RANGE_GUEST, 0 };
	ranges[1] = (struct boot_range){ SIM_REGION_GPA + SIM_REGION_SIZE, 8 * MIB / PAGE_SIZE,
					 BOOT_RANGE_GUEST, 0 };
	sim_block()->range_count = 2;
	boot_to_params();
	assert_int_equal(guest_map_init(), TERM_VALIDITY_MAP);
}

/* More memory than the tables can map, though the host claims to have it */
static void test_absurd_map(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	sim_write_memory_map(0, 0, 1ull << 51, IGVM_MEMORY_RAM);
	boot_to_params();
	assert_int_equal(guest_map_init(), TERM_VALIDITY_MAP);
}

/* With the C-bit in it an address names the page below once more, past every check of the page
 * itself */
static void test_ram_above_c_bit(void **state)
{
	static const uint64_t above[] = { RESET_VECTOR_PAGE, SIM_REGION_GPA, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(above) / sizeof(above[0]); i++) {
		sim_reset(64 * MIB, 1, SIM_BACKING_4K);
		sim_write_memory_map(1, (1ull << SIM_C_BIT) + above[i], PAGE_SIZE, IGVM_MEMORY_RAM);
		assert_int_equal(boot_block_check(), 0);
		assert_int_equal(own_memory_init(), 0);
		assert_int_equal(evidence_init(), 0);
		assert_int_equal(host_params_init(), TERM_MEMORY_MAP);
	}
}

static void test_populated_outside(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	sim_write_memory_map(0, 4 * MIB, 60 * MIB, IGVM_MEMORY_RAM);
	boot_to_params();
	assert_int_equal(guest_map_init(), TERM_RANGES);
}

static void test_less_than_the_payload_needs(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	sim_block()->guest_memory_mib = 65;
	boot_to_params();
	assert_int_equal(guest_map_init(), TERM_MEMORY_MAP);
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	sim_block()->guest_memory_mib = 64;
	boot_to_params();
	assert_int_equal(guest_map_init(), 0);
}

static void test_reserved_over_launch(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	sim_write_memory_map(0, 0, SIM_REGION_GPA, IGVM_MEMORY_RAM);
	sim_write_memory_map(1, SIM_REGION_GPA, SIM_REGION_SIZE, IGVM_MEMORY_PLATFORM_RESERVED);
	assert_int_equal(boot_block_check(), 0);
	assert_int_equal(own_memory_init(), 0);
	assert_int_equal(evidence_init(), 0);
	assert_int_equal(host_params_init(), TERM_MEMORY_MAP);
}

static void test_map_pages_refused(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	boot_to_params();
	sim_fail(SIM_PAGE_STATE, 1, ERR_IO, SIM_ONCE);
	assert_int_equal(guest_map_init(), TERM_OWN_MEMORY);
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	boot_to_params();
	sim_fail(SIM_PVALIDATE, 1, RMP_UNCHANGED, SIM_ONCE);
	assert_int_equal(guest_map_init(), TERM_OWN_MEMORY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map_is_carved),
		cmocka_unit_test(test_contains),
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_bits_refuse),
		cmocka_unit_test(test_terabyte),
		cmocka_unit_test(test_reset_vector_is_left_out),
		cmocka_unit_test(test_place_around_populated),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_absurd_map),
		cmocka_unit_test(test_ram_above_c_bit),
		cmocka_unit_test(test_populated_outside),
		cmocka_unit_test(test_less_than_the_payload_needs),
		cmocka_unit_test(test_reserved_over_launch),
		cmocka_unit_test(test_map_pages_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
