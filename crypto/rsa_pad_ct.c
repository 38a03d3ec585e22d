/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Masks and shifts in place of branches and indices. Must never do either on what it is given. */
#include "crypto/rsa_pad_ct.h"

static uint32_t opaque(uint32_t value)
{
	/* asm: keeps the compiler from making a branch of the mask */
	__asm__("" : "+r"(value));
	return value;
}

uint32_t rsa_pad_ct_less(uint32_t a, uint32_t b)
{
	return opaque(0 - ((a - b) >> 31));
}

uint32_t rsa_pad_ct_equal(uint32_t a, uint32_t b)
{
	return opaque(0 - (((a ^ b) - 1) >> 31));
}

/* Moves out[0..room) down by `by` where mask is all ones */
static void shift(uint8_t *out, size_t room, size_t by, uint32_t mask)
{
	for (size_t i = 0; i < room; i++) {
		uint32_t next = i + by < room ? out[i + by] : 0;

		out[i] = (uint8_t)((out[i] & ~mask) | (next & mask));
	}
}

size_t rsa_pad_ct_extract(uint8_t *out, const uint8_t *from, size_t room, uint32_t start,
			  uint32_t good)
{
	for (size_t i = 0; i < room; i++)
		out[i] = (uint8_t)(from[i] & good);
	for (unsigned int bit = 0; bit < 10; bit++)
		shift(out, room, (size_t)1 << bit, opaque(0 - (start >> bit & 1)));
	return ((uint32_t)room - start) & good;
}
