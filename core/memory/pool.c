/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The page pool: one bit a page, first fit. What is free is all zeros, so that nothing one owner
 * left behind reaches the next. Never grows, and never touches memory it was not given.
 */
#include "core/memory/pool.h"

#include <stdbool.h>

#include "core/lock.h"
#include "core/trace/panic.h"
#include "crypto/secret.h"

static struct lock pool_lock;
static uint8_t *pool_memory;
static struct pool_use pool_now;
static uint64_t pool_bits[(CONFIG_HEAP_PAGES + 63) / 64];

static bool pool_is_used(uint32_t page)
{
	return (pool_bits[page / 64] >> (page % 64) & 1) != 0;
}

static void pool_flip(uint32_t first, uint32_t pages)
{
	for (uint32_t page = first; page < first + pages; page++)
		pool_bits[page / 64] ^= 1ull << (page % 64);
}

void pool_init_take(void *memory, uint32_t pages)
{
	ASSERT(pages <= CONFIG_HEAP_PAGES);
	pool_memory = memory;
	pool_now = (struct pool_use){ .pages = pages };
	__builtin_memset(pool_bits, 0, sizeof(pool_bits));
}

/* The first page of the first run that is long enough, or the pool's size. */
static uint32_t pool_find(uint32_t pages)
{
	uint32_t run = 0;

	for (uint32_t page = 0; page < pool_now.pages; page++) {
		run = pool_is_used(page) ? 0 : run + 1;
		if (run == pages)
			return page + 1 - pages;
	}
	return pool_now.pages;
}

void *pool_alloc(uint32_t pages)
{
	void *run = NULL;
	uint32_t first;

	if (pages == 0)
		return NULL;
	lock_take(&pool_lock);
	first = pool_find(pages);
	if (first < pool_now.pages) {
		pool_flip(first, pages);
		pool_now.used += pages;
		if (pool_now.used > pool_now.peak)
			pool_now.peak = pool_now.used;
		run = pool_memory + (size_t)first * PAGE_SIZE;
	}
	lock_drop(&pool_lock);
	return run;
}

void pool_free(void *run, uint32_t pages)
{
	size_t offset = (size_t)((uint8_t *)run - pool_memory);
	uint32_t first = (uint32_t)(offset / PAGE_SIZE);

	ASSERT(offset % PAGE_SIZE == 0 && first < pool_now.pages &&
	       pages <= pool_now.pages - first);
	for (uint32_t page = first; page < first + pages; page++)
		ASSERT(pool_is_used(page));
	crypto_wipe(run, (size_t)pages * PAGE_SIZE);
	lock_take(&pool_lock);
	pool_flip(first, pages);
	pool_now.used -= pages;
	lock_drop(&pool_lock);
}

struct pool_use pool_use(void)
{
	struct pool_use use;

	lock_take(&pool_lock);
	use = pool_now;
	lock_drop(&pool_lock);
	return use;
}
