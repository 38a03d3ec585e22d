/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one vCPU does to the monitor's input while another vCPU's call reads it. Any result is fair
 * that some order of the two would give; the monitor's end, or a page that is not the guest's being
 * touched, is not.
 */
#include "abi/snp.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

/* Rounds that invalidate interrupt every other vCPU */
#define FLUSHING_SHARE 10u

static struct barrier start = { .total = 2 };
static _Atomic uint32_t stop;
static uint64_t list_page;

static struct svsm_pvalidate_list *list(void)
{
	return at(list_page);
}

static void entry_flip(void *argument)
{
	volatile struct svsm_pvalidate_list *shared = list();
	uint64_t good = *(const uint64_t *)argument;
	uint64_t bad = boot_info()->secrets->svsm_base;

	barrier_wait(&start);
	while (atomic_load(&stop) == 0) {
		shared->entry[0] = bad | PAGE_INVALIDATE;
		shared->entry[0] = good | PAGE_VALIDATE | SVSM_PVALIDATE_IGNORE_CF;
		shared->entries = 0xffff;
		shared->entries = 1;
		shared->next = 0xffff;
		shared->next = 0;
	}
}

/* The list's header and entry change under the call */
GUEST_TEST(race_list_changes, TEST_CPUS(2))
{
	uint64_t good = pool_page();

	list_page = pool_page();
	stop = 0;
	smp_post(1, entry_flip, &good);
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds(); i++) {
		uint64_t result = core_pvalidate(list_page);

		CHECK(result == SVSM_OK || result == SVSM_ERR_INVALID_ADDRESS ||
		      result == SVSM_ERR_INVALID_PARAMETER);
	}
	atomic_store(&stop, 1);
	smp_join(1);
	*(volatile uint64_t *)at(good) = 1;
}

/* Takes the list's page away and gives it back, with a list in it */
static void list_page_flicker(void *argument)
{
	uint64_t good = *(const uint64_t *)argument;

	barrier_wait(&start);
	while (atomic_load(&stop) == 0) {
		CHECK_EQ(svsm_page(list_page, PAGE_INVALIDATE), SVSM_OK);
		CHECK_EQ(svsm_page(list_page, PAGE_VALIDATE), SVSM_OK);
		list()->entry[0] = good | PAGE_VALIDATE | SVSM_PVALIDATE_IGNORE_CF;
		list()->entries = 1;
	}
}

GUEST_TEST(race_list_page_is_taken_away, TEST_CPUS(2))
{
	uint64_t good = pool_page();

	list_page = pool_page();
	list()->entries = 0;
	stop = 0;
	smp_post(1, list_page_flicker, &good);
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds() / FLUSHING_SHARE; i++) {
		uint64_t result = core_pvalidate(list_page);

		CHECK(result == SVSM_OK || result == SVSM_ERR_INVALID_ADDRESS ||
		      result == SVSM_ERR_INVALID_PARAMETER);
	}
	atomic_store(&stop, 1);
	smp_join(1);
}

/* Another vCPU tries to free the calling area and the VMSA of the one that calls */
static void caller_pages_attack(void *argument)
{
	uint64_t caa = cpu_at(0)->caa_gpa;

	(void)argument;
	barrier_wait(&start);
	while (atomic_load(&stop) == 0) {
		CHECK_EQ(svsm_page(caa, PAGE_INVALIDATE), SVSM_ERR_INVALID_ADDRESS);
		CHECK_EQ(core_remap_ca(caa), SVSM_ERR_INVALID_ADDRESS);
	}
}

GUEST_TEST(race_calling_area_is_attacked, TEST_CPUS(2))
{
	uint64_t page = pool_page();

	stop = 0;
	smp_post(1, caller_pages_attack, NULL);
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds() / FLUSHING_SHARE; i++) {
		CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
		CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
	}
	atomic_store(&stop, 1);
	smp_join(1);
}

static void pending_scribble(void *argument)
{
	volatile uint8_t *caa = at(*(const uint64_t *)argument);

	barrier_wait(&start);
	while (atomic_load(&stop) == 0) {
		caa[0] = 0xff;
		caa[1] = 0xff;
		caa[0] = 1;
	}
}

/*
 * The flag that says a call is there is set from elsewhere all the time: calls come through,
 * nothing hangs
 */
GUEST_TEST(race_call_pending, TEST_CPUS(2))
{
	stop = 0;
	smp_post(1, pending_scribble, &this_cpu()->caa_gpa);
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds(); i++) {
		struct svsm_args args = { .rcx = 1 };

		CHECK_EQ(svsm_enter(CORE(QUERY_PROTOCOL), &args, 1), SVSM_OK);
		CHECK_EQ(args.rcx, 1ull << 32 | 1);
	}
	atomic_store(&stop, 1);
	smp_join(1);
	cpu_caa()->mem_available = 0;
}
