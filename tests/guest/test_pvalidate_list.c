/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shape of PVALIDATE's list: where it lies, its header, its entries' bits, where it stops. */
#include "abi/snp.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define CAA_MAX SVSM_PVALIDATE_CAA_MAX
#define PAGE_MAX ((ABI_PAGE_SIZE - 8) / 8)

static struct svsm_pvalidate_list *list_at(uint64_t gpa, uint16_t entries, uint16_t next)
{
	struct svsm_pvalidate_list *list = at(gpa);

	list->entries = entries;
	list->next = next;
	list->reserved = 0;
	return list;
}

/* Fills list with pages from gpa on */
static void list_fill(struct svsm_pvalidate_list *list, uint64_t gpa, uint32_t count,
		      uint64_t flags)
{
	for (uint32_t i = 0; i < count; i++)
		list->entry[i] = (gpa + i * (uint64_t)ABI_PAGE_SIZE) | flags;
}

/* Invalidates and validates count pages by a list at gpa */
static void check_whole_list(uint64_t gpa, uint32_t count)
{
	struct svsm_pvalidate_list *list = list_at(gpa, (uint16_t)count, 0);

	list_fill(list, pool_broken(), count, PAGE_INVALIDATE);
	CHECK_EQ(core_pvalidate(gpa), SVSM_OK);
	CHECK_EQ(list->next, count);
	list_at(gpa, (uint16_t)count, 0);
	list_fill(list, pool_broken(), count, PAGE_VALIDATE);
	CHECK_EQ(core_pvalidate(gpa), SVSM_OK);
	CHECK_EQ(list->next, count);
}

GUEST_TEST(list_fills_the_calling_area, 0)
{
	check_whole_list(address_of(svsm_list()), CAA_MAX);
}

/*
 * No entry into the monitor may last long: a full list takes several, each going on where the last
 * one stopped
 */
GUEST_TEST(list_is_sliced, 0)
{
	static const uint64_t actions[] = { PAGE_INVALIDATE, PAGE_VALIDATE };
	struct svsm_pvalidate_list *list = svsm_list();

	for (uint32_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		uint64_t result = SVSM_ERR_INCOMPLETE;
		uint32_t slices = 0;
		uint16_t done = 0;

		list_fill(list_at(address_of(list), CAA_MAX, 0), pool_broken(), CAA_MAX,
			  actions[i]);
		while (result == SVSM_ERR_INCOMPLETE) {
			struct svsm_args args = { .rcx = address_of(list) };

			result = svsm_call(CORE(PVALIDATE), &args);
			CHECK(list->next > done);
			done = list->next;
			slices++;
		}
		CHECK_EQ(result, SVSM_OK);
		CHECK_EQ(done, CAA_MAX);
		CHECK(slices > 1);
	}
}

GUEST_TEST(list_in_another_page, 0)
{
	check_whole_list(pool_page(), PAGE_MAX);
	check_whole_list(pool_page() + 2048, (2048 - 8) / 8);
	check_whole_list(pool_page() + ABI_PAGE_SIZE - 16, 1);
}

GUEST_TEST(list_too_long, 0)
{
	uint64_t page = pool_page();

	list_at(address_of(svsm_list()), CAA_MAX + 1, 0);
	CHECK_EQ(core_pvalidate(address_of(svsm_list())), SVSM_ERR_INVALID_PARAMETER);
	list_at(page, PAGE_MAX + 1, 0);
	CHECK_EQ(core_pvalidate(page), SVSM_ERR_INVALID_PARAMETER);
	list_at(page, 0xffff, 0);
	CHECK_EQ(core_pvalidate(page), SVSM_ERR_INVALID_PARAMETER);
}

GUEST_TEST(list_crosses_the_page, 0)
{
	uint64_t page = pool_page();
	uint64_t after = pool_page();
	uint64_t last = page + ABI_PAGE_SIZE;

	CHECK_EQ(after, last);
	list_fill(list_at(last - 16, 2, 0), pool_broken(), 2, PAGE_INVALIDATE);
	CHECK_EQ(core_pvalidate(last - 16), SVSM_ERR_INVALID_PARAMETER);
	list_at(last - 8, 1, 0);
	CHECK_EQ(core_pvalidate(last - 8), SVSM_ERR_INVALID_PARAMETER);
}

GUEST_TEST(list_header, 0)
{
	static const struct {
		uint16_t entries;
		uint16_t next;
	} cases[] = { { 0, 0 },      { 0, 1 },     { 1, 1 },    { 1, 2 },
		      { 2, 0xffff }, { 510, 510 }, { 510, 511 } };
	uint64_t page = pool_page();

	for (uint32_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct svsm_pvalidate_list *list = list_at(page, cases[i].entries, cases[i].next);

		list_fill(list, pool_broken(), 4, PAGE_INVALIDATE);
		CHECK_EQ(core_pvalidate(page), SVSM_ERR_INVALID_PARAMETER);
		CHECK_EQ(list->entries, cases[i].entries);
		CHECK_EQ(list->next, cases[i].next);
	}
}

GUEST_TEST(list_misaligned, 0)
{
	uint64_t page = pool_page();

	for (uint64_t off = 1; off < 8; off++)
		CHECK_EQ(core_pvalidate(page + off), SVSM_ERR_INVALID_PARAMETER);
}

GUEST_TEST(list_entry_bits, 0)
{
	uint64_t page = pool_page();

	for (uint64_t bit = 0x10; bit <= 0x800; bit <<= 1) {
		CHECK_EQ(svsm_page(page, PAGE_INVALIDATE | bit), SVSM_ERR_INVALID_PARAMETER);
		CHECK_EQ(svsm_list()->next, 0);
	}
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE | 2), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE | 3), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(svsm_page(page, LARGE_INVALIDATE), SVSM_ERR_INVALID_PARAMETER);
	*(volatile uint64_t *)at(page) = 1;
}

/* The calling area's header is no list */
GUEST_TEST(list_over_the_calling_area, 0)
{
	CHECK_EQ(core_pvalidate(this_cpu()->caa_gpa), SVSM_ERR_INVALID_PARAMETER);
}

GUEST_TEST(list_stops_at_the_error, 0)
{
	uint64_t page = pool_page();
	struct svsm_pvalidate_list *list = list_at(page, 4, 0);

	list_fill(list, pool_broken(), 4, PAGE_INVALIDATE);
	list->entry[2] |= 0x10;
	CHECK_EQ(core_pvalidate(page), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(list->next, 2);
	CHECK_EQ(list->entries, 4);
	list->entry[2] &= ~0x10ull;
	CHECK_EQ(core_pvalidate(page), SVSM_OK);
	CHECK_EQ(list->next, 4);
	list_fill(list_at(page, 4, 0), pool_broken(), 4, PAGE_VALIDATE);
	CHECK_EQ(core_pvalidate(page), SVSM_OK);
}

GUEST_TEST(list_starts_at_next, 0)
{
	uint64_t page = pool_page();
	struct svsm_pvalidate_list *list = list_at(page, 3, 2);

	list_fill(list, pool_broken(), 3, PAGE_INVALIDATE);
	list->entry[0] = ~0ull;
	list->entry[1] = ~0ull;
	CHECK_EQ(core_pvalidate(page), SVSM_OK);
	CHECK_EQ(list->next, 3);
	CHECK_EQ(list->entry[0], ~0ull);
	CHECK_EQ(svsm_page(pool_broken() + 2 * (uint64_t)ABI_PAGE_SIZE, PAGE_VALIDATE), SVSM_OK);
}

GUEST_TEST(list_sizes_mixed, 0)
{
	uint64_t page = pool_page();
	uint64_t piece = pool_large();
	uint64_t small = pool_page();

	if (piece == 0) {
		test_skip("no 2 MiB piece");
		return;
	}
	svsm_list_start();
	svsm_list_add(page | PAGE_INVALIDATE);
	svsm_list_add(piece | LARGE_INVALIDATE);
	svsm_list_add(small | PAGE_INVALIDATE);
	svsm_list_add(small | PAGE_VALIDATE);
	svsm_list_add(piece | LARGE_VALIDATE);
	svsm_list_add(page | PAGE_VALIDATE);
	CHECK_EQ(svsm_list_run(), SVSM_OK);
	CHECK_EQ(svsm_list()->next, 6);
	*(volatile uint64_t *)at(piece + ABI_PAGE_SIZE) = 1;
	*(volatile uint64_t *)at(small) = 1;
}

/* The list's own page, and the page it lies in after an entry took it away */
GUEST_TEST(list_removes_itself, 0)
{
	uint64_t page = pool_page();
	struct svsm_pvalidate_list *list = list_at(page, 2, 0);
	uint64_t result;

	list->entry[0] = page | PAGE_INVALIDATE;
	list->entry[1] = pool_broken() | PAGE_INVALIDATE;
	result = core_pvalidate(page);
	CHECK(result != SVSM_OK);
	result = svsm_page(page, PAGE_VALIDATE);
	CHECK(result == SVSM_OK || result == SVSM_ERR_PVALIDATE(RMP_UNCHANGED));
	result = svsm_page(pool_broken(), PAGE_VALIDATE);
	CHECK(result == SVSM_OK || result == SVSM_ERR_PVALIDATE(RMP_UNCHANGED));
}

GUEST_TEST(list_address, 0)
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	const uint64_t addresses[] = { secrets->svsm_base,
				       secrets->svsm_base + secrets->svsm_size - 16,
				       0xfffff000,
				       1ull << 46,
				       boot_info()->c_mask | pool_page(),
				       0xfffffffffffff000,
				       0xfffffffffffffff0 };
	uint64_t page = pool_page();

	for (uint32_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		CHECK_EQ(core_pvalidate(addresses[i]), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(core_pvalidate(page), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
}
