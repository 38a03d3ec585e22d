/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One multiplication, padded coordinates. */
#include "tests/interop/diff/ecc.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include "abi/tpm.h"
#include "tests/interop/diff/rng.h"

static int curve_nid(uint16_t curve)
{
	switch (curve) {
	case TPM_ECC_NIST_P256:
		return NID_X9_62_prime256v1;
	case TPM_ECC_NIST_P384:
		return NID_secp384r1;
	case TPM_ECC_NIST_P521:
		return NID_secp521r1;
	default:
		return NID_undef;
	}
}

uint16_t ecc_size(uint16_t curve)
{
	switch (curve) {
	case TPM_ECC_NIST_P256:
		return 32;
	case TPM_ECC_NIST_P384:
		return 48;
	case TPM_ECC_NIST_P521:
		return 66;
	default:
		return 0;
	}
}

bool ecc_private(uint16_t curve, uint64_t seed, struct brief *out)
{
	struct rng rng = { seed };

	out->len = ecc_size(curve);
	for (uint16_t i = 0; i < out->len; i++)
		out->b[i] = (uint8_t)rng_next(&rng);
	if (out->len == 0)
		return false;
	/* Below every order: the topmost byte of P-521's has one bit */
	out->b[0] = curve == TPM_ECC_NIST_P521 ? 0 : out->b[0] & 0x7f;
	return true;
}

static bool load_point(const EC_GROUP *group, EC_POINT *out, const struct ecc_point *point)
{
	BIGNUM *x = BN_bin2bn(point->x.b, point->x.len, NULL);
	BIGNUM *y = BN_bin2bn(point->y.b, point->y.len, NULL);
	bool is_on_curve = EC_POINT_set_affine_coordinates(group, out, x, y, NULL) == 1;

	BN_free(x);
	BN_free(y);
	return is_on_curve;
}

static bool store_point(const EC_GROUP *group, const EC_POINT *point, uint16_t size,
			struct ecc_point *out)
{
	BIGNUM *x = BN_new();
	BIGNUM *y = BN_new();
	bool is_done = EC_POINT_get_affine_coordinates(group, point, x, y, NULL) == 1 &&
		       BN_bn2binpad(x, out->x.b, size) == size &&
		       BN_bn2binpad(y, out->y.b, size) == size;

	out->x.len = size;
	out->y.len = size;
	BN_free(x);
	BN_free(y);
	return is_done;
}

bool ecc_multiply(uint16_t curve, const struct brief *scalar, const struct ecc_point *point,
		  struct ecc_point *out)
{
	EC_GROUP *group =
		curve_nid(curve) != NID_undef ? EC_GROUP_new_by_curve_name(curve_nid(curve)) : NULL;
	EC_POINT *base = NULL;
	EC_POINT *result = NULL;
	BIGNUM *k = NULL;
	bool is_done = false;

	if (group == NULL)
		return false;
	base = EC_POINT_new(group);
	result = EC_POINT_new(group);
	k = BN_bin2bn(scalar->b, scalar->len, NULL);
	if (point == NULL)
		is_done = EC_POINT_mul(group, result, k, NULL, NULL, NULL) == 1;
	else
		is_done = load_point(group, base, point) &&
			  EC_POINT_mul(group, result, NULL, base, k, NULL) == 1;
	is_done = is_done && store_point(group, result, ecc_size(curve), out);
	BN_free(k);
	EC_POINT_free(result);
	EC_POINT_free(base);
	EC_GROUP_free(group);
	return is_done;
}
