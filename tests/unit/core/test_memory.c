/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest memory: what is refused, faults half way, range claims, and page state in its safe order.
 */
/* test-sources: $(vm-src) tests/unit/core/vm.c */
/* test-libs: -lpthread */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "core/memory/pinned.h"
#include "core/memory/rangelock.h"
#include "core/memory/rmp.h"
#include "core/memory/shared.h"
#include "core/memory/validity.h"
#include "tests/unit/core/vm.h"

static int start(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 2, SIM_BACKING_4K);
	vm_boot(VM_MEMORY);
	return 0;
}

static void test_copies_across_pages(void **state)
{
	static uint8_t in[3 * 4096];
	static uint8_t out[3 * 4096];

	(void)state;
	for (size_t i = 0; i < sizeof(out); i++)
		out[i] = (uint8_t)(i * 7);
	assert_int_equal(shared_write(gpa(VM_FREE + 4000), out, sizeof(out)), OK);
	assert_int_equal(shared_read(in, gpa(VM_FREE + 4000), sizeof(in)), OK);
	assert_memory_equal(in, out, sizeof(in));
	assert_memory_equal(sim_memory(VM_FREE + 4000), out, sizeof(out));
}

static void test_refuses(void **state)
{
	const uint64_t addresses[] = { SIM_REGION_GPA, SIM_REGION_GPA - 4, 64 * MIB - 4096,
				       1ull << 40,     1ull << 52,         ~0ull - 3,
				       ~0ull };
	uint64_t word = 5;

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		assert_int_equal(shared_read(&word, gpa(addresses[i]), 8), ERR_RANGE);
		assert_int_equal(shared_write(gpa(addresses[i]), &word, 8), ERR_RANGE);
		assert_int_equal(shared_check(gpa(addresses[i]), 8), ERR_RANGE);
	}
	assert_int_equal(shared_read(&word, gpa(VM_FREE), 0), ERR_RANGE);
	assert_int_equal(shared_read(&word, gpa(VM_FREE), SIZE_MAX), ERR_RANGE);
	assert_int_equal(word, 5);
}

static void test_not_validated(void **state)
{
	uint64_t word = 0;

	(void)state;
	assert_int_equal(validity_clear(gpa(VM_FREE + 4096), PAGE_4K), OK);
	assert_int_equal(shared_read(&word, gpa(VM_FREE + 4092), 8), ERR_RANGE);
	assert_int_equal(shared_read(&word, gpa(VM_FREE + 4088), 8), OK);
	assert_int_equal(shared_check(gpa(VM_FREE + 4096), 1), ERR_RANGE);
}

static void test_vmsa(void **state)
{
	uint64_t word = 0;

	(void)state;
	assert_int_equal(pinned_add(gpa(VM_FREE), PIN_VMSA), OK);
	assert_int_equal(pinned_add(gpa(VM_FREE + 4096), PIN_CAA), OK);
	assert_int_equal(shared_write(gpa(VM_FREE + 4092), &word, 8), ERR_PERMISSION);
	assert_int_equal(shared_write(gpa(VM_FREE + 4096), &word, 8), OK);
	pinned_drop(gpa(VM_FREE), PIN_VMSA);
	assert_int_equal(shared_write(gpa(VM_FREE + 4092), &word, 8), OK);
}

/* The host takes the second of three pages away: an error, the claim is dropped, the next copy
 * works */
static void test_fault_half_way(void **state)
{
	static uint8_t bytes[3 * 4096];

	(void)state;
	sim_page(VM_FREE + 4096)->is_validated = false;
	assert_int_equal(shared_read(bytes, gpa(VM_FREE), sizeof(bytes)), ERR_FAULT);
	assert_int_equal(shared_write(gpa(VM_FREE), bytes, sizeof(bytes)), ERR_FAULT);
	sim_page(VM_FREE + 4096)->is_validated = true;
	assert_int_equal(shared_read(bytes, gpa(VM_FREE), sizeof(bytes)), OK);
}

static void test_pins(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 4 * CONFIG_VCPUS_MAX; i++)
		assert_int_equal(pinned_add(gpa(VM_FREE + i * 4096), PIN_CAA), OK);
	assert_int_equal(pinned_add(gpa(0), PIN_CAA), ERR_NO_SPACE);
	assert_int_equal(pinned_add(gpa(VM_FREE), PIN_CAA), OK);
	pinned_drop(gpa(VM_FREE), PIN_CAA);
	assert_true(pinned_overlaps(gpa(VM_FREE), 1, PIN_CAA));
	assert_false(pinned_overlaps(gpa(VM_FREE), 1, PIN_VMSA));
	assert_false(pinned_overlaps(gpa(VM_FREE - 4096), 4096, PIN_CAA));
	pinned_drop(gpa(VM_FREE), PIN_CAA);
	assert_false(pinned_overlaps(gpa(VM_FREE), 4096, PIN_CAA));
}

static _Atomic int held;

static void *other_cpu(void *argument)
{
	const struct range_claim claim = { gpa(VM_FREE + 4096), 4096, RANGE_EXCLUSIVE };

	(void)argument;
	sim_set_cpu(1);
	rangelock_take(&claim, 1);
	held = 1;
	rangelock_drop();
	return NULL;
}

static void run_beside(const struct range_claim *claim, int excludes)
{
	pthread_t thread;
	uint32_t pauses = sim_count(SIM_PAUSE);

	held = 0;
	rangelock_take(claim, 1);
	assert_int_equal(pthread_create(&thread, NULL, other_cpu, NULL), 0);
	while (excludes && sim_count(SIM_PAUSE) < pauses + 50)
		;
	if (!excludes)
		pthread_join(thread, NULL);
	assert_int_equal(held, !excludes);
	rangelock_drop();
	if (excludes)
		pthread_join(thread, NULL);
	assert_int_equal(held, 1);
}

static void test_rangelock(void **state)
{
	const struct range_claim same = { gpa(VM_FREE), 3 * PAGE_SIZE, RANGE_SHARED };
	const struct range_claim beside = { gpa(VM_FREE), PAGE_SIZE, RANGE_EXCLUSIVE };
	const struct range_claim after = { gpa(VM_FREE + 2 * PAGE_SIZE), PAGE_SIZE,
					   RANGE_EXCLUSIVE };

	(void)state;
	run_beside(&same, 1);
	run_beside(&beside, 0);
	run_beside(&after, 0);
}

static _Atomic uint32_t order[2];
static _Atomic uint32_t served;

static void *asker(void *argument)
{
	const struct range_claim claim = { gpa(VM_FREE), PAGE_SIZE, RANGE_EXCLUSIVE };
	uint32_t cpu = *(const uint32_t *)argument;

	sim_set_cpu(cpu);
	rangelock_take(&claim, 1);
	order[served++] = cpu;
	rangelock_drop();
	return NULL;
}

static _Atomic uint32_t pauses_of[CONFIG_VCPUS_MAX];

static void count_pauses(enum sim_op op)
{
	if (op == SIM_PAUSE)
		pauses_of[platform_cpu()]++;
}

/* Starts a waiting vCPU; it has asked when this returns, for it looked more than once. */
static void ask(pthread_t *thread, uint32_t *cpu)
{
	pauses_of[*cpu] = 0;
	assert_int_equal(pthread_create(thread, NULL, asker, cpu), 0);
	while (pauses_of[*cpu] < 100)
		;
}

/* Who asked first is served first, whoever looks first */
static void test_claims_in_order(void **state)
{
	const struct range_claim claim = { gpa(VM_FREE), PAGE_SIZE, RANGE_EXCLUSIVE };

	(void)state;
	sim_hook(count_pauses);
	for (uint32_t round = 0; round < 20; round++) {
		uint32_t cpus[2] = { 1 + round % 2, 2 - round % 2 };
		pthread_t threads[2];

		served = 0;
		rangelock_take(&claim, 1);
		ask(&threads[0], &cpus[0]);
		ask(&threads[1], &cpus[1]);
		rangelock_drop();
		pthread_join(threads[0], NULL);
		pthread_join(threads[1], NULL);
		assert_int_equal(order[0], cpus[0]);
		assert_int_equal(order[1], cpus[1]);
	}
	sim_hook(NULL);
}

static void test_claims_nest_never(void **state)
{
	const struct range_claim claim = { gpa(VM_FREE), PAGE_SIZE, RANGE_SHARED };
	jmp_buf landing;

	(void)state;
	rangelock_take(&claim, 1);
	sim_landing = &landing;
	if (setjmp(landing) == 0)
		rangelock_take(&claim, 1);
	sim_landing = NULL;
	assert_int_equal(sim_ended, TERM_PANIC);
	rangelock_drop();
}

/* --- rmp.c
 * ------------------------------------------------------------------------------------------------
 */

static void check_open(uint64_t page, int is_open)
{
	assert_int_equal(sim_page(page)->is_validated, is_open);
	assert_int_equal(sim_page(page)->rights[SIM_GUEST_VMPL], is_open ? RMP_ALL >> 8 : 0);
}

static void test_rmp_cycle(void **state)
{
	(void)state;
	memset(sim_memory(VM_FREE), 0xee, 4096);
	sim_page(VM_FREE)->rights[3] = 0xf;
	assert_int_equal(rmp_invalidate(gpa(VM_FREE), PAGE_4K), RMP_OK);
	check_open(VM_FREE, 0);
	assert_int_equal(sim_page(VM_FREE)->rights[3], 0);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_OK);
	check_open(VM_FREE, 1);
	assert_int_equal(*(uint64_t *)sim_memory(VM_FREE), 0);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_UNCHANGED);
	check_open(VM_FREE, 1);
}

/* Each operation of a validation fails in turn: the page is not validated, and never open before it
 * is clear */
static void test_rmp_validate_fails(void **state)
{
	(void)state;
	assert_int_equal(rmp_invalidate(gpa(VM_FREE), PAGE_4K), RMP_OK);
	sim_fail(SIM_PVALIDATE, 1, RMP_FAIL_SIZEMISMATCH, SIM_ONCE);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_FAIL_SIZEMISMATCH);
	check_open(VM_FREE, 0);
	sim_fail(SIM_CLEAR, 1, ERR_FAULT, SIM_ONCE);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_FAIL_PERMISSION);
	check_open(VM_FREE, 0);
	sim_fail(SIM_RMPADJUST, 1, RMP_FAIL_PERMISSION, SIM_ONCE);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_FAIL_PERMISSION);
	check_open(VM_FREE, 0);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_OK);
	check_open(VM_FREE, 1);
}

/* The host swaps the page between the steps: what was validated cannot be given back, and that is
 * said */
static void test_rmp_validate_lost(void **state)
{
	(void)state;
	assert_int_equal(rmp_invalidate(gpa(VM_FREE), PAGE_4K), RMP_OK);
	sim_fail(SIM_CLEAR, 1, ERR_FAULT, SIM_ONCE);
	sim_fail(SIM_PVALIDATE, 2, RMP_UNCHANGED, SIM_ONCE);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_LOST);
	assert_int_equal(rmp_invalidate(gpa(VM_FREE), PAGE_4K), RMP_OK);
	sim_fail(SIM_RMPADJUST, 1, RMP_FAIL_PERMISSION, SIM_ONCE);
	sim_fail(SIM_PVALIDATE, 2, RMP_FAIL_PERMISSION, SIM_ONCE);
	assert_int_equal(rmp_validate(gpa(VM_FREE), PAGE_4K), RMP_LOST);
	assert_int_equal(sim_page(VM_FREE)->rights[SIM_GUEST_VMPL], 0);
}

static void test_rmp_invalidate_fails(void **state)
{
	(void)state;
	for (uint32_t nth = 1; nth <= 3; nth++) {
		sim_fail(SIM_RMPADJUST, nth, RMP_FAIL_INUSE, SIM_ONCE);
		assert_int_equal(rmp_invalidate(gpa(VM_FREE), PAGE_4K), RMP_FAIL_INUSE);
		check_open(VM_FREE, 1);
	}
	sim_fail(SIM_PVALIDATE, 1, RMP_FAIL_SIZEMISMATCH, SIM_ONCE);
	assert_int_equal(rmp_invalidate(gpa(VM_FREE), PAGE_4K), RMP_FAIL_SIZEMISMATCH);
	check_open(VM_FREE, 1);
}

static void test_rmp_own(void **state)
{
	uint64_t at = VM_FREE;

	(void)state;
	assert_int_equal(rmp_own(gpa(at), PAGE_2M, 2), OK);
	assert_int_equal(sim_page(at)->rights[SIM_GUEST_VMPL], 0);
	assert_int_equal(*(uint64_t *)sim_memory(at + 4 * MIB - 8), 0);
	sim_fail(SIM_PAGE_STATE, 1, ERR_IO, SIM_ONCE);
	assert_int_equal(rmp_own(gpa(at), PAGE_4K, 2), ERR_IO);
	sim_fail(SIM_PVALIDATE, 2, RMP_UNCHANGED, SIM_ONCE);
	assert_int_equal(rmp_own(gpa(at), PAGE_4K, 2), ERR_STATE);
	sim_fail(SIM_PVALIDATE, 100, RMP_FAIL_INPUT, SIM_ONCE);
	assert_int_equal(rmp_own(gpa(at), PAGE_2M, 1), ERR_STATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_copies_across_pages, start),
		cmocka_unit_test_setup(test_refuses, start),
		cmocka_unit_test_setup(test_not_validated, start),
		cmocka_unit_test_setup(test_vmsa, start),
		cmocka_unit_test_setup(test_fault_half_way, start),
		cmocka_unit_test_setup(test_pins, start),
		cmocka_unit_test_setup(test_rangelock, start),
		cmocka_unit_test_setup(test_claims_in_order, start),
		cmocka_unit_test_setup(test_claims_nest_never, start),
		cmocka_unit_test_setup(test_rmp_cycle, start),
		cmocka_unit_test_setup(test_rmp_validate_fails, start),
		cmocka_unit_test_setup(test_rmp_validate_lost, start),
		cmocka_unit_test_setup(test_rmp_invalidate_fails, start),
		cmocka_unit_test_setup(test_rmp_own, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
