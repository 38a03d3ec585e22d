/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PVALIDATE as a call: every error, slices, and a guest that changes its list meanwhile. */
/* test-sources: $(vm-src) tests/unit/core/vm.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/memory/pinned.h"
#include "core/memory/validity.h"
#include "tests/unit/core/vm.h"

#define PVALIDATE SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_PVALIDATE)
#define VALIDATE SVSM_PVALIDATE_VALIDATE
#define IGNORE_CF SVSM_PVALIDATE_IGNORE_CF
#define LARGE SVSM_PVALIDATE_2M
#define UNCHANGED SVSM_ERR_PVALIDATE(RMP_UNCHANGED)

/* Where the list lies, and a 2 MiB piece to work on */
#define LIST (VM_FREE)
#define PIECE (8 * MIB)

static int start(void **state)
{
	(void)state;
	sim_reset(128 * MIB, 2, SIM_BACKING_2M);
	vm_boot(VM_GUEST);
	return 0;
}

static struct svsm_pvalidate_list *list(void)
{
	return sim_memory(LIST);
}

static uint64_t run(uint16_t entries, uint16_t next)
{
	list()->entries = entries;
	list()->next = next;
	return vm_call0(PVALIDATE, LIST, 0, 0);
}

static uint64_t run_one(uint64_t entry)
{
	list()->entry[0] = entry;
	return run(1, 0);
}

static void test_cycle(void **state)
{
	(void)state;
	memset(sim_memory(PIECE), 0xaa, 4096);
	assert_int_equal(run_one(PIECE), SVSM_OK);
	assert_int_equal(list()->next, 1);
	assert_false(sim_page(PIECE)->is_validated);
	assert_false(validity_covers(gpa(PIECE), 1));
	assert_true(validity_covers(gpa(PIECE + 4096), 1));
	assert_int_equal(run_one(PIECE), UNCHANGED);
	assert_int_equal(list()->next, 0);
	assert_int_equal(run_one(PIECE | IGNORE_CF), SVSM_OK);
	assert_int_equal(run_one(PIECE | VALIDATE), SVSM_OK);
	assert_true(sim_page(PIECE)->is_validated);
	assert_int_equal(*(uint64_t *)sim_memory(PIECE), 0);
	assert_int_equal(run_one(PIECE | VALIDATE), UNCHANGED);
}

/* Ignoring the carry flag never validates twice */
static void test_double_validation(void **state)
{
	uint32_t before;

	(void)state;
	memset(sim_memory(PIECE), 0xaa, 4096);
	before = sim_count(SIM_PVALIDATE);
	assert_int_equal(run_one(PIECE | VALIDATE | IGNORE_CF), SVSM_OK);
	assert_int_equal(sim_count(SIM_PVALIDATE), before);
	assert_int_equal(*(uint64_t *)sim_memory(PIECE), 0xaaaaaaaaaaaaaaaa);
	/* The host swapped the page for one that is not validated: hardware says unchanged, the map
	 * keeps the bit */
	sim_page(PIECE)->is_validated = false;
	sim_fail(SIM_RMPADJUST, 1, RMP_OK, SIM_LASTING);
	sim_fail(SIM_PVALIDATE, 1, RMP_UNCHANGED, SIM_ONCE);
	assert_int_not_equal(run_one(PIECE | IGNORE_CF), SVSM_OK);
	assert_true(validity_covers(gpa(PIECE), 1));
	assert_int_equal(run_one(PIECE | VALIDATE), UNCHANGED);
}

/* The host swaps the page while it is validated, so that the monitor cannot undo it: it is never
 * validated again */
static void test_lost_page(void **state)
{
	uint32_t before;

	(void)state;
	assert_int_equal(run_one(PIECE), SVSM_OK);
	sim_fail(SIM_CLEAR, 1, ERR_FAULT, SIM_ONCE);
	sim_fail(SIM_PVALIDATE, 2, RMP_UNCHANGED, SIM_ONCE);
	assert_int_equal(run_one(PIECE | VALIDATE), SVSM_ERR_PVALIDATE(RMP_FAIL_PERMISSION));
	sim_page(PIECE)->is_validated = false;
	before = sim_count(SIM_PVALIDATE);
	assert_int_equal(run_one(PIECE | VALIDATE), UNCHANGED);
	assert_int_equal(sim_count(SIM_PVALIDATE), before);
	/* The first page is back: the guest may give it up, and start again */
	sim_page(PIECE)->is_validated = true;
	assert_int_equal(run_one(PIECE), SVSM_OK);
	assert_int_equal(run_one(PIECE | VALIDATE), SVSM_OK);
	assert_int_equal(sim_page(PIECE)->rights[SIM_GUEST_VMPL], RMP_ALL >> 8);
}

static void test_large(void **state)
{
	(void)state;
	assert_int_equal(run_one(PIECE | LARGE), SVSM_OK);
	assert_int_equal(run_one(PIECE | LARGE), UNCHANGED);
	assert_int_equal(run_one(PIECE | LARGE | VALIDATE), SVSM_OK);
	assert_int_equal(run_one((PIECE + 5 * 4096)), SVSM_OK);
	assert_int_equal(run_one(PIECE | LARGE), SVSM_ERR_PVALIDATE(RMP_FAIL_SIZEMISMATCH));
	assert_int_equal(run_one(PIECE | LARGE | VALIDATE),
			 SVSM_ERR_PVALIDATE(RMP_FAIL_SIZEMISMATCH));
	assert_int_equal(run_one((PIECE + 5 * 4096) | VALIDATE), SVSM_OK);
	/* Whole again in the map, in 4K pages in the RMP */
	assert_int_equal(run_one(PIECE | LARGE), SVSM_ERR_PVALIDATE(RMP_FAIL_SIZEMISMATCH));
	assert_true(validity_covers(gpa(PIECE), 2 * MIB));
	assert_int_equal(sim_page(PIECE)->rights[SIM_GUEST_VMPL], RMP_ALL >> 8);
}

static const struct {
	uint64_t entry;
	uint64_t result;
} entry_cases[] = {
	{ PIECE | 0x10, SVSM_ERR_INVALID_PARAMETER },
	{ PIECE | 0x800, SVSM_ERR_INVALID_PARAMETER },
	{ PIECE | 2, SVSM_ERR_INVALID_PARAMETER },
	{ PIECE | 3, SVSM_ERR_INVALID_PARAMETER },
	{ (PIECE + 4096) | LARGE, SVSM_ERR_INVALID_PARAMETER },
	{ SIM_REGION_GPA, SVSM_ERR_INVALID_ADDRESS },
	{ SIM_REGION_GPA | VALIDATE | IGNORE_CF, SVSM_ERR_INVALID_ADDRESS },
	{ SIM_REGION_GPA | LARGE, SVSM_ERR_INVALID_ADDRESS },
	{ 128 * MIB - 4096, SVSM_ERR_INVALID_ADDRESS }, /* the validity map */
	{ (126 * MIB) | LARGE, SVSM_ERR_INVALID_ADDRESS },
	{ 128 * MIB, SVSM_ERR_INVALID_ADDRESS },
	{ 0xfffff000, SVSM_ERR_INVALID_ADDRESS },
	{ 1ull << 51, SVSM_ERR_INVALID_ADDRESS },
	{ ~0xfffull, SVSM_ERR_INVALID_ADDRESS },
	{ SIM_GUEST_GPA + SIM_PAGE_CAA * 4096, SVSM_ERR_INVALID_ADDRESS },
	{ SIM_GUEST_GPA | LARGE, SVSM_ERR_INVALID_ADDRESS }, /* the calling area is in it */
};

static void test_entries(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(entry_cases) / sizeof(entry_cases[0]); i++) {
		uint32_t before = sim_count(SIM_PVALIDATE);

		list()->entry[0] = PIECE;
		list()->entry[1] = entry_cases[i].entry;
		assert_int_equal(run(2, 1), entry_cases[i].result);
		assert_int_equal(list()->next, 1);
		assert_int_equal(sim_count(SIM_PVALIDATE), before);
	}
}

static void test_vmsa_is_refused(void **state)
{
	(void)state;
	assert_int_equal(pinned_add(gpa(PIECE + 4096), PIN_VMSA), OK);
	assert_int_equal(run_one(PIECE + 4096), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(run_one(PIECE | LARGE), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(run_one(PIECE + 2 * 4096), SVSM_OK);
}

static void test_headers(void **state)
{
	static const uint16_t cases[][2] = { { 0, 0 },      { 1, 1 },     { 1, 2 },     { 512, 0 },
					     { 0xffff, 0 }, { 511, 511 }, { 2, 0xffff } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(run(cases[i][0], cases[i][1]), SVSM_ERR_INVALID_PARAMETER);
		assert_int_equal(list()->next, cases[i][1]);
	}
}

static void test_list_addresses(void **state)
{
	struct svsm_pvalidate_list *last = sim_memory(LIST + 4096 - 16);

	(void)state;
	assert_int_equal(vm_call0(PVALIDATE, LIST + 4, 0, 0), SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(vm_call0(PVALIDATE, SIM_REGION_GPA, 0, 0), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(PVALIDATE, ~7ull, 0, 0), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(PVALIDATE, sim_block()->guest_caa_gpa, 0, 0),
			 SVSM_ERR_INVALID_PARAMETER);
	*last = (struct svsm_pvalidate_list){ .entries = 2 };
	assert_int_equal(vm_call0(PVALIDATE, LIST + 4096 - 16, 0, 0), SVSM_ERR_INVALID_PARAMETER);
	last->entries = 1;
	last->entry[0] = PIECE;
	assert_int_equal(vm_call0(PVALIDATE, LIST + 4096 - 16, 0, 0), SVSM_OK);
	*(struct svsm_pvalidate_list *)sim_memory(LIST + 4096 - 8) =
		(struct svsm_pvalidate_list){ .entries = 1 };
	assert_int_equal(vm_call0(PVALIDATE, LIST + 4096 - 8, 0, 0), SVSM_ERR_INVALID_PARAMETER);
}

/* 510 pages in as many entries into VMPL0 as it takes; each does some, and says where it is */
static void test_slices(void **state)
{
	uint64_t result = SVSM_ERR_INCOMPLETE;
	uint32_t slices = 0;
	uint16_t next = 0;

	(void)state;
	for (uint64_t i = 0; i < 510; i++)
		list()->entry[i] = PIECE + i * 4096;
	list()->entries = 510;
	list()->next = 0;
	while (result == SVSM_ERR_INCOMPLETE) {
		uint32_t flushes = sim_count(SIM_FLUSH);

		result = vm_call0(PVALIDATE, LIST, 0, 0);
		assert_int_equal(sim_count(SIM_FLUSH), flushes + 1);
		assert_true(list()->next > next);
		next = list()->next;
		slices++;
	}
	assert_int_equal(result, SVSM_OK);
	assert_int_equal(next, 510);
	assert_in_range(slices, 2, 20);
	assert_false(validity_covers(gpa(PIECE + 509 * 4096), 1));
	assert_true(validity_covers(gpa(PIECE + 510 * 4096), 1));
}

static void test_stops_at_the_error(void **state)
{
	(void)state;
	list()->entry[0] = PIECE;
	list()->entry[1] = SIM_REGION_GPA;
	list()->entry[2] = PIECE + 4096;
	assert_int_equal(run(3, 0), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(list()->next, 1);
	assert_false(validity_covers(gpa(PIECE), 1));
	assert_true(validity_covers(gpa(PIECE + 4096), 1));
}

/* Another vCPU rewrites header and entries after each fetch: only what was fetched first counts */
static uint32_t fetches;

static void rewrite(enum sim_op op)
{
	if (op == SIM_COPY_IN)
		fetches++;
	if (op == SIM_RMPADJUST) {
		list()->entries = 0xffff;
		list()->next = 0;
		for (uint32_t i = 0; i < 400; i++)
			list()->entry[i] = SIM_REGION_GPA | VALIDATE | IGNORE_CF;
	}
	if (op == SIM_RUN_GUEST)
		longjmp(*sim_landing, 1);
}

static void test_list_changes(void **state)
{
	struct vmsa *vmsa = sim_memory(sim_block()->guest_vmsa_gpa);
	jmp_buf landing;

	(void)state;
	list()->entry[0] = PIECE;
	list()->entry[1] = PIECE + 4096;
	list()->entries = 2;
	list()->next = 0;
	vmsa->guest_exit_code = SVM_EXIT_VMGEXIT;
	vmsa->rax = PVALIDATE;
	vmsa->rcx = LIST;
	*(uint8_t *)sim_memory(sim_block()->guest_caa_gpa) = 1;
	sim_landing = &landing;
	sim_hook(rewrite);
	if (setjmp(landing) == 0)
		vcpu_loop();
	sim_hook(NULL);
	sim_landing = NULL;
	assert_int_equal(vmsa->rax, SVSM_OK);
	assert_int_equal(list()->next, 2);
	assert_false(validity_covers(gpa(PIECE), 1));
	assert_false(validity_covers(gpa(PIECE + 4096), 1));
	assert_true(sim_page(SIM_REGION_GPA)->is_validated);
}

/* A list that takes its own page away, and a page the host takes away */
static void test_list_goes_away(void **state)
{
	(void)state;
	assert_int_equal(run_one(LIST), SVSM_ERR_INVALID_ADDRESS);
	assert_false(validity_covers(gpa(LIST), 1));
	start(state);
	/* After EFER, the exit code and five registers: the list's header; then its entries */
	sim_fail(SIM_COPY_IN, 8, ERR_FAULT, SIM_ONCE);
	assert_int_equal(run_one(PIECE), SVSM_ERR_INVALID_ADDRESS);
	sim_fail(SIM_COPY_IN, 9, ERR_FAULT, SIM_ONCE);
	assert_int_equal(run_one(PIECE), SVSM_ERR_INVALID_ADDRESS);
	assert_true(validity_covers(gpa(PIECE), 1));
	assert_int_equal(run_one(PIECE + 4096), SVSM_OK);
}

/* What hardware may answer, handed through, and the page stays as it was */
static void test_hardware_results(void **state)
{
	static const uint32_t results[] = { RMP_FAIL_INPUT, RMP_FAIL_PERMISSION,
					    RMP_FAIL_SIZEMISMATCH, RMP_UNCHANGED };

	(void)state;
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
		sim_fail(SIM_PVALIDATE, 1, results[i], SIM_ONCE);
		assert_int_equal(run_one(PIECE), SVSM_ERR_PVALIDATE(results[i]));
		assert_true(validity_covers(gpa(PIECE), 1));
		assert_int_equal(run_one(PIECE), SVSM_OK);
		sim_fail(SIM_PVALIDATE, 1, results[i], SIM_ONCE);
		assert_int_equal(run_one(PIECE | VALIDATE | IGNORE_CF),
				 SVSM_ERR_PVALIDATE(results[i]));
		assert_false(validity_covers(gpa(PIECE), 1));
		assert_int_equal(run_one(PIECE | VALIDATE), SVSM_OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_cycle, start),
		cmocka_unit_test_setup(test_double_validation, start),
		cmocka_unit_test_setup(test_lost_page, start),
		cmocka_unit_test_setup(test_large, start),
		cmocka_unit_test_setup(test_entries, start),
		cmocka_unit_test_setup(test_vmsa_is_refused, start),
		cmocka_unit_test_setup(test_headers, start),
		cmocka_unit_test_setup(test_list_addresses, start),
		cmocka_unit_test_setup(test_slices, start),
		cmocka_unit_test_setup(test_stops_at_the_error, start),
		cmocka_unit_test_setup(test_list_changes, start),
		cmocka_unit_test_setup(test_list_goes_away, start),
		cmocka_unit_test_setup(test_hardware_results, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
