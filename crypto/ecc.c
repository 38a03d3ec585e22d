/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys and points: what is checked before ecc_points.h computes. Must never let a point in
 * unchecked. */
#include "crypto/ecc.h"

#include "crypto/ecc_modulus.h"
#include "crypto/ecc_points.h"
#include "crypto/random.h"
#include "crypto/scratch.h"
#include "crypto/secret.h"

enum err ecc_num_set(enum ecc_curve curve, struct ecc_num *num, const void *bytes, size_t len)
{
	const uint8_t *from = bytes;
	size_t size = ecc_size(curve);
	struct ecc_num value = { 0 };
	uint8_t excess = 0;

	for (size_t i = 0; i < len; i++) {
		if (i < size)
			value.bytes[size - 1 - i] = from[len - 1 - i];
		else
			excess |= from[len - 1 - i];
	}
	if (excess == 0)
		*num = value;
	crypto_wipe(&value, sizeof(value));
	return excess == 0 ? OK : ERR_RANGE;
}

bool ecc_is_scalar(enum ecc_curve curve, const struct ecc_num *k)
{
	struct ecc_modulus n;
	uint64_t limbs[ECC_LIMBS_MAX];
	bool is;

	ecc_modulus_init(&n, curve, ECC_ORDER);
	is = ecc_modulus_load(&n, limbs, k);
	is &= !limbs_is_zero(limbs, n.mont.n);
	crypto_wipe(limbs, sizeof(limbs));
	return is;
}

bool ecc_is_on_curve(enum ecc_curve curve, const struct ecc_point *point)
{
	const struct ecc_params *params = ecc_params(curve);
	struct ecc_modulus p;
	uint64_t x[ECC_LIMBS_MAX];
	uint64_t y[ECC_LIMBS_MAX];
	uint64_t right[ECC_LIMBS_MAX];
	uint64_t t[ECC_LIMBS_MAX];

	ecc_modulus_init(&p, curve, ECC_FIELD);
	if (!ecc_modulus_load(&p, x, &point->x) || !ecc_modulus_load(&p, y, &point->y))
		return false;
	mont_enter(&p.mont, x, x);
	mont_enter(&p.mont, y, y);
	/* (x² + a) x + b */
	ecc_modulus_load(&p, t, &params->a);
	mont_enter(&p.mont, t, t);
	mont_mul(&p.mont, right, x, x);
	mont_add(&p.mont, right, right, t);
	mont_mul(&p.mont, right, right, x);
	ecc_modulus_load(&p, t, &params->b);
	mont_enter(&p.mont, t, t);
	mont_add(&p.mont, right, right, t);
	mont_mul(&p.mont, y, y, y);
	return limbs_is_equal(y, right, p.mont.n);
}

enum err ecc_field_reduce(enum ecc_curve curve, struct ecc_num *num, const void *bytes, size_t len)
{
	struct ecc_modulus p;
	uint64_t limbs[ECC_LIMBS_MAX];

	if (len > 2 * ecc_size(curve))
		return ERR_RANGE;
	ecc_modulus_init(&p, curve, ECC_FIELD);
	ecc_modulus_reduce(&p, limbs, bytes, len);
	ecc_modulus_store(&p, num, limbs);
	return OK;
}

enum err ecc_public(enum ecc_curve curve, const struct ecc_num *d, struct ecc_point *q)
{
	if (!ecc_is_scalar(curve, d))
		return ERR_RANGE;
	if (curve == ECC_BN_P256)
		return ecc_mul(curve, d, &ecc_params(curve)->g, q);
	(void)scratch_take(0);
	ecc_points_mul_base(curve, d, q);
	scratch_drop();
	return OK;
}

/* (c mod (n − 1)) + 1, a bit of c at a time: n − 1 is even, so Montgomery's form is of no use */
static void scalar_from(enum ecc_curve curve, struct ecc_num *d, const uint8_t *c, size_t len)
{
	struct ecc_modulus n;
	uint64_t limit[ECC_LIMBS_MAX + 1] = { 0 };
	uint64_t rest[ECC_LIMBS_MAX + 1] = { 0 };
	uint64_t less[ECC_LIMBS_MAX + 1];
	size_t limbs;

	ecc_modulus_init(&n, curve, ECC_ORDER);
	limbs = n.mont.n + 1;
	limbs_copy(limit, n.m, n.mont.n);
	limit[0] -= 1;
	for (size_t i = 0; i < 8 * len; i++) {
		limbs_add(rest, rest, rest, limbs);
		rest[0] |= c[i / 8] >> (7 - i % 8) & 1;
		limbs_select(rest, less, limbs_sub(less, rest, limit, limbs) - 1, limbs);
	}
	limbs_zero(less, limbs);
	less[0] = 1;
	limbs_add(rest, rest, less, limbs);
	ecc_modulus_store(&n, d, rest);
	crypto_wipe(rest, sizeof(rest));
	crypto_wipe(less, sizeof(less));
}

enum err ecc_key_from_bytes(enum ecc_curve curve, const uint8_t *bytes, struct ecc_num *d,
			    struct ecc_point *q)
{
	struct ecc_num scalar;
	enum err err = OK;

	scalar_from(curve, &scalar, bytes, ecc_size(curve) + ECC_KEY_EXTRA);
	if (q != NULL)
		err = ecc_public(curve, &scalar, q);
	if (err == OK)
		*d = scalar;
	crypto_wipe(&scalar, sizeof(scalar));
	return err;
}

enum err ecc_key_from_drbg(enum ecc_curve curve, struct drbg *drbg, struct ecc_num *d,
			   struct ecc_point *q)
{
	uint8_t bytes[ECC_SIZE_MAX + ECC_KEY_EXTRA];
	enum err err = drbg_generate(drbg, bytes, ecc_size(curve) + ECC_KEY_EXTRA);

	if (err == OK)
		err = ecc_key_from_bytes(curve, bytes, d, q);
	crypto_wipe(bytes, sizeof(bytes));
	return err;
}

enum err ecc_key_random(enum ecc_curve curve, struct ecc_num *d, struct ecc_point *q)
{
	uint8_t bytes[ECC_SIZE_MAX + ECC_KEY_EXTRA];
	enum err err = crypto_random(bytes, ecc_size(curve) + ECC_KEY_EXTRA);

	if (err == OK)
		err = ecc_key_from_bytes(curve, bytes, d, q);
	crypto_wipe(bytes, sizeof(bytes));
	return err;
}
