/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Points on the NIST curves, by OpenSSL, for keys that a client makes. */
#ifndef INTEROP_DIFF_ECC_H
#define INTEROP_DIFF_ECC_H

#include "tests/interop/diff/wire.h"

struct ecc_point {
	struct brief x;
	struct brief y;
};

/* Bytes of a coordinate; 0: not a curve of ours */
uint16_t ecc_size(uint16_t curve);

/* A private scalar out of seed. False: not a curve of ours */
bool ecc_private(uint16_t curve, uint64_t seed, struct brief *out);

/* scalar * point; point NULL: the generator. False: no such curve, not on it, or infinity */
bool ecc_multiply(uint16_t curve, const struct brief *scalar, const struct ecc_point *point,
		  struct ecc_point *out);

#endif
