/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the nonces of signatures come from. Internal to crypto/. */
#ifndef CRYPTO_ECC_NONCE_H
#define CRYPTO_ECC_NONCE_H

#include "crypto/ecc.h"

/*
 * Seeds drbg with d, 32 random bytes and digest[0..len), len ≤ 64; ecc_key_from_drbg then yields
 * nonces. Returns OK or ERR_STATE (crypto_random failed). The caller wipes drbg. CT: in d.
 */
MUST_USE enum err ecc_nonce_seed(struct drbg *drbg, enum ecc_curve curve, const struct ecc_num *d,
				 const uint8_t *digest, size_t len);

#endif
