/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Masks that keep a mispredicted bounds check from steering a speculative access. */
#ifndef CORE_MEMORY_NOSPEC_H
#define CORE_MEMORY_NOSPEC_H

#include <stdint.h>

/* All ones if index < bound, else 0, without a branch; both below 2^63. To be ANDed to the index
 * after its check. */
static inline uint64_t nospec_mask(uint64_t index, uint64_t bound)
{
	/* asm: empty; it hides from the compiler that index < bound holds here, or the mask would
	 * be folded away */
	__asm__ volatile("" : "+r"(index));
	return 0 - (~(index | (bound - 1 - index)) >> 63);
}

#endif
