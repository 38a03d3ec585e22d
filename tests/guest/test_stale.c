/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translations that another vCPU still holds when a page is taken away. The other one waits without
 * an exit, so nothing but the monitor's own flush can have removed what it cached.
 */
#include "abi/snp.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/probe.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

enum step { STEP_START, STEP_CACHED, STEP_TAKEN, STEP_SEEN };

static _Atomic uint32_t step;
static uint64_t page;
static uint32_t read_fault;
static uint32_t write_fault;

static void step_await(enum step wanted)
{
	while (atomic_load(&step) != wanted)
		pause();
}

static void reader(void *argument)
{
	uint64_t word;

	(void)argument;
	*(volatile uint64_t *)at(page) = 1;
	atomic_store(&step, STEP_CACHED);
	step_await(STEP_TAKEN);
	read_fault = probe_read(page, &word);
	write_fault = probe_write(page, 2);
	atomic_store(&step, STEP_SEEN);
}

static void check_taken(uint64_t address, uint64_t flags)
{
	page = address;
	atomic_store(&step, STEP_START);
	smp_post(1, reader, NULL);
	step_await(STEP_CACHED);
	CHECK_EQ(svsm_page(address, PAGE_INVALIDATE | flags), SVSM_OK);
	atomic_store(&step, STEP_TAKEN);
	step_await(STEP_SEEN);
	smp_join(1);
	CHECK_EQ(read_fault, PROBE_FAULT(VECTOR_VC));
	CHECK_EQ(write_fault, PROBE_FAULT(VECTOR_VC));
	CHECK_EQ(svsm_page(address, PAGE_VALIDATE | flags), SVSM_OK);
	CHECK_EQ(*(volatile uint64_t *)at(address), 0);
}

GUEST_TEST(stale_page, TEST_CPUS(2))
{
	check_taken(pool_page(), 0);
}

GUEST_TEST(stale_large, TEST_CPUS(2))
{
	uint64_t piece = pool_large();

	if (piece == 0)
		test_skip("no 2 MiB piece");
	else
		check_taken(piece, SVSM_PVALIDATE_2M);
}
