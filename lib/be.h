/* SPDX-License-Identifier: MIT */
/* Numbers in big-endian order, at any address. */
#ifndef LIB_BE_H
#define LIB_BE_H

#include <stddef.h>
#include <stdint.h>

/* The number in at[0..size); size ≤ 8. */
static inline uint64_t be_load(const uint8_t *at, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | at[i];
	return value;
}

/* Writes the low bytes of value to at[0..size); size ≤ 8. */
static inline void be_store(uint8_t *at, size_t size, uint64_t value)
{
	for (size_t i = size; i-- > 0; value >>= 8)
		at[i] = (uint8_t)value;
}

#endif
