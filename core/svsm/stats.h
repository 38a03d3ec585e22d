/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counters of every call row of every module, kept by dispatch; read by whoever shows them. */
#ifndef CORE_SVSM_STATS_H
#define CORE_SVSM_STATS_H

#include "core/registry/module.h"

#define STATS_BUCKETS 40u

/* Of one call row. Times in ticks of platform_tsc, which the host scales */
struct call_stats {
	uint64_t count;
	uint64_t errors; /* results other than SVSM_OK and SVSM_ERR_INCOMPLETE */
	uint64_t incomplete;
	uint64_t ticks; /* sum */
	uint64_t longest;
	uint64_t bucket[STATS_BUCKETS]; /* [n]: 2^n ≤ ticks < 2^(n+1); the last one also what is
					   longer */
};

/* Sets the counters of all ordered modules up. Returns OK or ERR_NO_SPACE. Once, at boot. */
MUST_USE enum err stats_init(void);

/* Counts one call of module's row. Returns how many errors it has had if this is one, else 0. Any
 * CPU, no lock. */
uint64_t stats_count(const struct module *module, uint32_t row, uint64_t result, uint64_t ticks);

/* Copies the counters of module's row, row < call_count; other CPUs may be counting meanwhile.
 * Returns OK or ERR_RANGE. */
MUST_USE enum err stats_get(const struct module *module, uint32_t row, struct call_stats *out);

#endif
