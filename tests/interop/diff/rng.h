/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Choices that repeat: one generator an operation, from the stream's seed and the operation's
 * number. */
#ifndef INTEROP_DIFF_RNG_H
#define INTEROP_DIFF_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

static inline uint64_t rng_next(struct rng *rng)
{
	uint64_t z = (rng->state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 ≤ result < limit; limit ≥ 1 */
static inline uint32_t rng_below(struct rng *rng, uint32_t limit)
{
	return (uint32_t)(rng_next(rng) % limit);
}

/* True in percent of cases */
static inline bool rng_chance(struct rng *rng, uint32_t percent)
{
	return rng_below(rng, 100) < percent;
}

#define RNG_PICK(rng, array) ((array)[rng_below((rng), sizeof(array) / sizeof((array)[0]))])

#endif
