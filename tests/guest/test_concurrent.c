/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls on every vCPU at once, with work of their own and with work that collides. */
#include "abi/snp.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define CPUS 4u

/*
 * Each invalidation interrupts every other vCPU; where all want the same lock they also wait for
 * each other
 */
#define FLUSHING_SHARE 10u
#define COLLIDING_SHARE 20u

static struct barrier start = { .total = CPUS };
static uint64_t own_page[MACHINE_VCPUS_MAX];
static uint64_t common_page;

static void pages_take(void)
{
	for (uint32_t i = 0; i < CPUS; i++)
		own_page[i] = pool_page();
	common_page = pool_page();
}

static void query_rounds(void *argument)
{
	(void)argument;
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds(); i++) {
		uint64_t range = 0;

		CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
		CHECK_EQ(range, 1ull << 32 | 1);
	}
}

GUEST_TEST(concurrent_queries, TEST_CPUS(CPUS))
{
	smp_run(CPUS, query_rounds, NULL);
}

static void own_page_rounds(void *argument)
{
	uint64_t page = own_page[smp_this()];

	(void)argument;
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds() / FLUSHING_SHARE; i++) {
		CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
		CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
		CHECK_EQ(*(volatile uint64_t *)at(page), 0);
		*(volatile uint64_t *)at(page) = i;
	}
}

/* Neighbouring pages: they share words of the validity map */
GUEST_TEST(concurrent_pvalidate, TEST_CPUS(CPUS))
{
	pages_take();
	smp_run(CPUS, own_page_rounds, NULL);
}

static int is_fair(uint64_t result)
{
	return result == SVSM_OK || result == SVSM_ERR_PVALIDATE(RMP_UNCHANGED);
}

static void common_page_rounds(void *argument)
{
	(void)argument;
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds() / COLLIDING_SHARE; i++) {
		CHECK(is_fair(svsm_page(common_page, PAGE_INVALIDATE)));
		CHECK(is_fair(svsm_page(common_page, PAGE_VALIDATE)));
	}
}

GUEST_TEST(concurrent_pvalidate_of_one_page, TEST_CPUS(CPUS))
{
	pages_take();
	smp_run(CPUS, common_page_rounds, NULL);
	CHECK(is_fair(svsm_page(common_page, PAGE_VALIDATE)));
	*(volatile uint64_t *)at(common_page) = 1;
}

static void large_rounds(void *argument)
{
	uint64_t piece = *(const uint64_t *)argument;

	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds() / COLLIDING_SHARE; i++) {
		uint64_t page = piece + smp_this() * (uint64_t)ABI_PAGE_SIZE;
		uint64_t flags = smp_this() % 2 == 0 ? SVSM_PVALIDATE_2M : 0;

		page = flags != 0 ? piece : page;
		(void)svsm_page(page, PAGE_INVALIDATE | flags);
		(void)svsm_page(page, PAGE_VALIDATE | flags);
	}
}

/* Whole pieces against their pages: whatever comes out, no page may be lost for good */
GUEST_TEST(concurrent_sizes, TEST_CPUS(CPUS))
{
	uint64_t piece = pool_broken();

	smp_run(CPUS, large_rounds, &piece);
	(void)svsm_page(piece, LARGE_VALIDATE);
	for (uint64_t page = piece; page < piece + ABI_PAGE_2M; page += ABI_PAGE_SIZE) {
		if (!CHECK(is_fair(svsm_page(page, PAGE_VALIDATE))))
			return;
		*(volatile uint64_t *)at(page) = 1;
	}
}
