/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pseudo-random words, the same ones on every run. */
#ifndef GUEST_JUNK_H
#define GUEST_JUNK_H

#include <stdint.h>

/* The next word; *state is any number to start with. */
static inline uint64_t junk_word(uint64_t *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return *state ^ *state >> 29;
}

#endif
