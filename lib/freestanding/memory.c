/* SPDX-License-Identifier: MIT */
/*
 * memcpy and friends for freestanding programs. Bulk goes by quadwords: on real CPUs as fast as
 * bytes, under emulation eight times faster. Must never be compiled without -ffreestanding: the
 * loops would become calls of themselves.
 */
#include "lib/freestanding/memory.h"

#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t len)
{
	void *d = to;
	const void *s = from;
	size_t quads = len / 8;
	size_t tail = len % 8;

	/* asm: string moves are the smallest copy there is, and no vector registers may be touched
	 */
	__asm__ volatile("rep movsq" : "+D"(d), "+S"(s), "+c"(quads) : : "memory");
	/* asm: the last 0..7 bytes of the same copy */
	__asm__ volatile("rep movsb" : "+D"(d), "+S"(s), "+c"(tail) : : "memory");
	return to;
}

void *memmove(void *to, const void *from, size_t len)
{
	uint8_t *d = to;
	const uint8_t *s = from;

	if (d <= s || d >= s + len)
		return memcpy(to, from, len);
	while (len-- > 0)
		d[len] = s[len];
	return to;
}

void *memset(void *to, int byte, size_t len)
{
	void *d = to;
	size_t quads = len / 8;
	size_t tail = len % 8;
	uint64_t pattern = 0x0101010101010101ull * (uint8_t)byte;

	/* asm: as in memcpy */
	__asm__ volatile("rep stosq" : "+D"(d), "+c"(quads) : "a"(pattern) : "memory");
	/* asm: the last 0..7 bytes of the same fill */
	__asm__ volatile("rep stosb" : "+D"(d), "+c"(tail) : "a"(pattern) : "memory");
	return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const uint8_t *x = a;
	const uint8_t *y = b;

	for (size_t i = 0; i < len; i++) {
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	}
	return 0;
}

size_t strlen(const char *s)
{
	size_t len = 0;

	while (s[len] != '\0')
		len++;
	return len;
}
