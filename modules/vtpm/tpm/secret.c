/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Secrets to and from an asymmetric key: OAEP, or an exchange with an ephemeral key and KDFe. As
 * long as the digest of the key's nameAlg. Never tells why a decryption failed.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 annexes B.10, C.6.
 */
#include "modules/vtpm/tpm/secret.h"

#include "crypto/rsa_pad.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/curve.h"
#include "modules/vtpm/tpm/ecc_key.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/sign.h"
#include "modules/vtpm/tpm/wire.h"

/* call->slice once a decryption is done: from then on it answers at once, and what follows counts
 * from here */
#define SECRET_DECRYPTED 2u

static size_t label_len(const char *label)
{
	return __builtin_strlen(label) + 1;
}

/* --- RSA -------------------------------------------------------------------------------------- */
static uint32_t rsa_encrypt(struct tpm *tpm, const struct tpmt_public *pub, const char *label,
			    const struct tpm2b_data *secret, struct tpm2b_encrypted_secret *out)
{
	uint8_t *em = tpm_work(tpm)->secret.block;
	struct rsa_public key;
	enum err err;

	if (sign_rsa_public(pub, &key) != TPM_RC_SUCCESS)
		return TPM_RC_KEY;
	err = rsa_oaep_encode(hash_crypto(pub->name_alg), label, label_len(label), em, key.size,
			      secret->bytes, secret->len);
	if (err == ERR_STATE)
		return TPM_RC_FAILURE;
	if (err != OK || rsa_public_op(&key, em, key.size, out->bytes) != OK)
		return TPM_RC_VALUE;
	out->len = key.size;
	return TPM_RC_SUCCESS;
}

/* The key's own hash where it has one */
static uint16_t oaep_hash(const struct tpmt_public *pub)
{
	const struct tpmt_scheme *scheme = &pub->parms.rsa.scheme;

	return scheme->scheme == TPM_ALG_OAEP ? scheme->hash_alg : pub->name_alg;
}

static uint32_t rsa_decode(struct tpm *tpm, const struct tpmt_public *pub, const char *label,
			   struct tpm2b_data *out)
{
	uint16_t alg = oaep_hash(pub);
	uint8_t *message = tpm_work(tpm)->secret.message;
	size_t len = 0;

	if (rsa_oaep_decode(hash_crypto(alg), label, label_len(label), tpm_work(tpm)->secret.block,
			    pub->unique.rsa.len, message, &len) != OK ||
	    len > hash_size(alg))
		return TPM_RC_VALUE;
	*out = (struct tpm2b_data){ .len = (uint16_t)len };
	__builtin_memcpy(out->bytes, message, len);
	return TPM_RC_SUCCESS;
}

static uint32_t rsa_decrypt(struct tpm *tpm, struct tpm_slot *slot, const char *label,
			    const struct tpm2b_encrypted_secret *secret, struct tpm2b_data *out)
{
	const struct tpmt_public *pub = &slot->object.pub;
	const struct tpmt_scheme *scheme = &pub->parms.rsa.scheme;
	uint32_t rc;

	if (scheme->scheme != TPM_ALG_NULL && scheme->scheme != TPM_ALG_OAEP)
		return TPM_RC_SCHEME;
	if (secret->len != pub->unique.rsa.len)
		return TPM_RC_SIZE;
	if (tpm->call.slice >= SECRET_DECRYPTED)
		return TPM_RC_SUCCESS;
	if (tpm->call.slice == 0)
		return sign_rsa_begin(tpm, slot, secret->bytes, secret->len);
	rc = sign_rsa_step(tpm, tpm_work(tpm)->secret.block);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	tpm->call.slice = SECRET_DECRYPTED;
	return rsa_decode(tpm, pub, label, out);
}

/* --- ECC -------------------------------------------------------------------------------------- */
/* Both sides: Z is the product of one's number and the other's point; parties in the order of the
 * exchange */
static void ecc_derive(const struct tpmt_public *pub, const struct tpm2b_ecc_parameter *z,
		       const char *label, const struct tpm2b_ecc_parameter *ephemeral,
		       struct tpm2b_data *out)
{
	const struct tpm2b_ecc_parameter *own = &pub->unique.ecc.x;

	out->len = hash_size(pub->name_alg);
	tpm_kdfe(pub->name_alg, z->bytes, z->len, label, ephemeral->bytes, ephemeral->len,
		 own->bytes, own->len, 8u * out->len, out->bytes);
}

/* Slices: a decryption may have come before it (0 to 2); here 2 to 3 for the fresh key, 3 to 5 for
 * the product */
static uint32_t ecc_encrypt(struct tpm *tpm, const struct tpmt_public *pub, const char *label,
			    struct tpm2b_data *secret, struct tpm2b_encrypted_secret *out)
{
	enum ecc_curve curve = curve_of(pub->parms.ecc.curve_id);
	struct tpms_ecc_point *sent = &tpm_work(tpm)->secret.sent;
	struct ecc_point ephemeral;
	uint32_t rc;

	if (tpm->call.slice <= SECRET_DECRYPTED) {
		if (ecc_key_random(curve, &tpm_work(tpm)->ecc.k, &ephemeral) != OK)
			return TPM_RC_FAILURE;
		curve_point_put(curve, &ephemeral, sent);
		tpm->call.slice = SECRET_DECRYPTED + 1;
	}
	rc = ecc_step_mul(tpm, SECRET_DECRYPTED + 1, curve, &tpm_work(tpm)->ecc.k, &pub->unique.ecc,
			  &tpm_work(tpm)->ecc.z);
	if (rc == TPM_RC_PENDING)
		return rc;
	if (rc != TPM_RC_SUCCESS)
		return TPM_RC_KEY;
	ecc_derive(pub, &tpm_work(tpm)->ecc.z.x, label, &sent->x, secret);
	out->len = (uint16_t)wire_pack(&wire_tpms_ecc_point, sent, out->bytes, sizeof(out->bytes));
	return TPM_RC_SUCCESS;
}

static uint32_t ecc_decrypt(struct tpm *tpm, const struct tpm_slot *slot, const char *label,
			    const struct tpm2b_encrypted_secret *secret, struct tpm2b_data *out)
{
	struct wire_reader reader = { secret->bytes, secret->len };
	struct tpms_ecc_point *sent = &tpm_work(tpm)->secret.sent;
	uint32_t rc;

	if (tpm->call.slice >= SECRET_DECRYPTED)
		return TPM_RC_SUCCESS;
	rc = wire_read(&reader, &wire_tpms_ecc_point, sent, 0);
	if (rc == TPM_RC_SUCCESS)
		rc = ecc_step_key_mul(tpm, 0, slot, sent, &tpm_work(tpm)->ecc.z);
	if (rc == TPM_RC_SUCCESS)
		ecc_derive(&slot->object.pub, &tpm_work(tpm)->ecc.z.x, label, &sent->x, out);
	return rc;
}

uint32_t secret_decrypt(struct tpm *tpm, struct tpm_slot *slot, const char *label,
			const struct tpm2b_encrypted_secret *secret, struct tpm2b_data *out)
{
	const struct tpm_object_state *object = &slot->object;

	if (slot->kind != SLOT_OBJECT || (object->flags & OBJECT_PUBLIC_ONLY))
		return TPM_RC_KEY;
	if (!(object->pub.attributes & TPMA_OBJECT_DECRYPT))
		return TPM_RC_ATTRIBUTES;
	if (hash_size(object->pub.name_alg) == 0)
		return TPM_RC_HASH;
	switch (object->pub.type) {
	case TPM_ALG_RSA:
		return rsa_decrypt(tpm, slot, label, secret, out);
	case TPM_ALG_ECC:
		return ecc_decrypt(tpm, slot, label, secret, out);
	default:
		return TPM_RC_KEY;
	}
}

uint32_t secret_encrypt(struct tpm *tpm, const struct tpm_slot *slot, const char *label,
			struct tpm2b_data *secret, struct tpm2b_encrypted_secret *out)
{
	const struct tpmt_public *pub = &slot->object.pub;
	uint32_t rc;

	if (slot->kind != SLOT_OBJECT || !(pub->attributes & TPMA_OBJECT_DECRYPT))
		return TPM_RC_ATTRIBUTES;
	if (hash_size(pub->name_alg) == 0)
		return TPM_RC_HASH;
	if (pub->type == TPM_ALG_ECC)
		return ecc_encrypt(tpm, pub, label, secret, out);
	if (pub->type != TPM_ALG_RSA)
		return TPM_RC_KEY;
	secret->len = hash_size(pub->name_alg);
	rc = tpm_random(tpm, secret->bytes, secret->len);
	return rc == TPM_RC_SUCCESS ? rsa_encrypt(tpm, pub, label, secret, out) : rc;
}
