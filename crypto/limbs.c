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

#define CHAIN 4u /* limbs to an asm: the compiler makes ten instructions of what is one a limb */

/* r = a + b + 1 if carry is −1, a + b if it is 0; returns the next in that form */
static uint64_t add_chain(uint64_t *r, const uint64_t *a, const uint64_t *b, uint64_t carry)
{
	uint64_t x0 = a[0];
	uint64_t x1 = a[1];
	uint64_t x2 = a[2];
	uint64_t x3 = a[3];

	/* asm: the carry stays in its flag */
	__asm__("addq %[carry], %[carry]\n\t"
		"adcq %[b0], %[x0]\n\tadcq %[b1], %[x1]\n\t"
		"adcq %[b2], %[x2]\n\tadcq %[b3], %[x3]\n\t"
		"sbbq %[carry], %[carry]"
		:
		[carry] "+&r"(carry), [x0] "+&r"(x0), [x1] "+&r"(x1), [x2] "+&r"(x2), [x3] "+&r"(x3)
		: [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3])
		: "cc");
	r[0] = x0;
	r[1] = x1;
	r[2] = x2;
	r[3] = x3;
	return carry;
}

/* The same for a − b */
static uint64_t sub_chain(uint64_t *r, const uint64_t *a, const uint64_t *b, uint64_t borrow)
{
	uint64_t x0 = a[0];
	uint64_t x1 = a[1];
	uint64_t x2 = a[2];
	uint64_t x3 = a[3];

	/* asm: the borrow stays in its flag */
	__asm__("addq %[borrow], %[borrow]\n\t"
		"sbbq %[b0], %[x0]\n\tsbbq %[b1], %[x1]\n\t"
		"sbbq %[b2], %[x2]\n\tsbbq %[b3], %[x3]\n\t"
		"sbbq %[borrow], %[borrow]"
		: [borrow] "+&r"(borrow), [x0] "+&r"(x0), [x1] "+&r"(x1), [x2] "+&r"(x2),
		  [x3] "+&r"(x3)
		: [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3])
		: "cc");
	r[0] = x0;
	r[1] = x1;
	r[2] = x2;
	r[3] = x3;
	return borrow;
}

uint64_t limbs_add(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t n)
{
	unsigned __int128 sum;
	uint64_t carry = 0;
	size_t i;

	for (i = 0; i + CHAIN <= n; i += CHAIN)
		carry = add_chain(r + i, a + i, b + i, carry);
	carry &= 1;
	for (; i < n; i++) {
		sum = (unsigned __int128)a[i] + b[i] + carry;
		r[i] = (uint64_t)sum;
		carry = (uint64_t)(sum >> 64);
	}
	return carry;
}

uint64_t limbs_sub(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t n)
{
	unsigned __int128 d;
	uint64_t borrow = 0;
	size_t i;

	for (i = 0; i + CHAIN <= n; i += CHAIN)
		borrow = sub_chain(r + i, a + i, b + i, borrow);
	borrow &= 1;
	for (; i < n; i++) {
		d = (unsigned __int128)a[i] - b[i] - borrow;
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
