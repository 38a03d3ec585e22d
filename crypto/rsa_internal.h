/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of rsa.h share. Internal to crypto/. */
#ifndef CRYPTO_RSA_INTERNAL_H
#define CRYPTO_RSA_INTERNAL_H

#include <stdbool.h>

#include "crypto/rsa.h"

#define RSA_FULL_LIMBS (RSA_SIZE_MAX / 8)

/* Instructions a slice may take, roughly */
#define RSA_SLICE 2000000

/* Working memory of a public operation */
struct rsa_power {
	uint64_t modulus[RSA_FULL_LIMBS];
	uint64_t rr[RSA_FULL_LIMBS];
	uint64_t base[RSA_FULL_LIMBS];
	uint64_t result[RSA_FULL_LIMBS];
};

/* Loads in[0..len) to work->base. False if it is not below the modulus, which is loaded too. */
bool rsa_power_load(struct rsa_power *work, const struct rsa_public *pub, const void *in,
		    size_t len);

/* work->result = work->base^exponent, both of them and the modulus loaded. base is overwritten. */
void rsa_power_run(struct rsa_power *work, const struct rsa_public *pub);

/*
 * Completes key, whose public part, p and q are set, from p × q = n. work: INVERSE_WORDS(64 ×
 * RSA_HALF_LIMBS) words. False if p = q or the exponent has no inverse.
 */
bool rsa_private_complete(struct rsa_private *key, uint64_t *work);

#endif
