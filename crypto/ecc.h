/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Elliptic curves in short Weierstrass form with cofactor 1: parameters, numbers, points, keys.
 * Signatures are ecdsa.h and ecschnorr.h; arithmetic modulo the order is ecc_scalar.h.
 *
 * Every number is a struct ecc_num: big-endian, the first ecc_size(curve) bytes, padded with
 * leading zeros. Results are written so; the bytes behind them are zero.
 *
 * Calls that multiply points take the lock of crypto/scratch.h: safe on any CPU, not in exception
 * handlers. Making keys, public points and signatures takes at most 3.5 million instructions on any
 * curve; ecc_mul, ecc_mul_add and verification on curves other than P-256 take more, and callers
 * with a bound slice them with ecc_job.h (crypto/README.md has the numbers).
 * Spec: SEC 2 2.0, FIPS 186-4 sD.1.2; ISO/IEC 15946-5 (BN_P256); TPM 2.0 Part 4 1.59 (TPM_ECC_CURVE).
 */
#ifndef CRYPTO_ECC_H
#define CRYPTO_ECC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/drbg.h"
#include "lib/err.h"

/* Dense from 0 */
enum ecc_curve { ECC_P256, ECC_P384, ECC_P521, ECC_BN_P256 };
#define ECC_CURVE_COUNT 4u

#define ECC_SIZE_MAX 66u

/* A coordinate or a scalar. One that is a secret is wiped by whoever declares it. */
struct ecc_num {
	uint8_t bytes[ECC_SIZE_MAX];
};

/* An affine point; the point at infinity has no such form and is reported as ERR_CRYPTO. */
struct ecc_point {
	struct ecc_num x;
	struct ecc_num y;
};

/* y² = x³ + a x + b over the integers modulo p; the generator g has prime order n; the cofactor is
 * 1 */
struct ecc_params {
	uint16_t bits; /* of p and of n */
	uint16_t size; /* (bits + 7) / 8: the length of each number here, ecc_size() */
	struct ecc_num p;
	struct ecc_num a;
	struct ecc_num b;
	struct ecc_point g;
	struct ecc_num n;
};

/* The curve's parameters, for ever. */
const struct ecc_params *ecc_params(enum ecc_curve curve);

/* Bytes of a coordinate and of a scalar: 32, 48, 66 or 32. */
size_t ecc_size(enum ecc_curve curve);

/*
 * Takes bytes[0..len), big-endian, any length, as a number of the curve's size. Says nothing about
 * its range. Returns OK or ERR_RANGE (a byte before the last ecc_size(curve) is not 0). CT: in
 * contents.
 */
MUST_USE enum err ecc_num_set(enum ecc_curve curve, struct ecc_num *num, const void *bytes,
			      size_t len);

/* Whether 1 ≤ k < n. CT: in k. */
bool ecc_is_scalar(enum ecc_curve curve, const struct ecc_num *k);

/* Whether both coordinates are below p and fit the equation. */
bool ecc_is_on_curve(enum ecc_curve curve, const struct ecc_point *point);

/*
 * A private key from a generator: draws ecc_size + ECC_KEY_EXTRA bytes in one request, takes them
 * as a big-endian number c and answers d = (c mod (n − 1)) + 1, with its public point unless q is
 * NULL. Deterministic in the generator's state, for ever; the generator advances. Returns OK or
 * drbg_generate's error, d and q
 * unchanged. CT: in d. Spec: FIPS 186-4 sB.4.1.
 */
MUST_USE enum err ecc_key_from_drbg(enum ecc_curve curve, struct drbg *drbg, struct ecc_num *d,
				    struct ecc_point *q);

/* The same from crypto_random: a new key or a new ephemeral scalar. Returns OK or ERR_STATE. */
MUST_USE enum err ecc_key_random(enum ecc_curve curve, struct ecc_num *d, struct ecc_point *q);

/*
 * The same from bytes[0..ecc_size + ECC_KEY_EXTRA) that the caller derived. The bytes beyond the
 * order's keep the bias of the reduction below 2^−64. Returns OK.
 */
#define ECC_KEY_EXTRA 8u
MUST_USE enum err ecc_key_from_bytes(enum ecc_curve curve, const uint8_t *bytes, struct ecc_num *d,
				     struct ecc_point *q);

/* q = d × g. Returns OK or ERR_RANGE (d is not in 1..n − 1), q unchanged. CT: in d. */
MUST_USE enum err ecc_public(enum ecc_curve curve, const struct ecc_num *d, struct ecc_point *q);

/*
 * r = k × point; ECDH's shared secret is r.x. r may be point. Returns OK; ERR_RANGE (k is not in
 * 1..n − 1, or point is not on the curve), r unchanged. CT: in k.
 */
MUST_USE enum err ecc_mul(enum ecc_curve curve, const struct ecc_num *k,
			  const struct ecc_point *point, struct ecc_point *r);

/*
 * r = a × p + b × q; p NULL is the generator. Returns OK; ERR_RANGE (as in ecc_mul, for either
 * pair); ERR_CRYPTO (the sum is the point at infinity); r unchanged. CT: in a and b.
 */
MUST_USE enum err ecc_mul_add(enum ecc_curve curve, const struct ecc_num *a,
			      const struct ecc_point *p, const struct ecc_num *b,
			      const struct ecc_point *q, struct ecc_point *r);

/*
 * num = bytes[0..len) as a big-endian number, modulo the field prime p; len ≤ 2 × ecc_size(curve).
 * For TPM2_Commit, whose x coordinate is a digest. Returns OK or ERR_RANGE (len).
 */
MUST_USE enum err ecc_field_reduce(enum ecc_curve curve, struct ecc_num *num, const void *bytes,
				   size_t len);

#endif
