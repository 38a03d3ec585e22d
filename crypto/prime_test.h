/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Miller-Rabin, in slices. Internal to crypto/. CT: in the candidate, but for the verdict and for
 * how
 * many factors 2 the number before it has. Spec: FIPS 186-5 sB.3.1.
 */
#ifndef CRYPTO_PRIME_TEST_H
#define CRYPTO_PRIME_TEST_H

#include "crypto/drbg.h"
#include "crypto/mont_exp.h"

enum prime_verdict { PRIME_PENDING, PRIME_COMPOSITE, PRIME_PROBABLE };

struct prime_test {
	uint64_t candidate[RSA_HALF_LIMBS];
	uint64_t rr[RSA_HALF_LIMBS];
	struct drbg bases;
	uint32_t n;
	uint32_t rounds; /* left, beside the one under way */
	uint32_t twos;   /* candidate − 1 = odd × 2^twos */
	struct mont_exp exp;
};

/*
 * Begins the test of candidate[0..n), odd, with its top bit set: base 2 and then `rounds` more
 * bases, drawn from HMAC_DRBG seeded with the candidate's 8n bytes, big-endian, 8n bytes each.
 */
void prime_test_begin(struct prime_test *test, const uint64_t *candidate, size_t n,
		      uint32_t rounds);

/* Goes on until there is a verdict or the budget is spent. */
enum prime_verdict prime_test_step(struct prime_test *test, mont_budget *budget);

#endif
