/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory set aside for one owner at boot; allocated upwards, never freed. */
#ifndef CORE_MEMORY_ARENA_H
#define CORE_MEMORY_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct arena {
	uint8_t *memory;
	size_t size;
	size_t used;
};

/* Takes size bytes (rounded up to pages) from the page pool. Returns OK or ERR_NO_SPACE. */
MUST_USE enum err arena_init(struct arena *arena, size_t size);

/* Wipes the arena and returns its pages; everything allocated from it is gone. Does nothing to an
 * empty one. */
void arena_release(struct arena *arena);

/* bytes of zeros, 16-aligned, or NULL when they do not fit. Not safe against itself on another CPU.
 */
void *arena_alloc(struct arena *arena, size_t bytes);

#endif
