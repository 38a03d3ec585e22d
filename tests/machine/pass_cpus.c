/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second vCPU: its start, its VMSA while it runs, and the translations that it keeps. */
#include "guest.h"

#define ROUNDS 100000u
#define PATIENCE 2000000000ull

static volatile uint32_t started;
static volatile uint64_t rounds;
static volatile uint8_t *probe;

static void run_on(void)
{
	started = 1;
	for (;;)
		rounds++;
}

static void read_on(void)
{
	for (;;) {
		(void)*probe;
		rounds++;
	}
}

/* Starts vCPU 1 in fn; the VMSA's page */
static uint64_t start_other(uint32_t vmpl, void (*fn)(void))
{
	uint64_t page = new_page();
	uint64_t stack = new_page();

	if (vmpl == 2) {
		open_guest();
		open_to_vmpl2(stack, 1);
	}
	vmsa_make(page, vmpl, fn, stack);
	vmsa_mark(page);
	check(ap_create(1, vmpl, GHCB_AP_CREATE, page, SEV_FEATURE_SNP) == 0, 1);
	while (!rounds)
		/* the other CPU's turn */
		__asm__ volatile("pause");
	return page;
}

CASE(second_cpu, "pass-second-cpu")
{
	start_other(0, run_on);
	check(started, 2);
}

CASE(in_use, "pass-in-use")
{
	uint64_t page = start_other(0, run_on);

	check(rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(1)) == RMP_FAIL_INUSE, 2);
	check(ap_create(1, 0, GHCB_AP_DESTROY, 0, 0) == 0, 3);
	while (rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(1)) == RMP_FAIL_INUSE)
		/* until it has left */
		__asm__ volatile("pause");
}

/* Revokes a page that vCPU 1 is reading */
static void revoke_under_it(void)
{
	uint64_t page = new_page();

	probe = private_at(page);
	open_to_vmpl2(page, 1);
	start_other(2, read_on);
	check(rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(2)) == RMP_OK, 2);
}

static bool goes_on(void)
{
	uint64_t from = rounds;

	for (uint64_t i = 0; i < PATIENCE; i++)
		if (rounds - from > ROUNDS)
			return true;
	return false;
}

CASE(stale_read, "pass-stale-read")
{
	revoke_under_it();
	check(goes_on(), 3);
}

CASE(flush, "reach-flush")
{
	revoke_under_it();
	flush();
	goes_on();
}
