/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The validity map's bits. Knows the map's place from guest_map.c and touches nothing else. */
#include "core/memory/validity.h"

#include <stdatomic.h>

#include "core/memory/guest_map.h"
#include "core/memory/nospec.h"

#define WORDS_PER_2M (PAGES_PER_2M / 64)

/* Pages of one word may be changed by several CPUs at once */
static _Atomic uint64_t *validity_map;
static uint64_t validity_words;

void validity_init_take(uint64_t *map, uint64_t words)
{
	validity_map = (_Atomic uint64_t *)map;
	validity_words = words;
}

/* The first word of a piece, and the mask of its bits there; a 2M piece has WORDS_PER_2M whole
 * words. */
static enum err validity_find(gpa_t page, enum page_size size, uint64_t *word, uint64_t *mask)
{
	uint64_t bit;

	if (!is_aligned(page, page_bytes(size)) || !guest_map_contains(page, page_bytes(size)))
		return ERR_RANGE;
	if (guest_map_bit(page, &bit) != OK || bit / 64 >= validity_words)
		return ERR_RANGE;
	*word = bit / 64 & nospec_mask(bit / 64, validity_words);
	*mask = size == PAGE_2M ? ~0ull : 1ull << (bit % 64);
	return OK;
}

static uint64_t words_of(enum page_size size)
{
	return size == PAGE_2M ? WORDS_PER_2M : 1;
}

enum err validity_query(gpa_t page, enum page_size size, enum validity *out)
{
	uint64_t any = 0;
	uint64_t all = ~0ull;
	uint64_t word;
	uint64_t mask;

	if (validity_find(page, size, &word, &mask) != OK)
		return ERR_RANGE;
	for (uint64_t i = 0; i < words_of(size); i++) {
		uint64_t bits = atomic_load_explicit(&validity_map[word + i], memory_order_acquire);

		any |= bits & mask;
		all &= bits | ~mask;
	}
	*out = any == 0 ? VALIDITY_NONE : all == ~0ull ? VALIDITY_ALL : VALIDITY_MIXED;
	return OK;
}

enum err validity_set(gpa_t page, enum page_size size)
{
	uint64_t word;
	uint64_t mask;

	if (validity_find(page, size, &word, &mask) != OK)
		return ERR_RANGE;
	for (uint64_t i = 0; i < words_of(size); i++)
		atomic_fetch_or_explicit(&validity_map[word + i], mask, memory_order_acq_rel);
	return OK;
}

enum err validity_clear(gpa_t page, enum page_size size)
{
	uint64_t word;
	uint64_t mask;

	if (validity_find(page, size, &word, &mask) != OK)
		return ERR_RANGE;
	for (uint64_t i = 0; i < words_of(size); i++)
		atomic_fetch_and_explicit(&validity_map[word + i], ~mask, memory_order_acq_rel);
	return OK;
}

bool validity_covers(gpa_t start, uint64_t len)
{
	uint64_t page = start.value & ~(PAGE_SIZE - 1);
	enum validity state;

	if (!guest_map_contains(start, len))
		return false;
	for (; page < start.value + len; page += PAGE_SIZE) {
		if (validity_query(gpa(page), PAGE_4K, &state) != OK || state != VALIDITY_ALL)
			return false;
	}
	return true;
}
