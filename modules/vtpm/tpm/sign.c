/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signing and verifying: choosing the scheme, and which kind of key does it. RSA is sliced.
 * Never decides whether a key may be used: commands do. Spec: TPM 2.0 Library Part 1 revision 1.59 s21, annexes B, C.
 */
#include "modules/vtpm/tpm/sign.h"

#include "crypto/random.h"
#include "crypto/rsa_pad.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/sign_ecc.h"

static const struct tpmt_scheme *key_scheme(const struct tpmt_public *pub)
{
	switch (pub->type) {
	case TPM_ALG_RSA:
		return &pub->parms.rsa.scheme;
	case TPM_ALG_ECC:
		return &pub->parms.ecc.scheme;
	case TPM_ALG_KEYEDHASH:
		return &pub->parms.keyedhash.scheme;
	default:
		return NULL;
	}
}

bool sign_may(const struct tpm_slot *slot)
{
	return slot == NULL || (slot->kind == SLOT_OBJECT &&
				(slot->object.pub.attributes & TPMA_OBJECT_SIGN_ENCRYPT) &&
				slot->object.pub.type != TPM_ALG_SYMCIPHER);
}

/* Schemes in two commands have no default: the counter of the first must come with the second */
static bool is_split(uint16_t scheme)
{
	return scheme == TPM_ALG_ECDAA;
}

static bool is_scheme_of(uint16_t type, uint16_t scheme)
{
	switch (scheme) {
	case TPM_ALG_RSASSA:
	case TPM_ALG_RSAPSS:
		return type == TPM_ALG_RSA;
	case TPM_ALG_ECDSA:
	case TPM_ALG_ECDAA:
	case TPM_ALG_ECSCHNORR:
		return type == TPM_ALG_ECC;
	case TPM_ALG_HMAC:
		return type == TPM_ALG_KEYEDHASH;
	default:
		return false;
	}
}

uint32_t sign_select_scheme(const struct tpm_slot *slot, const struct tpmt_scheme *in,
			    struct tpmt_scheme *out)
{
	const struct tpmt_scheme *own;

	if (slot == NULL) {
		*out = (struct tpmt_scheme){ .scheme = TPM_ALG_NULL };
		return TPM_RC_SUCCESS;
	}
	own = key_scheme(&slot->object.pub);
	if (own == NULL)
		return TPM_RC_SCHEME;
	if (own->scheme == TPM_ALG_NULL) {
		if (!is_scheme_of(slot->object.pub.type, in->scheme))
			return TPM_RC_SCHEME;
		*out = *in;
		return TPM_RC_SUCCESS;
	}
	if (in->scheme == TPM_ALG_NULL) {
		if (is_split(own->scheme))
			return TPM_RC_SCHEME;
		*out = *own;
		return TPM_RC_SUCCESS;
	}
	if (in->scheme != own->scheme || in->hash_alg != own->hash_alg)
		return TPM_RC_SCHEME;
	*out = *in;
	return TPM_RC_SUCCESS;
}

/* --- RSA
 * ------------------------------------------------------------------------------------------------------
 */
static uint32_t rsa_encode(uint16_t scheme, uint16_t hash_alg, const struct tpm2b_digest *digest,
			   uint8_t *em, size_t size)
{
	enum err err;

	if (digest->len != hash_size(hash_alg))
		return TPM_RC_SIZE;
	if (scheme == TPM_ALG_RSASSA)
		err = rsa_pkcs1_sign_encode(hash_crypto(hash_alg), digest->bytes, em, size);
	else
		err = rsa_pss_encode(hash_crypto(hash_alg), digest->bytes, em, size);
	if (err == ERR_STATE)
		return TPM_RC_FAILURE;
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_VALUE;
}

static uint32_t rsa_sign_begin(struct tpm *tpm, struct tpm_slot *slot,
			       const struct tpmt_scheme *scheme, const struct tpm2b_digest *digest)
{
	size_t size = slot->object.pub.unique.rsa.len;
	uint8_t *em = tpm_work(tpm)->sign.em;
	uint32_t rc;

	if (scheme->scheme != TPM_ALG_RSASSA && scheme->scheme != TPM_ALG_RSAPSS)
		return TPM_RC_SCHEME;
	rc = rsa_encode(scheme->scheme, scheme->hash_alg, digest, em, size);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return sign_rsa_begin(tpm, slot, em, size);
}

uint32_t sign_rsa_begin(struct tpm *tpm, struct tpm_slot *slot, const uint8_t *in, size_t len)
{
	uint32_t rc = object_rsa_ready(slot);
	enum err err;

	if (rc != TPM_RC_SUCCESS)
		return rc;
	err = rsa_private_begin_take(&tpm_work(tpm)->job.rsa, &slot->rsa, in, len);
	if (err == ERR_RANGE)
		return TPM_RC_VALUE;
	if (err != OK)
		return TPM_RC_FAILURE;
	tpm->call.slice = 1;
	return TPM_RC_PENDING;
}

uint32_t sign_rsa_step(struct tpm *tpm, uint8_t *out)
{
	enum err err = rsa_private_step(&tpm_work(tpm)->job.rsa, out);

	if (err == ERR_BUSY)
		return TPM_RC_PENDING;
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_FAILURE;
}

static uint32_t rsa_sign(struct tpm *tpm, struct tpm_slot *slot, const struct tpmt_scheme *scheme,
			 const struct tpm2b_digest *digest, struct tpmt_signature *signature)
{
	if (tpm->call.slice == 0)
		return rsa_sign_begin(tpm, slot, scheme, digest);
	signature->signature.rsa.hash = scheme->hash_alg;
	signature->signature.rsa.sig.len = slot->object.pub.unique.rsa.len;
	return sign_rsa_step(tpm, signature->signature.rsa.sig.bytes);
}

uint32_t sign_rsa_public(const struct tpmt_public *pub, struct rsa_public *out)
{
	uint32_t exponent = pub->parms.rsa.exponent != 0 ? pub->parms.rsa.exponent : 65537u;

	return rsa_public_set(out, pub->unique.rsa.bytes, pub->unique.rsa.len, exponent) == OK
		       ? (uint32_t)TPM_RC_SUCCESS
		       : (uint32_t)TPM_RC_KEY;
}

static uint32_t rsa_verify(struct tpm *tpm, const struct tpm_slot *slot,
			   const struct tpm2b_digest *digest,
			   const struct tpmt_signature *signature)
{
	const struct tpms_signature_rsa *rsa = &signature->signature.rsa;
	uint8_t *em = tpm_work(tpm)->sign.em;
	struct rsa_public pub;
	enum err err;

	if (signature->sig_alg != TPM_ALG_RSASSA && signature->sig_alg != TPM_ALG_RSAPSS)
		return TPM_RC_SCHEME;
	if (rsa->sig.len != slot->object.pub.unique.rsa.len || digest->len != hash_size(rsa->hash))
		return TPM_RC_SIGNATURE;
	if (sign_rsa_public(&slot->object.pub, &pub) != TPM_RC_SUCCESS ||
	    rsa_public_op(&pub, rsa->sig.bytes, rsa->sig.len, em) != OK)
		return TPM_RC_SIGNATURE;
	if (signature->sig_alg == TPM_ALG_RSASSA)
		err = rsa_pkcs1_sign_check(hash_crypto(rsa->hash), digest->bytes, em, pub.size);
	else
		err = rsa_pss_check(hash_crypto(rsa->hash), digest->bytes, em, pub.size);
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_SIGNATURE;
}

/* --- HMAC
 * -------------------------------------------------------------------------------------------------------
 */
static void hmac_make(const struct tpm_slot *slot, uint16_t hash_alg,
		      const struct tpm2b_digest *digest, uint8_t *out)
{
	const struct tpm2b_sensitive_data *key = &slot->object.sensitive.composite.bits;

	crypto_hmac(hash_crypto(hash_alg), key->bytes, key->len, digest->bytes, digest->len, out);
}

static uint32_t hmac_sign(const struct tpm_slot *slot, const struct tpmt_scheme *scheme,
			  const struct tpm2b_digest *digest, struct tpmt_signature *signature)
{
	if (scheme->scheme != TPM_ALG_HMAC)
		return TPM_RC_SCHEME;
	signature->signature.hmac.hash_alg = scheme->hash_alg;
	hmac_make(slot, scheme->hash_alg, digest, signature->signature.hmac.digest);
	return TPM_RC_SUCCESS;
}

static uint32_t hmac_verify(const struct tpm_slot *slot, const struct tpm2b_digest *digest,
			    const struct tpmt_signature *signature)
{
	const struct tpmt_ha *hmac = &signature->signature.hmac;
	uint8_t expected[TPM_DIGEST_MAX];

	if (slot->object.flags & OBJECT_PUBLIC_ONLY)
		return TPM_RC_HANDLE;
	if (signature->sig_alg != TPM_ALG_HMAC)
		return TPM_RC_SCHEME;
	hmac_make(slot, hmac->hash_alg, digest, expected);
	return crypto_equal(expected, hmac->digest, hash_size(hmac->hash_alg)) ? TPM_RC_SUCCESS
									       : TPM_RC_SIGNATURE;
}

/* --- any key
 * ----------------------------------------------------------------------------------------------------
 */
uint32_t sign_digest(struct tpm *tpm, struct tpm_slot *slot, const struct tpmt_scheme *scheme,
		     const struct tpm2b_digest *digest, struct tpmt_signature *signature)
{
	signature->sig_alg = scheme->scheme;
	if (scheme->scheme == TPM_ALG_NULL)
		return TPM_RC_SUCCESS;
	switch (slot->object.pub.type) {
	case TPM_ALG_RSA:
		return rsa_sign(tpm, slot, scheme, digest, signature);
	case TPM_ALG_ECC:
		return sign_ecc(tpm, slot, scheme, digest, signature);
	case TPM_ALG_KEYEDHASH:
		return hmac_sign(slot, scheme, digest, signature);
	default:
		return TPM_RC_SCHEME;
	}
}

uint32_t sign_verify(struct tpm *tpm, struct tpm_slot *slot, const struct tpm2b_digest *digest,
		     const struct tpmt_signature *signature)
{
	if (signature->sig_alg == TPM_ALG_NULL)
		return TPM_RC_SCHEME;
	switch (slot->object.pub.type) {
	case TPM_ALG_RSA:
		return rsa_verify(tpm, slot, digest, signature);
	case TPM_ALG_ECC:
		return sign_ecc_verify(tpm, slot, digest, signature);
	case TPM_ALG_KEYEDHASH:
		return hmac_verify(slot, digest, signature);
	default:
		return TPM_RC_SCHEME;
	}
}
