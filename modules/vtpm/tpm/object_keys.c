/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether the numbers of a public and a sensitive area are keys, and of one another. The prime of
 * an RSA key is tried only when the key is made ready for use.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s27.6, Part 2 s12.2, s12.3.
 */
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/curve.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object_check.h"

#define EXPONENT_MIN 7u

static uint32_t rsa_keys(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
			 const struct object_blame *blame)
{
	const struct tpm2b_public_key_rsa *modulus = &pub->unique.rsa;
	uint32_t size = pub->parms.rsa.key_bits / 8u;
	uint32_t exponent = pub->parms.rsa.exponent;
	const struct tpm2b_private_key_rsa *prime;

	if (modulus->len != size || modulus->bytes[0] < 0x80)
		return COMMAND_PARAM(TPM_RC_KEY, blame->public_number);
	if (exponent != 0 && exponent < EXPONENT_MIN)
		return COMMAND_PARAM(TPM_RC_VALUE, blame->public_number);
	if (sensitive == NULL)
		return TPM_RC_SUCCESS;
	prime = &sensitive->composite.rsa;
	if (prime->len * 2u != size || prime->bytes[0] < 0x80)
		return COMMAND_PARAM(TPM_RC_KEY_SIZE, blame->sensitive_number);
	return TPM_RC_SUCCESS;
}

static uint32_t ecc_public_key(const struct tpmt_public *pub, enum ecc_curve curve,
			       const struct object_blame *blame)
{
	const struct tpms_ecc_point *point = &pub->unique.ecc;

	if (point->x.len != ecc_size(curve) || point->y.len != ecc_size(curve))
		return COMMAND_PARAM(TPM_RC_KEY, blame->public_number);
	if (pub->name_alg != TPM_ALG_NULL && !curve_is_on(curve, point))
		return COMMAND_PARAM(TPM_RC_ECC_POINT, blame->public_number);
	return TPM_RC_SUCCESS;
}

static bool is_public_of(const struct tpmt_public *pub, enum ecc_curve curve,
			 const struct ecc_num *d)
{
	struct ecc_point claimed;
	struct ecc_point computed;

	return curve_point_get(curve, &pub->unique.ecc, &claimed) == OK &&
	       ecc_public(curve, d, &computed) == OK &&
	       __builtin_memcmp(claimed.x.bytes, computed.x.bytes, ecc_size(curve)) == 0 &&
	       __builtin_memcmp(claimed.y.bytes, computed.y.bytes, ecc_size(curve)) == 0;
}

static uint32_t ecc_keys(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
			 const struct object_blame *blame)
{
	enum ecc_curve curve = curve_of(pub->parms.ecc.curve_id);
	uint32_t rc = TPM_RC_SUCCESS;
	struct ecc_num d;

	if (sensitive == NULL)
		return ecc_public_key(pub, curve, blame);
	if (curve_num_get(curve, &sensitive->composite.ecc, &d) != OK)
		return TPM_RC_KEY_SIZE;
	if (!ecc_is_scalar(curve, &d))
		rc = TPM_RC_KEY_SIZE;
	else if (pub->name_alg != TPM_ALG_NULL && !is_public_of(pub, curve, &d))
		rc = TPM_RC_BINDING;
	crypto_wipe(&d, sizeof(d));
	return rc;
}

static bool is_parent(const struct tpmt_public *pub)
{
	const uint32_t both = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT;

	return (pub->attributes & both) == both;
}

/* bits and sym: a length and bytes at the same place */
void object_unique(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
		   struct tpm2b_digest *unique)
{
	const struct tpm2b_sensitive_data *key = &sensitive->composite.bits;
	const struct tpm2b_digest *seed = &sensitive->seed;
	struct crypto_hash hash;
	struct crypto_hmac hmac;

	*unique = (struct tpm2b_digest){ .len = hash_size(pub->name_alg) };
	if (is_parent(pub)) {
		hmac_start(&hmac, pub->name_alg, seed->bytes, seed->len);
		crypto_hmac_update(&hmac, key->bytes, key->len);
		crypto_hmac_final(&hmac, unique->bytes);
		return;
	}
	hash_start(&hash, pub->name_alg);
	hash_2b(&hash, seed);
	hash_2b(&hash, key);
	crypto_hash_final(&hash, unique->bytes);
}

static uint32_t keyedhash_size(const struct tpmt_public *pub,
			       const struct tpmt_sensitive *sensitive,
			       const struct object_blame *blame)
{
	const struct tpmt_scheme *scheme = &pub->parms.keyedhash.scheme;
	uint16_t max = TPM_SYM_DATA_MAX;

	if (scheme->scheme != TPM_ALG_NULL)
		max = hash_block_size(scheme->hash_alg);
	if (sensitive->composite.bits.len > max)
		return COMMAND_PARAM(TPM_RC_KEY_SIZE, blame->sensitive_number);
	return TPM_RC_SUCCESS;
}

static uint32_t cipher_size(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
			    const struct object_blame *blame)
{
	if (sensitive->composite.sym.len * 8u != pub->parms.sym.key_bits)
		return COMMAND_PARAM(TPM_RC_KEY_SIZE, blame->sensitive_number);
	return TPM_RC_SUCCESS;
}

static uint32_t symmetric_keys(const struct tpmt_public *pub,
			       const struct tpmt_sensitive *sensitive,
			       const struct object_blame *blame)
{
	const struct tpm2b_digest *unique = &pub->unique.keyedhash;
	uint16_t size = hash_size(pub->name_alg);
	struct tpm2b_digest computed;
	uint32_t rc;

	if (sensitive == NULL)
		return unique->len == size ? (uint32_t)TPM_RC_SUCCESS
					   : COMMAND_PARAM(TPM_RC_KEY, blame->public_number);
	rc = pub->type == TPM_ALG_SYMCIPHER ? cipher_size(pub, sensitive, blame)
					    : keyedhash_size(pub, sensitive, blame);
	if (rc != TPM_RC_SUCCESS || size == 0)
		return rc;
	if (sensitive->seed.len != size)
		return COMMAND_PARAM(TPM_RC_KEY_SIZE, blame->sensitive_number);
	object_unique(pub, sensitive, &computed);
	if (unique->len != computed.len ||
	    __builtin_memcmp(unique->bytes, computed.bytes, computed.len) != 0)
		return TPM_RC_BINDING;
	return TPM_RC_SUCCESS;
}

/* A parent's seed keys the protection of its children */
static uint32_t parent_seed(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
			    const struct object_blame *blame)
{
	uint16_t size = hash_size(pub->name_alg);

	if (!is_parent(pub) || sensitive == NULL || size == 0)
		return TPM_RC_SUCCESS;
	if (sensitive->seed.len < size / 2 || sensitive->seed.len > size)
		return COMMAND_PARAM(TPM_RC_SIZE, blame->sensitive_number);
	return TPM_RC_SUCCESS;
}

static uint32_t type_keys(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
			  const struct object_blame *blame)
{
	switch (pub->type) {
	case TPM_ALG_RSA:
		return rsa_keys(pub, sensitive, blame);
	case TPM_ALG_ECC:
		return ecc_keys(pub, sensitive, blame);
	default:
		return symmetric_keys(pub, sensitive, blame);
	}
}

uint32_t object_check_keys(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
			   const struct object_blame *blame)
{
	uint16_t size = hash_size(pub->name_alg);
	uint32_t rc;

	if (sensitive != NULL) {
		if (sensitive->type != pub->type)
			return COMMAND_PARAM(TPM_RC_TYPE, blame->sensitive_number);
		if (size != 0 && sensitive->auth.len > size)
			return COMMAND_PARAM(TPM_RC_SIZE, blame->sensitive_number);
	}
	rc = type_keys(pub, sensitive, blame);
	return rc != TPM_RC_SUCCESS ? rc : parent_seed(pub, sensitive, blame);
}
