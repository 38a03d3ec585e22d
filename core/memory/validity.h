/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The validity map: one bit a guest page, set from validation to invalidation. The host can swap a
 * page that is validated for one that is not, so validating twice would let it choose between two:
 * the map is what forbids that. Callers hold the range (rangelock.h) exclusively to change bits.
 */
#ifndef CORE_MEMORY_VALIDITY_H
#define CORE_MEMORY_VALIDITY_H

#include "core/memory/addr.h"
#include "lib/err.h"

enum validity { VALIDITY_NONE, VALIDITY_ALL, VALIDITY_MIXED };

/* Takes map[0..words), zeroed, for good. Once, at boot. */
void validity_init_take(uint64_t *map, uint64_t words);

/* How the pages of one 4K or 2M piece (aligned) stand. Returns OK with *out, or ERR_RANGE (not the
 * guest's). */
MUST_USE enum err validity_query(gpa_t page, enum page_size size, enum validity *out);

/* Sets or clears the bits of one 4K or 2M piece; returns OK or ERR_RANGE, nothing changed. */
MUST_USE enum err validity_set(gpa_t page, enum page_size size);
MUST_USE enum err validity_clear(gpa_t page, enum page_size size);

/* Whether every page of [start, start + len) is the guest's and validated; any values. */
bool validity_covers(gpa_t start, uint64_t len);

#endif
