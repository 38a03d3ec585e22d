/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TPM2_ECC_Encrypt and TPM2_ECC_Decrypt: data masked by a value shared with a fresh key, with a
 * digest that binds it.
 * Spec: TPM 2.0 Library Part 3 revision 1.83 s14.8, s14.9; Part 1 annex C.8; KDF2 of ISO/IEC 18033-2.
 */
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/curve.h"
#include "modules/vtpm/tpm/ecc_key.h"
#include "modules/vtpm/tpm/hash.h"

/* xors the mask of len bytes into out: H(x ‖ y ‖ counter) for counter 1, 2, … */
static void mask(uint16_t hash_alg, const struct tpms_ecc_point *z, uint8_t *out, size_t len)
{
	uint8_t block[TPM_DIGEST_MAX];
	struct crypto_hash hash;

	for (uint32_t counter = 1; len != 0; counter++) {
		size_t part = len < hash_size(hash_alg) ? len : hash_size(hash_alg);

		hash_start(&hash, hash_alg);
		hash_2b(&hash, &z->x);
		hash_2b(&hash, &z->y);
		hash_u32(&hash, counter);
		crypto_hash_final(&hash, block);
		for (size_t i = 0; i < part; i++)
			out[i] ^= block[i];
		out += part;
		len -= part;
	}
	crypto_wipe(block, sizeof(block));
}

static void bind(uint16_t hash_alg, const struct tpms_ecc_point *z, const uint8_t *text, size_t len,
		 struct tpm2b_digest *digest)
{
	struct crypto_hash hash;

	digest->len = hash_size(hash_alg);
	hash_start(&hash, hash_alg);
	hash_2b(&hash, &z->x);
	crypto_hash_update(&hash, text, len);
	hash_2b(&hash, &z->y);
	crypto_hash_final(&hash, digest->bytes);
}

/* The key's own derivation, or the caller's; only KDF2 does this */
static uint32_t scheme_select(const struct tpm_slot *key, const struct tpmt_scheme *in,
			      uint32_t number, uint16_t *hash_alg)
{
	const struct tpmt_scheme *own = &key->object.pub.parms.ecc.kdf;
	const struct tpmt_scheme *used = in->scheme == TPM_ALG_NULL ? own : in;

	if (used->scheme == TPM_ALG_NULL)
		return COMMAND_PARAM(TPM_RC_SCHEME, number);
	if (own->scheme != TPM_ALG_NULL &&
	    (own->scheme != used->scheme || own->hash_alg != used->hash_alg))
		return COMMAND_PARAM(TPM_RC_SCHEME, number);
	*hash_alg = used->hash_alg;
	return used->scheme == TPM_ALG_KDF2 ? TPM_RC_SUCCESS : TPM_RC_SCHEME;
}

/* --- TPM2_ECC_Encrypt
 * --------------------------------------------------------------------------------------------- */
struct encrypt_in {
	struct tpm_span text;
	struct tpmt_scheme scheme;
};
static const struct wire_field encrypt_in_fields[] = {
	WIRE_FIELD(struct encrypt_in, text, span_max_buffer),
	WIRE_FIELD_NULL(struct encrypt_in, scheme, tpmt_kdf_scheme),
};
struct encrypt_out {
	struct tpms_ecc_point c1;
	struct tpm_span c2;
	struct tpm2b_digest c3;
};
static const struct wire_field encrypt_out_fields[] = {
	WIRE_FIELD(struct encrypt_out, c1, tpm2b_ecc_point),
	WIRE_FIELD(struct encrypt_out, c2, span_max_buffer),
	WIRE_FIELD(struct encrypt_out, c3, tpm2b_digest),
};

/* c1 = k × G for a fresh k, work.ecc.z = k × the key */
static uint32_t share(struct tpm *tpm, const struct tpm_slot *key, struct tpms_ecc_point *c1)
{
	enum ecc_curve curve = curve_of(key->object.pub.parms.ecc.curve_id);
	uint32_t rc = ecc_step_fresh(tpm, curve, c1);

	if (rc == TPM_RC_SUCCESS)
		rc = ecc_step_mul(tpm, 1, curve, &tpm_work(tpm)->ecc.k, &key->object.pub.unique.ecc,
				  &tpm_work(tpm)->ecc.z);
	return rc == TPM_RC_ECC_POINT ? COMMAND_HANDLE(TPM_RC_KEY, 1) : rc;
}

static uint32_t encrypt_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct encrypt_in *in = call->in;
	struct encrypt_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	const struct tpms_ecc_point *z = &tpm_work(tpm)->ecc.z;
	uint16_t hash_alg;
	uint32_t rc;

	if (!ecc_key_is(key))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	rc = scheme_select(key, &in->scheme, 2, &hash_alg);
	if (rc == TPM_RC_SUCCESS)
		rc = share(tpm, key, &out->c1);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	bind(hash_alg, z, in->text.bytes, in->text.len, &out->c3);
	__builtin_memcpy(tpm_work(tpm)->scratch, in->text.bytes, in->text.len);
	mask(hash_alg, z, tpm_work(tpm)->scratch, in->text.len);
	out->c2 = (struct tpm_span){ tpm_work(tpm)->scratch, in->text.len };
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(ecc_encrypt, .code = TPM_CC_ECC_ENCRYPT, COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_object)),
	    COMMAND_IN(encrypt), COMMAND_OUT(encrypt), .run = encrypt_run);

/* --- TPM2_ECC_Decrypt
 * --------------------------------------------------------------------------------------------- */
struct decrypt_in {
	struct tpms_ecc_point c1;
	struct tpm_span c2;
	struct tpm2b_digest c3;
	struct tpmt_scheme scheme;
};
static const struct wire_field decrypt_in_fields[] = {
	WIRE_FIELD(struct decrypt_in, c1, tpm2b_ecc_point),
	WIRE_FIELD(struct decrypt_in, c2, span_max_buffer),
	WIRE_FIELD(struct decrypt_in, c3, tpm2b_digest),
	WIRE_FIELD_NULL(struct decrypt_in, scheme, tpmt_kdf_scheme),
};
struct decrypt_out {
	struct tpm_span text;
};
static const struct wire_field decrypt_out_fields[] = { WIRE_FIELD(struct decrypt_out, text,
								   span_max_buffer) };

static uint32_t decrypt_check(const struct tpm_slot *key, const struct decrypt_in *in,
			      uint16_t *hash_alg)
{
	uint32_t attributes = key->object.pub.attributes;

	if (!ecc_key_is(key))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if ((attributes & TPMA_OBJECT_RESTRICTED) || !(attributes & TPMA_OBJECT_DECRYPT))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	return scheme_select(key, &in->scheme, 4, hash_alg);
}

static uint32_t decrypt_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct decrypt_in *in = call->in;
	struct decrypt_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	struct tpm2b_digest digest;
	const struct tpms_ecc_point *z = &tpm_work(tpm)->ecc.z;
	uint16_t hash_alg;
	uint32_t rc = decrypt_check(key, in, &hash_alg);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	/* A point off the curve is told apart from a wrong digest by nobody */
	rc = ecc_step_key_mul(tpm, 0, key, &in->c1, &tpm_work(tpm)->ecc.z);
	if (rc != TPM_RC_SUCCESS)
		return rc == TPM_RC_PENDING ? rc : TPM_RC_VALUE;
	__builtin_memcpy(tpm_work(tpm)->scratch, in->c2.bytes, in->c2.len);
	mask(hash_alg, z, tpm_work(tpm)->scratch, in->c2.len);
	bind(hash_alg, z, tpm_work(tpm)->scratch, in->c2.len, &digest);
	if (digest.len != in->c3.len || !crypto_equal(digest.bytes, in->c3.bytes, digest.len)) {
		crypto_wipe(tpm_work(tpm)->scratch, in->c2.len);
		return TPM_RC_VALUE;
	}
	out->text = (struct tpm_span){ tpm_work(tpm)->scratch, in->c2.len };
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(ecc_decrypt, .code = TPM_CC_ECC_DECRYPT, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(decrypt), COMMAND_OUT(decrypt), .run = decrypt_run);
