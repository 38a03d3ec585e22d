/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Schemes and symmetric definitions of public areas, against their attributes.
 * Spec: TPM 2.0 Library Part 2 revision 1.59 s12.2.3.
 */
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/object_check.h"

enum use { USE_NONE, USE_SIGN, USE_DECRYPT, USE_BOTH };

static enum use use_of(const struct tpmt_public *pub)
{
	if (pub->attributes & TPMA_OBJECT_SIGN_ENCRYPT)
		return pub->attributes & TPMA_OBJECT_DECRYPT ? USE_BOTH : USE_SIGN;
	return pub->attributes & TPMA_OBJECT_DECRYPT ? USE_DECRYPT : USE_NONE;
}

static bool is_restricted(const struct tpmt_public *pub)
{
	return (pub->attributes & TPMA_OBJECT_RESTRICTED) != 0;
}

static uint32_t keyedhash_decrypt(const struct tpmt_public *pub)
{
	const struct tpmt_scheme *scheme = &pub->parms.keyedhash.scheme;

	if (scheme->scheme != TPM_ALG_XOR)
		return TPM_RC_SCHEME;
	if (!is_restricted(pub))
		return TPM_RC_SUCCESS;
	/* A derivation parent: its function is KDFa */
	if (scheme->extra != TPM_ALG_KDF1_SP800_108)
		return TPM_RC_SCHEME;
	return hash_size(scheme->hash_alg) == 0 ? TPM_RC_HASH : TPM_RC_SUCCESS;
}

static uint32_t keyedhash_schemes(const struct tpmt_public *pub)
{
	uint16_t scheme = pub->parms.keyedhash.scheme.scheme;

	switch (use_of(pub)) {
	case USE_SIGN:
		return scheme == TPM_ALG_HMAC ? TPM_RC_SUCCESS : TPM_RC_SCHEME;
	case USE_DECRYPT:
		return keyedhash_decrypt(pub);
	case USE_NONE:
	case USE_BOTH:
	default:
		return scheme == TPM_ALG_NULL ? TPM_RC_SUCCESS : TPM_RC_SCHEME;
	}
}

static const struct {
	uint16_t type;
	uint16_t scheme;
	enum use use;
} asymmetric[] = {
	{ TPM_ALG_RSA, TPM_ALG_RSASSA, USE_SIGN },    { TPM_ALG_RSA, TPM_ALG_RSAPSS, USE_SIGN },
	{ TPM_ALG_RSA, TPM_ALG_RSAES, USE_DECRYPT },  { TPM_ALG_RSA, TPM_ALG_OAEP, USE_DECRYPT },
	{ TPM_ALG_ECC, TPM_ALG_ECDSA, USE_SIGN },     { TPM_ALG_ECC, TPM_ALG_ECDAA, USE_SIGN },
	{ TPM_ALG_ECC, TPM_ALG_ECSCHNORR, USE_SIGN }, { TPM_ALG_ECC, TPM_ALG_ECDH, USE_DECRYPT },
};

static bool is_scheme_for(uint16_t type, uint16_t scheme, enum use use)
{
	for (size_t i = 0; i < sizeof(asymmetric) / sizeof(asymmetric[0]); i++) {
		if (asymmetric[i].type == type && asymmetric[i].scheme == scheme)
			return asymmetric[i].use == use;
	}
	return false;
}

/* No scheme leaves it to each command; a restricted signing key must name its own, a parent none */
static bool is_asymmetric_scheme_right(const struct tpmt_public *pub, uint16_t scheme)
{
	enum use use = use_of(pub);

	if (scheme == TPM_ALG_NULL)
		return use != USE_SIGN || !is_restricted(pub);
	if (use == USE_DECRYPT && is_restricted(pub))
		return false;
	return is_scheme_for(pub->type, scheme, use);
}

static uint32_t asymmetric_schemes(const struct tpmt_public *pub)
{
	bool is_ecc = pub->type == TPM_ALG_ECC;
	uint16_t scheme = is_ecc ? pub->parms.ecc.scheme.scheme : pub->parms.rsa.scheme.scheme;
	bool is_storage = is_restricted(pub) && (pub->attributes & TPMA_OBJECT_DECRYPT);

	if (!is_asymmetric_scheme_right(pub, scheme))
		return TPM_RC_SCHEME;
	if (!is_storage && object_symmetric(pub)->algorithm != TPM_ALG_NULL)
		return TPM_RC_SYMMETRIC;
	if (is_ecc && pub->parms.ecc.kdf.scheme != TPM_ALG_NULL)
		return TPM_RC_KDF;
	return TPM_RC_SUCCESS;
}

static bool is_same_symmetric(const struct tpmt_sym_def *a, const struct tpmt_sym_def *b)
{
	return b != NULL && a->algorithm == b->algorithm && a->key_bits == b->key_bits &&
	       a->mode == b->mode;
}

/* A parent needs a cipher; one that stays under its parent protects no better and no worse */
static uint32_t parent_symmetric(const struct tpm_object_state *parent,
				 const struct tpmt_public *pub)
{
	const struct tpmt_sym_def *symmetric = object_symmetric(pub);

	if (symmetric == NULL || !is_restricted(pub) || !(pub->attributes & TPMA_OBJECT_DECRYPT))
		return TPM_RC_SUCCESS;
	if (symmetric->algorithm == TPM_ALG_NULL)
		return TPM_RC_SYMMETRIC;
	if (parent == NULL || !(pub->attributes & TPMA_OBJECT_FIXEDPARENT))
		return TPM_RC_SUCCESS;
	if (pub->name_alg != parent->pub.name_alg)
		return TPM_RC_HASH;
	return is_same_symmetric(symmetric, object_symmetric(&parent->pub)) ? TPM_RC_SUCCESS
									    : TPM_RC_SYMMETRIC;
}

uint32_t object_check_schemes(const struct tpm_object_state *parent, const struct tpmt_public *pub)
{
	uint32_t rc = TPM_RC_SUCCESS;

	if (pub->type == TPM_ALG_KEYEDHASH)
		rc = keyedhash_schemes(pub);
	else if (pub->type == TPM_ALG_SYMCIPHER && (pub->attributes & TPMA_OBJECT_DECRYPT) &&
		 pub->parms.sym.mode == TPM_ALG_CMAC)
		rc = TPM_RC_SCHEME; /* nothing to decrypt */
	else if (pub->type != TPM_ALG_SYMCIPHER)
		rc = asymmetric_schemes(pub);
	return rc != TPM_RC_SUCCESS ? rc : parent_symmetric(parent, pub);
}
