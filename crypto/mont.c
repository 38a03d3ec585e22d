/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modular arithmetic around the products of mont_rows.h. Must never branch on a value. */
#include "crypto/mont.h"

#include "crypto/mont_rows.h"

/* −m⁻¹ mod 2^64 of an odd m: each step of Newton's doubles the right bits, from 5 */
static uint64_t negative_inverse(uint64_t m)
{
	uint64_t x = (3 * m) ^ 2;

	for (int i = 0; i < 4; i++)
		x *= 2 - m * x;
	return 0 - x;
}

void mont_attach(struct mont *modulus, const uint64_t *rr, const uint64_t *m, size_t n)
{
	*modulus = (struct mont){ m, rr, negative_inverse(m[0]), n };
}

/* 2^(bits − 1) is below m; doubling leads to 2^n in the form, and six squarings to 2^(64n) in it */
void mont_init(struct mont *modulus, uint64_t *rr, const uint64_t *m, size_t n, size_t bits)
{
	mont_attach(modulus, rr, m, n);
	limbs_zero(rr, n);
	rr[(bits - 1) / 64] = 1ull << ((bits - 1) % 64);
	for (size_t at = bits - 1; at < 64 * n + n; at++)
		mont_add(modulus, rr, rr, rr);
	for (int i = 0; i < 6; i++)
		mont_mul(modulus, rr, rr, rr);
}

/* r = t − m if t, of n limbs and a carry, is not below m; else t */
static __attribute__((noinline)) void reduce_once(const struct mont *modulus, uint64_t *r,
						  const uint64_t *t, uint64_t carry)
{
	uint64_t less[MONT_LIMBS_MAX];
	uint64_t borrow = limbs_sub(less, t, modulus->m, modulus->n);

	limbs_copy(r, t, modulus->n);
	limbs_select(r, less, 0 - (carry | (borrow ^ 1)), modulus->n);
}

/* Not inlined: callers have a number of their own on the stack */
__attribute__((noinline)) void mont_mul(const struct mont *modulus, uint64_t *r, const uint64_t *a,
					const uint64_t *b)
{
	uint64_t t[MONT_LIMBS_MAX + 1];

	if (a == b)
		mont_rows_square(t, a, modulus->m, modulus->inverse, modulus->n);
	else
		mont_rows_mul(t, a, b, modulus->m, modulus->inverse, modulus->n);
	reduce_once(modulus, r, t, t[modulus->n]);
}

void mont_add(const struct mont *modulus, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
	uint64_t carry = limbs_add(r, a, b, modulus->n);

	reduce_once(modulus, r, r, carry);
}

void mont_sub(const struct mont *modulus, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
	uint64_t mask = 0 - limbs_sub(r, a, b, modulus->n);
	unsigned __int128 sum = 0;

	for (size_t i = 0; i < modulus->n; i++) {
		sum += (unsigned __int128)r[i] + (modulus->m[i] & mask);
		r[i] = (uint64_t)sum;
		sum >>= 64;
	}
}

void mont_enter(const struct mont *modulus, uint64_t *r, const uint64_t *a)
{
	mont_mul(modulus, r, a, modulus->rr);
}

void mont_leave(const struct mont *modulus, uint64_t *r, const uint64_t *a)
{
	uint64_t one[MONT_LIMBS_MAX];

	limbs_zero(one, modulus->n);
	one[0] = 1;
	mont_mul(modulus, r, a, one);
}

void mont_one(const struct mont *modulus, uint64_t *r)
{
	mont_leave(modulus, r, modulus->rr);
}

/* Horner, a modulus's length at a time from the top; rr is 2^(64n) in the form */
void mont_enter_long(const struct mont *modulus, uint64_t *r, const uint64_t *a, size_t count)
{
	uint64_t part[MONT_LIMBS_MAX];
	size_t n = modulus->n;

	limbs_zero(r, n);
	for (size_t at = (count + n - 1) / n * n; at > 0; at -= n) {
		size_t left = count - (at - n);

		limbs_zero(part, n);
		limbs_copy(part, a + (at - n), left < n ? left : n);
		mont_enter(modulus, part, part);
		mont_mul(modulus, r, r, modulus->rr);
		mont_add(modulus, r, r, part);
	}
}
