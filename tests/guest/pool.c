/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for tests, handed out upwards. */
#include "tests/guest/pool.h"

#include "abi/check.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/paging.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define RANGES_MAX 8u
#define PAGES_BYTES (4ull * ABI_PAGE_2M) /* for single pages, and one piece to break */

extern const char guest_end[];

struct range {
	uint64_t start;
	uint64_t end;
};

static struct range pages;
static struct range pages_kept;
static uint64_t broken;
static struct range large[RANGES_MAX];
static uint32_t large_count;
static uint32_t large_used;
static uint32_t large_used_kept;

/* Large pieces of one E820 entry, above the guest's image */
static void range_add(const struct e820_entry *entry)
{
	uint64_t floor = address_of(guest_end);
	uint64_t start = entry->addr > floor ? entry->addr : floor;
	uint64_t end = entry->addr + entry->size;

	start = (start + ABI_PAGE_2M - 1) / ABI_PAGE_2M * ABI_PAGE_2M;
	end = (end > PAGING_END ? PAGING_END : end) / ABI_PAGE_2M * ABI_PAGE_2M;
	if (entry->type == E820_RAM && start < end && large_count < RANGES_MAX)
		large[large_count++] = (struct range){ start, end };
}

void pool_init(void)
{
	struct e820_entry entry;

	for (uint32_t i = 0; boot_info_e820(i, &entry) == OK; i++)
		range_add(&entry);
	if (large_count == 0 || large[0].end - large[0].start < PAGES_BYTES)
		test_die("too little RAM");
	broken = large[0].start;
	pages = (struct range){ broken + ABI_PAGE_2M, broken + PAGES_BYTES };
	large[0].start = pages.end;
	pool_keep();
}

uint64_t pool_page(void)
{
	uint64_t page = pages.start;

	if (page % ABI_PAGE_2M == 0)
		page += ABI_PAGE_SIZE;
	if (page >= pages.end)
		test_die("no page left");
	pages.start = page + ABI_PAGE_SIZE;
	return page;
}

static uint64_t large_at(uint32_t index)
{
	for (uint32_t i = 0; i < large_count; i++) {
		uint64_t count = (large[i].end - large[i].start) / ABI_PAGE_2M;

		if (index < count)
			return large[i].start + index * (uint64_t)ABI_PAGE_2M;
		index -= (uint32_t)count;
	}
	return 0;
}

uint64_t pool_large(void)
{
	uint64_t piece = large_at(large_used);

	if (piece != 0)
		large_used++;
	return piece;
}

uint32_t pool_large_left(void)
{
	uint32_t left = 0;

	while (large_at(large_used + left) != 0)
		left++;
	return left;
}

uint64_t pool_broken(void)
{
	return broken;
}

void pool_reset(void)
{
	pages = pages_kept;
	large_used = large_used_kept;
}

void pool_keep(void)
{
	pages_kept = pages;
	large_used_kept = large_used;
}
