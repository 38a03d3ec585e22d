/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ECDSA over a digest that the caller made. Of a digest longer than the order, the left-most bits
 * count. Locks and time as in ecc.h. Spec: FIPS 186-4 s6.
 */
#ifndef CRYPTO_ECDSA_H
#define CRYPTO_ECDSA_H

#include "crypto/ecc_job.h"

/*
 * Signs digest[0..len), len ≤ 64, with d. The nonce comes from HMAC_DRBG seeded with d, the digest
 * and 32 random bytes: neither a weak random source nor a repeated digest discloses d. Returns OK;
 * ERR_RANGE (d, len); ERR_STATE (crypto_random failed); r and s unchanged on error. CT: in d.
 */
MUST_USE enum err ecdsa_sign(enum ecc_curve curve, const struct ecc_num *d, const uint8_t *digest,
			     size_t len, struct ecc_num *r, struct ecc_num *s);

/* Returns OK; ERR_CRYPTO (no signature of digest by q: out of range numbers too); ERR_RANGE (len,
 * q). */
MUST_USE enum err ecdsa_verify(enum ecc_curve curve, const struct ecc_point *q,
			       const uint8_t *digest, size_t len, const struct ecc_num *r,
			       const struct ecc_num *s);

/* A verification in slices. Holds no secret and no pointer. */
struct ecdsa_job {
	struct ecc_job job;
	uint32_t curve;
	struct ecc_num r;
};

/*
 * Begins what ecdsa_verify does. Returns OK; ERR_CRYPTO and ERR_RANGE as there. step then returns
 * ERR_BUSY while there is more to do, OK or ERR_CRYPTO. No call takes longer than 2.5 million
 * instructions.
 */
MUST_USE enum err ecdsa_verify_begin(struct ecdsa_job *job, enum ecc_curve curve,
				     const struct ecc_point *q, const uint8_t *digest, size_t len,
				     const struct ecc_num *r, const struct ecc_num *s);
MUST_USE enum err ecdsa_verify_step(struct ecdsa_job *job);

#endif
