/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Point multiplication that is short enough to be done at once. Internal to crypto/. Scalars are
 * in 1..n − 1 and points on the curve: the caller has checked. The lock of scratch.h is held.
 */
#ifndef CRYPTO_ECC_POINTS_H
#define CRYPTO_ECC_POINTS_H

#include "crypto/ecc.h"

/* r = k × generator, of any curve but BN_P256. CT: in k. */
void ecc_points_mul_base(enum ecc_curve curve, const struct ecc_num *k, struct ecc_point *r);

/*
 * r = k × point + add of P-256; add NULL adds nothing; r may be either. False if the result is the
 * point at infinity. Not CT: k is public.
 */
bool ecc_points_mul_p256(const struct ecc_num *k, const struct ecc_point *point,
			 const struct ecc_point *add, struct ecc_point *r);

#endif
