/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inverse modulo an odd number, in constant time. Internal to crypto/.
 * Spec: Bernstein and Yang, "Fast constant-time gcd computation and modular inversion", 2019.
 */
#ifndef CRYPTO_INVERSE_H
#define CRYPTO_INVERSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limbs of 62 bits that hold a signed number of this many bits with room for its multiples */
#define INVERSE_LIMBS(bits) (((bits) + 2) / 62 + 1)

/* Words of working memory for moduli of up to so many bits */
#define INVERSE_WORDS(bits) (5 * INVERSE_LIMBS(bits))

/*
 * r[0..n) = a⁻¹ mod m for an odd m of at most `bits` bits and a < m, both of n limbs; r may be a.
 * work[0..INVERSE_WORDS(bits)) is the caller's; it is wiped. False if they have a common divisor, r
 * then unchanged. CT: in a and m.
 */
bool inverse_mod_odd(uint64_t *r, const uint64_t *a, const uint64_t *m, size_t n, size_t bits,
		     uint64_t *work);

#endif
