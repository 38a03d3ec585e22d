/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TPM's EC Schnorr signatures over a digest that the caller made. Locks and time as in ecc.h.
 * Spec: TPM 2.0 Part 1 1.59 sC.4.3; ISO/IEC 14888-3 (EC-SDSA, optimised).
 */
#ifndef CRYPTO_ECSCHNORR_H
#define CRYPTO_ECSCHNORR_H

#include "crypto/ecc_job.h"

/*
 * Signs digest[0..len), len ≤ 64, with d; alg is the scheme's hash. With a fresh point k × g, r is
 * the left-most bytes of H(x ‖ digest), as many as the order has, and s = k + r d mod n; both are
 * in 1..n − 1. Nonce, errors and timing as in ecdsa_sign.
 */
MUST_USE enum err ecschnorr_sign(enum ecc_curve curve, enum crypto_hash_alg alg,
				 const struct ecc_num *d, const uint8_t *digest, size_t len,
				 struct ecc_num *r, struct ecc_num *s);

/* Returns OK; ERR_CRYPTO (no signature of digest by q); ERR_RANGE (len, q). */
MUST_USE enum err ecschnorr_verify(enum ecc_curve curve, enum crypto_hash_alg alg,
				   const struct ecc_point *q, const uint8_t *digest, size_t len,
				   const struct ecc_num *r, const struct ecc_num *s);

/* A verification in slices. Holds no secret and no pointer. */
struct ecschnorr_job {
	struct ecc_job job;
	uint32_t curve;
	enum crypto_hash_alg alg;
	struct ecc_num r;
	uint8_t digest[CRYPTO_HASH_MAX];
	size_t digest_len;
};

/* Begins what ecschnorr_verify does, and goes on with it: results as in ecdsa_verify_begin and
 * step. */
MUST_USE enum err ecschnorr_verify_begin(struct ecschnorr_job *job, enum ecc_curve curve,
					 enum crypto_hash_alg alg, const struct ecc_point *q,
					 const uint8_t *digest, size_t len, const struct ecc_num *r,
					 const struct ecc_num *s);
MUST_USE enum err ecschnorr_verify_step(struct ecschnorr_job *job);

#endif
