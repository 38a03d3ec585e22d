/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A curve's field prime or order as a modulus, and numbers below it. Internal to crypto/. */
#ifndef CRYPTO_ECC_MODULUS_H
#define CRYPTO_ECC_MODULUS_H

#include "crypto/ecc.h"
#include "crypto/mont.h"

#define ECC_LIMBS_MAX 9u

enum ecc_modulus_kind { ECC_FIELD, ECC_ORDER };

struct ecc_modulus {
	struct mont mont;
	uint64_t m[ECC_LIMBS_MAX];
	uint64_t rr[ECC_LIMBS_MAX];
	uint32_t bits;
	uint32_t size; /* bytes */
};

/* Makes one ready; it refers to itself, so it is not copied. */
void ecc_modulus_init(struct ecc_modulus *modulus, enum ecc_curve curve,
		      enum ecc_modulus_kind kind);

/* Limbs of num, as it is. False if it is not below the modulus. CT: in num. */
bool ecc_modulus_load(const struct ecc_modulus *modulus, uint64_t *r, const struct ecc_num *num);

/* num = a[0..n), with zeros behind. */
void ecc_modulus_store(const struct ecc_modulus *modulus, struct ecc_num *num, const uint64_t *a);

/* r = bytes[0..len) modulo the modulus, not in Montgomery's form; len ≤ 2 × ECC_SIZE_MAX. CT: in
 * bytes. */
void ecc_modulus_reduce(const struct ecc_modulus *modulus, uint64_t *r, const uint8_t *bytes,
			size_t len);

/* r = a⁻¹, not in Montgomery's form. False if a is 0. CT: in a. */
bool ecc_modulus_inverse(const struct ecc_modulus *modulus, uint64_t *r, const uint64_t *a);

#endif
