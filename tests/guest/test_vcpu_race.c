/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CREATE_VCPU and REMAP_CA against other vCPUs that want the same pages at the same time. */
#include "abi/snp.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/vmsa.h"
#include "tests/guest/x86.h"

#define ROUNDS_SHARE 10u
#define CONTENDERS 2u

static struct barrier start = { .total = CONTENDERS };
static _Atomic uint32_t stop;
static _Atomic uint32_t winners;
static uint64_t wanted;

static void remap_contend(void *argument)
{
	uint64_t own = this_cpu()->caa_gpa;
	struct svsm_args args = { .rcx = wanted };

	(void)argument;
	barrier_wait(&start);
	if (svsm_enter(CORE(REMAP_CA), &args, 1) == SVSM_OK) {
		atomic_fetch_add(&winners, 1);
		this_cpu()->caa_gpa = wanted;
	}
	barrier_wait(&start);
	CHECK(this_cpu()->caa_gpa == own || core_remap_ca(own) == SVSM_OK);
	this_cpu()->caa_gpa = own;
	barrier_wait(&start);
}

/* Two vCPUs want one page as calling area: one gets it */
GUEST_TEST(race_remap_to_one_page, TEST_CPUS(CONTENDERS))
{
	wanted = pool_page();
	for (uint32_t i = 0; i < test_rounds() / ROUNDS_SHARE; i++) {
		winners = 0;
		smp_run(CONTENDERS, remap_contend, NULL);
		CHECK_EQ(winners, 1);
	}
}

static void page_flicker(void *argument)
{
	(void)argument;
	barrier_wait(&start);
	while (atomic_load(&stop) == 0) {
		if (svsm_page(wanted, PAGE_INVALIDATE) == SVSM_OK)
			CHECK_EQ(svsm_page(wanted, PAGE_VALIDATE), SVSM_OK);
	}
}

/*
 * The page to become a VMSA is taken away and given back, and is all zeros then, which no VMSA may
 * be: it is refused for its content or its state, each time.
 */
GUEST_TEST(race_create_and_pvalidate, TEST_CPUS(3))
{
	uint32_t target = smp_count() - 1;

	wanted = pool_page();
	*(volatile uint64_t *)at(wanted) = 0;
	CHECK_EQ(svsm_page(wanted, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(wanted, PAGE_VALIDATE), SVSM_OK);
	stop = 0;
	smp_post(1, page_flicker, NULL);
	barrier_wait(&start);
	for (uint32_t i = 0; i < test_rounds() / ROUNDS_SHARE; i++) {
		uint64_t result = smp_create(target, wanted, cpu_at(target)->caa_gpa);

		CHECK(result == SVSM_ERR_INVALID_PARAMETER || result == SVSM_ERR_INVALID_ADDRESS);
	}
	atomic_store(&stop, 1);
	smp_join(1);
	*(volatile uint64_t *)at(wanted) = 1;
}

static void create_contend(void *argument)
{
	uint32_t target = *(const uint32_t *)argument;

	barrier_wait(&start);
	if (smp_create(target, wanted, cpu_at(target)->caa_gpa) == SVSM_OK)
		atomic_fetch_add(&winners, 1);
}

/* One page, two who make it a VMSA: one does, and one deletion makes it a page again */
GUEST_TEST(race_create_twice, TEST_CPUS(3))
{
	uint32_t target = smp_count() - 1;
	struct cpu *cpu = cpu_at(target);

	wanted = cpu->vmsa_gpa;
	smp_park(target);
	CHECK_EQ(smp_destroy(target, wanted), OK);
	for (uint32_t i = 0; i < test_rounds() / ROUNDS_SHARE; i++) {
		CHECK_EQ(smp_delete_halted(wanted), SVSM_OK);
		vmsa_fill(at(wanted), cpu);
		winners = 0;
		smp_run(CONTENDERS, create_contend, &target);
		CHECK_EQ(winners, 1);
	}
	CHECK_EQ(smp_launch(target, wanted), OK);
}
