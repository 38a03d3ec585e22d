/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PVALIDATE on memory that is the guest's to change: what it does to pages, at both sizes. */
#include "abi/snp.h"
#include "lib/freestanding/memory.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/paging.h"
#include "tests/guest/pool.h"
#include "tests/guest/probe.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define UNCHANGED SVSM_ERR_PVALIDATE(RMP_UNCHANGED)
#define SIZE_MISMATCH SVSM_ERR_PVALIDATE(RMP_FAIL_SIZEMISMATCH)

static void pattern_fill(uint64_t gpa, uint64_t bytes)
{
	memset(at(gpa), 0x5a, bytes);
}

static int is_zero(uint64_t gpa, uint64_t bytes)
{
	const uint64_t *words = at(gpa);

	for (uint64_t i = 0; i < bytes / 8; i++) {
		if (words[i] != 0)
			return 0;
	}
	return 1;
}

static void check_not_validated(uint64_t gpa)
{
	uint64_t word;

	CHECK_EQ(probe_read(gpa, &word), PROBE_FAULT(VECTOR_VC));
	CHECK_EQ(this_cpu()->fault_error, SVM_EXIT_PAGE_NOT_VALIDATED);
	CHECK_EQ(probe_write(gpa, 0), PROBE_FAULT(VECTOR_VC));
}

GUEST_TEST(pvalidate_page, 0)
{
	uint64_t page = pool_page();

	pattern_fill(page, ABI_PAGE_SIZE);
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_list()->next, 1);
	check_not_validated(page);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
	CHECK(is_zero(page, ABI_PAGE_SIZE));
	pattern_fill(page, ABI_PAGE_SIZE);
}

GUEST_TEST(pvalidate_page_leaves_neighbours, 0)
{
	uint64_t first = pool_page();
	uint64_t second = pool_page();
	uint64_t third = pool_page();

	pattern_fill(first, 3 * (uint64_t)ABI_PAGE_SIZE);
	CHECK_EQ(third, first + 2 * (uint64_t)ABI_PAGE_SIZE);
	CHECK_EQ(svsm_page(second, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(*(volatile uint64_t *)at(second - 8), 0x5a5a5a5a5a5a5a5a);
	CHECK_EQ(*(volatile uint64_t *)at(third), 0x5a5a5a5a5a5a5a5a);
	CHECK_EQ(svsm_page(second, PAGE_VALIDATE), SVSM_OK);
	CHECK_EQ(*(volatile uint64_t *)at(third), 0x5a5a5a5a5a5a5a5a);
}

GUEST_TEST(pvalidate_page_twice, 0)
{
	uint64_t page = pool_page();

	pattern_fill(page, ABI_PAGE_SIZE);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), UNCHANGED);
	CHECK_EQ(svsm_list()->next, 0);
	CHECK_EQ(*(volatile uint64_t *)at(page), 0x5a5a5a5a5a5a5a5a);
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), UNCHANGED);
	check_not_validated(page);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
}

/*
 * Ignoring the carry flag ignores the result, never the rule: nothing is validated or cleared twice
 */
GUEST_TEST(pvalidate_ignore_cf, 0)
{
	uint64_t page = pool_page();

	pattern_fill(page, ABI_PAGE_SIZE);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE | SVSM_PVALIDATE_IGNORE_CF), SVSM_OK);
	CHECK_EQ(*(volatile uint64_t *)at(page), 0x5a5a5a5a5a5a5a5a);
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE | SVSM_PVALIDATE_IGNORE_CF), SVSM_OK);
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE | SVSM_PVALIDATE_IGNORE_CF), SVSM_OK);
	check_not_validated(page);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE | SVSM_PVALIDATE_IGNORE_CF), SVSM_OK);
	CHECK(is_zero(page, ABI_PAGE_SIZE));
}

GUEST_TEST(pvalidate_large, 0)
{
	uint64_t piece = pool_large();

	if (piece == 0) {
		test_skip("no 2 MiB piece");
		return;
	}
	pattern_fill(piece, ABI_PAGE_2M);
	CHECK_EQ(svsm_page(piece, LARGE_VALIDATE), UNCHANGED);
	CHECK_EQ(svsm_page(piece, LARGE_INVALIDATE), SVSM_OK);
	check_not_validated(piece);
	check_not_validated(piece + ABI_PAGE_2M - ABI_PAGE_SIZE);
	CHECK_EQ(svsm_page(piece, LARGE_INVALIDATE), UNCHANGED);
	CHECK_EQ(svsm_page(piece, LARGE_VALIDATE), SVSM_OK);
	CHECK(is_zero(piece, ABI_PAGE_2M));
}

/*
 * What Linux relies on: a piece in 4K pages answers a 2M entry with a size mismatch, and 512
 * entries work
 */
GUEST_TEST(pvalidate_size_mismatch, 0)
{
	uint64_t piece = pool_broken();
	uint64_t page = piece + 7 * (uint64_t)ABI_PAGE_SIZE;

	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(ghcb_page_state(page, GHCB_PSC_SHARED), OK);
	CHECK_EQ(ghcb_page_state(page, GHCB_PSC_PRIVATE), OK);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(piece, LARGE_INVALIDATE), SIZE_MISMATCH);
	CHECK_EQ(svsm_list()->next, 0);
	for (uint64_t i = 0; i < ABI_PAGE_2M / ABI_PAGE_SIZE; i++)
		CHECK_EQ(svsm_page(piece + i * ABI_PAGE_SIZE, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(piece, LARGE_VALIDATE), SIZE_MISMATCH);
	for (uint64_t i = 0; i < ABI_PAGE_2M / ABI_PAGE_SIZE; i++)
		CHECK_EQ(svsm_page(piece + i * ABI_PAGE_SIZE, PAGE_VALIDATE), SVSM_OK);
	CHECK(is_zero(piece, ABI_PAGE_2M));
}

/* A piece of which some pages are validated can be neither validated nor invalidated as one */
GUEST_TEST(pvalidate_large_mixed, 0)
{
	uint64_t piece = pool_broken();

	CHECK_EQ(svsm_page(piece + ABI_PAGE_SIZE, PAGE_INVALIDATE), SVSM_OK);
	CHECK(svsm_page(piece, LARGE_VALIDATE) != SVSM_OK);
	CHECK(svsm_page(piece, LARGE_INVALIDATE) != SVSM_OK);
	CHECK(svsm_page(piece, LARGE_VALIDATE | SVSM_PVALIDATE_IGNORE_CF) != SVSM_OK);
	check_not_validated(piece + ABI_PAGE_SIZE);
	pattern_fill(piece, ABI_PAGE_SIZE);
	CHECK_EQ(svsm_page(piece + ABI_PAGE_SIZE, PAGE_VALIDATE), SVSM_OK);
}

/* The whole life of a page that goes to the host and comes back */
GUEST_TEST(pvalidate_shared_and_back, 0)
{
	uint64_t page = pool_page();
	volatile uint64_t *shared = at(PAGING_SHARED + page);

	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(ghcb_page_state(page, GHCB_PSC_SHARED), OK);
	*shared = 0x1122334455667788;
	CHECK_EQ(*shared, 0x1122334455667788);
	CHECK_EQ(ghcb_page_state(page, GHCB_PSC_PRIVATE), OK);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
	CHECK(is_zero(page, ABI_PAGE_SIZE));
}
