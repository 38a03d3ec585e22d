/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Powers modulo an odd number, in slices. Internal to crypto/. CT: in base, exponent and modulus;
 * the count of the exponent's limbs and the base's being 2 are public.
 */
#ifndef CRYPTO_MONT_EXP_H
#define CRYPTO_MONT_EXP_H

#include "crypto/mont.h"
#include "crypto/rsa_limits.h"

#define MONT_EXP_TABLE 16u

/* A power under way; result is in Montgomery's form once it is done */
struct mont_exp {
	uint64_t result[RSA_HALF_LIMBS];
	uint64_t exponent[RSA_HALF_LIMBS + 1];
	uint32_t bits_left;
	uint32_t window; /* bits a step; 1 when the base is 2, which needs no table */
	uint64_t table[MONT_EXP_TABLE * RSA_HALF_LIMBS];
};

/* Instructions left in a slice, roughly */
typedef struct {
	int64_t left;
} mont_budget;

/* Takes what one multiplication modulo n limbs costs. */
void mont_budget_spend(mont_budget *budget, size_t n);

/*
 * Begins base^exponent: base in the form, below the modulus; exponent[0..count), count ≤
 * RSA_HALF_LIMBS
 * + 1. modulus->n ≤ RSA_HALF_LIMBS.
 */
void mont_exp_begin(struct mont_exp *exp, const struct mont *modulus, const uint64_t *base,
		    const uint64_t *exponent, size_t count);

/* Begins 2^exponent. */
void mont_exp_begin_two(struct mont_exp *exp, const struct mont *modulus, const uint64_t *exponent,
			size_t count);

/* Goes on until it is done (true) or the budget is spent. */
bool mont_exp_step(struct mont_exp *exp, const struct mont *modulus, mont_budget *budget);

#endif
