/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_RSA_Encrypt and TPM2_RSA_Decrypt. Spec: TPM 2.0 Library Part 3 revision 1.59 s14.2, s14.3; Part 1 annex B. */
#include "crypto/rsa_pad.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/sign.h"

struct rsa_in {
	struct tpm2b_public_key_rsa message; /* cipherText, when decrypting */
	struct tpmt_scheme scheme;
	struct tpm2b_data label;
};
static const struct wire_field rsa_in_fields[] = {
	WIRE_FIELD(struct rsa_in, message, tpm2b_public_key_rsa),
	WIRE_FIELD_NULL(struct rsa_in, scheme, tpmt_rsa_decrypt),
	WIRE_FIELD(struct rsa_in, label, tpm2b_data),
};
struct rsa_out {
	struct tpm2b_public_key_rsa data;
};
static const struct wire_field rsa_out_fields[] = { WIRE_FIELD(struct rsa_out, data,
							       tpm2b_public_key_rsa) };

/* The key's own scheme, or the caller's where the key has none. TPM_RC_SCHEME: they differ. */
static uint32_t select_scheme(const struct tpm_slot *key, const struct tpmt_scheme *in,
			      struct tpmt_scheme *out)
{
	const struct tpmt_scheme *own = &key->object.pub.parms.rsa.scheme;

	*out = own->scheme == TPM_ALG_NULL ? *in : *own;
	if (own->scheme == TPM_ALG_NULL || in->scheme == TPM_ALG_NULL)
		return TPM_RC_SUCCESS;
	if (in->scheme != own->scheme)
		return TPM_RC_SCHEME;
	if (own->scheme == TPM_ALG_OAEP && in->hash_alg != own->hash_alg)
		return TPM_RC_SCHEME;
	return TPM_RC_SUCCESS;
}

/* A label is a string with its NUL */
static bool is_label(const struct tpm2b_data *label)
{
	return label->len == 0 || label->bytes[label->len - 1] == 0;
}

/* --- TPM2_RSA_Encrypt
 * --------------------------------------------------------------------------------------------- */
static uint32_t pad(const struct tpmt_scheme *scheme, const struct rsa_in *in, uint8_t *em,
		    size_t size)
{
	enum err err = OK;

	switch (scheme->scheme) {
	case TPM_ALG_RSAES:
		err = rsa_pkcs1_encrypt_encode(em, size, in->message.bytes, in->message.len);
		break;
	case TPM_ALG_OAEP:
		err = rsa_oaep_encode(hash_crypto(scheme->hash_alg), in->label.bytes, in->label.len,
				      em, size, in->message.bytes, in->message.len);
		break;
	case TPM_ALG_NULL: {
		/* The message is a number of the modulus's size */
		size_t len = in->message.len < size ? in->message.len : size;
		size_t extra = in->message.len - len;

		for (size_t i = 0; i < extra; i++) {
			if (in->message.bytes[i] != 0)
				return TPM_RC_VALUE;
		}
		__builtin_memset(em, 0, size);
		__builtin_memcpy(em + size - len, in->message.bytes + extra, len);
		break;
	}
	default:
		return TPM_RC_SCHEME;
	}
	if (err == ERR_STATE)
		return TPM_RC_FAILURE;
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_VALUE;
}

static uint32_t encrypt_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct rsa_in *in = call->in;
	struct rsa_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	struct rsa_public pub;
	struct tpmt_scheme scheme;
	uint32_t rc;

	if (key->kind != SLOT_OBJECT || key->object.pub.type != TPM_ALG_RSA)
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if (!(key->object.pub.attributes & TPMA_OBJECT_DECRYPT))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (!is_label(&in->label))
		return COMMAND_PARAM(TPM_RC_VALUE, 3);
	if (select_scheme(key, &in->scheme, &scheme) != TPM_RC_SUCCESS)
		return COMMAND_PARAM(TPM_RC_SCHEME, 2);
	rc = sign_rsa_public(&key->object.pub, &pub);
	if (rc != TPM_RC_SUCCESS)
		return command_handle(rc, 1);
	rc = pad(&scheme, in, tpm_work(tpm)->sign.em, pub.size);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (rsa_public_op(&pub, tpm_work(tpm)->sign.em, pub.size, out->data.bytes) != OK)
		return TPM_RC_VALUE;
	out->data.len = pub.size;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(rsa_encrypt, .code = TPM_CC_RSA_ENCRYPT, COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_object)),
	    COMMAND_IN(rsa), COMMAND_OUT(rsa), .run = encrypt_run);

/* --- TPM2_RSA_Decrypt
 * --------------------------------------------------------------------------------------------- */
static uint32_t unpad(const struct tpmt_scheme *scheme, const struct rsa_in *in, const uint8_t *em,
		      size_t size, struct tpm2b_public_key_rsa *out)
{
	size_t len = size;
	enum err err = OK;

	switch (scheme->scheme) {
	case TPM_ALG_RSAES:
		err = rsa_pkcs1_encrypt_decode(em, size, out->bytes, &len);
		break;
	case TPM_ALG_OAEP:
		err = rsa_oaep_decode(hash_crypto(scheme->hash_alg), in->label.bytes, in->label.len,
				      em, size, out->bytes, &len);
		break;
	case TPM_ALG_NULL:
		__builtin_memcpy(out->bytes, em, size);
		break;
	default:
		return TPM_RC_SCHEME;
	}
	if (err != OK)
		return TPM_RC_VALUE;
	out->len = (uint16_t)len;
	return TPM_RC_SUCCESS;
}

static uint32_t decrypt_check(const struct tpm_slot *key, const struct rsa_in *in,
			      struct tpmt_scheme *scheme)
{
	if (key->kind != SLOT_OBJECT || key->object.pub.type != TPM_ALG_RSA)
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if ((key->object.pub.attributes & TPMA_OBJECT_RESTRICTED) ||
	    !(key->object.pub.attributes & TPMA_OBJECT_DECRYPT))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (!is_label(&in->label))
		return COMMAND_PARAM(TPM_RC_VALUE, 3);
	if (select_scheme(key, &in->scheme, scheme) != TPM_RC_SUCCESS)
		return COMMAND_PARAM(TPM_RC_SCHEME, 2);
	if (in->message.len != key->object.pub.unique.rsa.len)
		return TPM_RC_SIZE;
	return TPM_RC_SUCCESS;
}

static uint32_t decrypt_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct rsa_in *in = call->in;
	struct rsa_out *out = call->out;
	struct tpmt_scheme scheme;
	uint32_t rc = decrypt_check(call->slots[0], in, &scheme);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (call->slice == 0)
		rc = sign_rsa_begin(tpm, call->slots[0], in->message.bytes, in->message.len);
	else
		rc = sign_rsa_step(tpm, tpm_work(tpm)->sign.em);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return unpad(&scheme, in, tpm_work(tpm)->sign.em, in->message.len, &out->data);
}

TPM_COMMAND(rsa_decrypt, .code = TPM_CC_RSA_DECRYPT, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(rsa), COMMAND_OUT(rsa), .run = decrypt_run);
