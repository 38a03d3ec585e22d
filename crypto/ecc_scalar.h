/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arithmetic modulo the order n of a curve: what ECDAA and two-phase exchanges need beside points.
 * Operands are below n (ERR_RANGE otherwise, results unchanged); results are below n and may be an
 * operand. No lock, no state. CT: in all values.
 */
#ifndef CRYPTO_ECC_SCALAR_H
#define CRYPTO_ECC_SCALAR_H

#include "crypto/ecc.h"

/* r = a + b mod n. */
MUST_USE enum err ecc_scalar_add(enum ecc_curve curve, const struct ecc_num *a,
				 const struct ecc_num *b, struct ecc_num *r);
/* r = a − b mod n. */
MUST_USE enum err ecc_scalar_sub(enum ecc_curve curve, const struct ecc_num *a,
				 const struct ecc_num *b, struct ecc_num *r);
/* r = a × b mod n. */
MUST_USE enum err ecc_scalar_mul(enum ecc_curve curve, const struct ecc_num *a,
				 const struct ecc_num *b, struct ecc_num *r);
/* r = a⁻¹ mod n; a must not be 0 (ERR_RANGE). */
MUST_USE enum err ecc_scalar_inverse(enum ecc_curve curve, const struct ecc_num *a,
				     struct ecc_num *r);

/*
 * r = bytes[0..len) as a big-endian number, modulo n; len ≤ 2 × ecc_size(curve). Returns OK or
 * ERR_RANGE (len).
 */
MUST_USE enum err ecc_scalar_reduce(enum ecc_curve curve, struct ecc_num *r, const void *bytes,
				    size_t len);

/* Whether a is 0. CT: in a. */
bool ecc_scalar_is_zero(enum ecc_curve curve, const struct ecc_num *a);

#endif
