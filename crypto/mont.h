/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arithmetic modulo an odd number m of n limbs, in Montgomery's form: x stands as x × 2^(64n) mod
 * m. Internal to crypto/. No memory of its own beyond a stack frame. CT: in all values, m's too; n
 * and m's length in bits are public.
 */
#ifndef CRYPTO_MONT_H
#define CRYPTO_MONT_H

#include "crypto/limbs.h"

#define MONT_LIMBS_MAX 64u /* 4096 bits */

/* A modulus ready for use; refers to the caller's limbs */
struct mont {
	const uint64_t *m;
	const uint64_t *rr; /* 2^(128n) mod m: what takes a number into the form */
	uint64_t inverse;   /* −m⁻¹ mod 2^64 */
	size_t n;
};

/*
 * Makes modulus of m[0..n), odd, whose highest set bit is number bits − 1, and computes rr[0..n).
 * Both stay the caller's and must outlive it. n ≤ MONT_LIMBS_MAX.
 */
void mont_init(struct mont *modulus, uint64_t *rr, const uint64_t *m, size_t n, size_t bits);

/* The same with an rr that mont_init computed before. */
void mont_attach(struct mont *modulus, const uint64_t *rr, const uint64_t *m, size_t n);

/* r = a × b / 2^(64n) mod m. One operand is below m, the other any n limbs; r may be either. */
void mont_mul(const struct mont *modulus, uint64_t *r, const uint64_t *a, const uint64_t *b);

/* r = a ± b mod m; operands below m; r may be either. */
void mont_add(const struct mont *modulus, uint64_t *r, const uint64_t *a, const uint64_t *b);
void mont_sub(const struct mont *modulus, uint64_t *r, const uint64_t *a, const uint64_t *b);

/* Into the form (a: any n limbs) and out of it. */
void mont_enter(const struct mont *modulus, uint64_t *r, const uint64_t *a);
void mont_leave(const struct mont *modulus, uint64_t *r, const uint64_t *a);

/* r = 1, in the form. */
void mont_one(const struct mont *modulus, uint64_t *r);

/* r = a[0..count) mod m, in the form, for any count. r may not overlap a. */
void mont_enter_long(const struct mont *modulus, uint64_t *r, const uint64_t *a, size_t count);

#endif
