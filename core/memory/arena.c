/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arenas: a bump allocator over pool pages. Nothing is ever given back one by one. */
#include "core/memory/arena.h"

#include "core/memory/pool.h"

#define ARENA_ALIGN 16u

enum err arena_init(struct arena *arena, size_t size)
{
	size_t pages = size / PAGE_SIZE + (size % PAGE_SIZE != 0);
	uint8_t *memory;

	if (pages > CONFIG_HEAP_PAGES)
		return ERR_NO_SPACE;
	memory = pool_alloc((uint32_t)pages);
	if (memory == NULL)
		return ERR_NO_SPACE;
	*arena = (struct arena){ .memory = memory, .size = pages * PAGE_SIZE };
	return OK;
}

void arena_release(struct arena *arena)
{
	if (arena->size != 0)
		pool_free(arena->memory, (uint32_t)(arena->size / PAGE_SIZE));
	*arena = (struct arena){ 0 };
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	size_t left = arena->size - arena->used;
	void *memory;

	if (bytes == 0 || bytes > left)
		return NULL;
	memory = arena->memory + arena->used;
	/* Sizes are whole pages, so rounding up cannot pass the end */
	arena->used += (bytes + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	return memory;
}
