/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Point multiplication, by whoever does it for a curve. Internal to crypto/. Scalars are in 1..n −
 * 1 and points on the curve: the caller has checked. The lock of scratch.h is held. CT: in scalars.
 */
#ifndef CRYPTO_ECC_POINTS_H
#define CRYPTO_ECC_POINTS_H

#include "crypto/ecc.h"

/*
 * r = k × point + add; point NULL is the generator, add NULL adds nothing; r may be either. False
 * if the result is the point at infinity.
 */
bool ecc_points_mul(enum ecc_curve curve, const struct ecc_num *k, const struct ecc_point *point,
		    const struct ecc_point *add, struct ecc_point *r);

/* The same for BN_P256 alone. */
bool ecc_bn_mul(const struct ecc_num *k, const struct ecc_point *point, const struct ecc_point *add,
		struct ecc_point *r);

#endif
