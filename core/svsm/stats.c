/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Call counters: one set a row, updated with relaxed atomics. Holds numbers only, no argument of
 * any call. */
#include "core/svsm/stats.h"

#include <stdatomic.h>

#include "abi/svsm.h"
#include "core/memory/nospec.h"
#include "core/memory/pool.h"

struct row_stats {
	_Atomic uint64_t count;
	_Atomic uint64_t errors;
	_Atomic uint64_t incomplete;
	_Atomic uint64_t ticks;
	_Atomic uint64_t longest;
	_Atomic uint64_t bucket[STATS_BUCKETS];
};

static struct row_stats *rows;

/* Rows are numbered in module order. */
static uint32_t rows_before(const struct module *module)
{
	uint32_t before = 0;

	for (uint32_t i = 0; i < module_count() && module_at(i) != module; i++)
		before += module_at(i)->call_count;
	return before;
}

enum err stats_init(void)
{
	size_t bytes = rows_before(NULL) * sizeof(*rows);

	if (bytes == 0)
		return OK;
	rows = pool_alloc((uint32_t)((bytes + PAGE_SIZE - 1) / PAGE_SIZE));
	return rows != NULL ? OK : ERR_NO_SPACE;
}

/* Returns the new value. */
static uint64_t add(_Atomic uint64_t *counter, uint64_t n)
{
	return atomic_fetch_add_explicit(counter, n, memory_order_relaxed) + n;
}

static uint32_t bucket_of(uint64_t ticks)
{
	uint32_t bucket = ticks == 0 ? 0 : 63u - (uint32_t)__builtin_clzll(ticks);

	return bucket < STATS_BUCKETS ? bucket : STATS_BUCKETS - 1;
}

static void raise_to(_Atomic uint64_t *longest, uint64_t ticks)
{
	uint64_t seen = atomic_load_explicit(longest, memory_order_relaxed);

	while (seen < ticks &&
	       !atomic_compare_exchange_weak_explicit(longest, &seen, ticks, memory_order_relaxed,
						      memory_order_relaxed))
		;
}

uint64_t stats_count(const struct module *module, uint32_t row, uint64_t result, uint64_t ticks)
{
	struct row_stats *stats;
	uint64_t errors = 0;

	if (rows == NULL || row >= module->call_count)
		return 0;
	stats = &rows[rows_before(module) + row];
	add(&stats->count, 1);
	if (result == SVSM_ERR_INCOMPLETE)
		add(&stats->incomplete, 1);
	else if (result != SVSM_OK)
		errors = add(&stats->errors, 1);
	add(&stats->ticks, ticks);
	raise_to(&stats->longest, ticks);
	add(&stats->bucket[bucket_of(ticks)], 1);
	return errors;
}

enum err stats_get(const struct module *module, uint32_t row, struct call_stats *out)
{
	struct row_stats *stats;

	if (rows == NULL || row >= module->call_count)
		return ERR_RANGE;
	row &= (uint32_t)nospec_mask(row, module->call_count);
	stats = &rows[rows_before(module) + row];
	out->count = atomic_load_explicit(&stats->count, memory_order_relaxed);
	out->errors = atomic_load_explicit(&stats->errors, memory_order_relaxed);
	out->incomplete = atomic_load_explicit(&stats->incomplete, memory_order_relaxed);
	out->ticks = atomic_load_explicit(&stats->ticks, memory_order_relaxed);
	out->longest = atomic_load_explicit(&stats->longest, memory_order_relaxed);
	for (uint32_t i = 0; i < STATS_BUCKETS; i++)
		out->bucket[i] = atomic_load_explicit(&stats->bucket[i], memory_order_relaxed);
	return OK;
}
