/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TPM's EC Schnorr signatures over a digest that the caller made. Locks and time as in ecc.h.
 * Spec: TPM 2.0 Part 1 1.59 sC.4.3; ISO/IEC 14888-3 (EC-SDSA, optimised).
 */
#ifndef CRYPTO_ECSCHNORR_H
#define CRYPTO_ECSCHNORR_H

#include "crypto/ecc.h"

/*
 * Signs digest[0..len), len ≤ 64, with d; alg is the scheme's hash. Nonce, errors and timing as in
 * ecdsa_sign. r is a hash value: up to crypto_hash_size(alg) bytes, reduced or cut to the curve's
 * size as the specification says.
 */
MUST_USE enum err ecschnorr_sign(enum ecc_curve curve, enum crypto_hash_alg alg,
				 const struct ecc_num *d, const uint8_t *digest, size_t len,
				 struct ecc_num *r, struct ecc_num *s);

/* Returns OK; ERR_CRYPTO (no signature of digest by q); ERR_RANGE (len, q). */
MUST_USE enum err ecschnorr_verify(enum ecc_curve curve, enum crypto_hash_alg alg,
				   const struct ecc_point *q, const uint8_t *digest, size_t len,
				   const struct ecc_num *r, const struct ecc_num *s);

#endif
