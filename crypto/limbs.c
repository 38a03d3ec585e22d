/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Schoolbook arithmetic on fixed counts of limbs. Must never branch on a value. */
#include "crypto/limbs.h"

/* The compiler must not learn that a mask has two values only, or it makes a branch of it */
static uint64_t opaque(uint64_t value)
{
	/* asm: hides where the value comes from */
	__asm__("" : "+r"(value));
	return value;
}

bool limbs_load(uint64_t *r, size_t n, const uint8_t *bytes, size_t len)
{
	uint64_t excess = 0;

	limbs_zero(r, n);
	for (size_t i = 0; i < len; i++) {
		uint64_t byte = bytes[len - 1 - i];

		if (i / 8 < n)
			r[i / 8] |= byte << (8 * (i % 8));
		else
			excess |= byte;
	}
	return excess == 0;
}

void limbs_store(const uint64_t *a, size_t n, uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[len - 1 - i] = (uint8_t)(i / 8 < n ? a[i / 8] >> (8 * (i % 8)) : 0);
}

void limbs_copy(uint64_t *r, const uint64_t *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] = a[i];
}

void limbs_zero(uint64_t *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] = 0;
}

bool limbs_is_zero(const uint64_t *a, size_t n)
{
	uint64_t any = 0;

	for (size_t i = 0; i < n; i++)
		any |= a[i];
	return opaque(any) == 0;
}

bool limbs_is_equal(const uint64_t *a, const uint64_t *b, size_t n)
{
	uint64_t difference = 0;

	for (size_t i = 0; i < n; i++)
		difference |= a[i] ^ b[i];
	return opaque(difference) == 0;
}

bool limbs_is_less(const uint64_t *a, const uint64_t *b, size_t n)
{
	uint64_t borrow = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned __int128 d = (unsigned __int128)a[i] - b[i] - borrow;

		borrow = (uint64_t)(d >> 64) & 1;
	}
	return opaque(borrow) != 0;
}

void limbs_select(uint64_t *r, const uint64_t *a, uint64_t mask, size_t n)
{
	mask = opaque(mask);
	for (size_t i = 0; i < n; i++)
		r[i] ^= (r[i] ^ a[i]) & mask;
}

uint64_t limbs_add(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t n)
{
	unsigned __int128 sum = 0;

	for (size_t i = 0; i < n; i++) {
		sum += (unsigned __int128)a[i] + b[i];
		r[i] = (uint64_t)sum;
		sum >>= 64;
	}
	return (uint64_t)sum;
}

uint64_t limbs_sub(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t n)
{
	uint64_t borrow = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned __int128 d = (unsigned __int128)a[i] - b[i] - borrow;

		r[i] = (uint64_t)d;
		borrow = (uint64_t)(d >> 64) & 1;
	}
	return borrow;
}

void limbs_shift_right(uint64_t *r, const uint64_t *a, unsigned int bits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t above = i + 1 < n ? a[i + 1] : 0;
		unsigned __int128 both = (unsigned __int128)above << 64 | a[i];

		r[i] = (uint64_t)(both >> bits);
	}
}

uint64_t limbs_add_product(uint64_t *r, const uint64_t *a, uint64_t b, size_t n)
{
	uint64_t carry = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned __int128 sum = (unsigned __int128)a[i] * b + r[i] + carry;

		r[i] = (uint64_t)sum;
		carry = (uint64_t)(sum >> 64);
	}
	return carry;
}

void limbs_mul(uint64_t *r, const uint64_t *a, size_t an, const uint64_t *b, size_t bn)
{
	limbs_zero(r, an + bn);
	for (size_t i = 0; i < bn; i++)
		r[an + i] = limbs_add_product(r + i, a, b[i], an);
}
