/* SPDX-License-Identifier: MIT */
/* Little-endian integers in byte arrays, for the channel's files alone. Never touches more than it
 * is told. */
#ifndef LIB_CHANNEL_BYTES_H
#define LIB_CHANNEL_BYTES_H

#include <stdint.h>

/* The integer at at[0..bytes), bytes ≤ 8. */
static inline uint64_t channel_load(const uint8_t *at, uint32_t bytes)
{
	uint64_t value = 0;

	for (uint32_t i = 0; i < bytes; i++)
		value |= (uint64_t)at[i] << 8 * i;
	return value;
}

/* Writes the low bytes of value to at[0..bytes), bytes ≤ 8. */
static inline void channel_store(uint8_t *at, uint64_t value, uint32_t bytes)
{
	for (uint32_t i = 0; i < bytes; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

#endif
