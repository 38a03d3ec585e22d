/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page pool: all memory that the monitor and its modules allocate. Pages are contiguous and
 * zeroed. */
#ifndef CORE_MEMORY_POOL_H
#define CORE_MEMORY_POOL_H

#include <stdint.h>

#include "core/memory/addr.h"

struct pool_use {
	uint32_t pages; /* the whole pool */
	uint32_t used;
	uint32_t peak; /* most that were ever used at once */
};

/* Takes memory[0..pages * PAGE_SIZE), page-aligned and zeroed, pages ≤ CONFIG_HEAP_PAGES, for good.
 * Once, at boot. */
void pool_init_take(void *memory, uint32_t pages);

/* A run of 1 or more pages of zeros, page-aligned, or NULL when there is none. Locks: the pool's
 * own. */
void *pool_alloc(uint32_t pages);

/* Wipes the run and gives it back; run and pages exactly as allocated. Locks: the pool's own. */
void pool_free(void *run, uint32_t pages);

struct pool_use pool_use(void);

#endif
