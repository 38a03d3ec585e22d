/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Multiplication of any point of any curve, in slices. Internal to crypto/. CT: in scalar and
 * point. */
#ifndef CRYPTO_ECC_WINDOW_H
#define CRYPTO_ECC_WINDOW_H

#include "crypto/ecc_modulus.h"

#define ECC_WINDOW_TABLE 16u

/* Jacobian coordinates in Montgomery's form: (x / z², y / z³); z = 0 is the point at infinity */
struct ecc_window_point {
	uint64_t x[ECC_LIMBS_MAX];
	uint64_t y[ECC_LIMBS_MAX];
	uint64_t z[ECC_LIMBS_MAX];
};

/* A multiplication under way; holds no pointer */
struct ecc_window {
	uint32_t curve;
	uint32_t next; /* digit of the scalar, from the top */
	struct ecc_num k;
	struct ecc_window_point sum;
	struct ecc_window_point table[ECC_WINDOW_TABLE];
};

/* Begins k × point; k is in 1..n − 1 and point on the curve. */
void ecc_window_begin(struct ecc_window *window, enum ecc_curve curve, const struct ecc_num *k,
		      const struct ecc_point *point);

/* Goes on, for up to 2 million instructions; true once it is done. */
bool ecc_window_step(struct ecc_window *window);

/* r = the product + add (NULL: nothing). False if that is the point at infinity, r unchanged. */
bool ecc_window_finish(struct ecc_window *window, const struct ecc_point *add, struct ecc_point *r);

#endif
