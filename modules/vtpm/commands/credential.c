/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Credentials: a secret for one object, which only the TPM that has it and a named key can open.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s24; Part 3 s12.5, s12.6.
 */
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/secret.h"

#define LABEL "IDENTITY"

/* TPM2B_ID_OBJECT: an HMAC and an encrypted digest, each with its length; kept as a tpm2b_private
 */
#define ID_OBJECT_MAX (2u * (2u + TPM_DIGEST_MAX))
static const struct wire_type wire_id_object = { .kind = WIRE_BUFFER,
						 .size = sizeof(struct tpm2b_private),
						 .max = ID_OBJECT_MAX };

/* Only a restricted decryption key has a cipher to protect a credential with */
static bool is_protector(const struct tpm_slot *slot)
{
	const uint32_t both = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT;
	const struct tpmt_public *pub = &slot->object.pub;

	return slot->kind == SLOT_OBJECT &&
	       (pub->type == TPM_ALG_RSA || pub->type == TPM_ALG_ECC) &&
	       (pub->attributes & both) == both;
}

static struct secret_wrapping wrapping(struct tpm *tpm, const struct tpm_slot *protector,
				       const struct tpm2b_name *name)
{
	const struct tpm2b_data *seed = &tpm_work(tpm)->secret.seed;

	return (struct secret_wrapping){ .protector = &protector->object.pub,
					 .seed = { seed->bytes, seed->len },
					 .name = name,
					 .iv = SECRET_ZERO_IV };
}

/* --- TPM2_MakeCredential ---------------------------------------------------------------------- */
struct make_credential_in {
	struct tpm2b_digest credential;
	struct tpm2b_name object_name;
};
static const struct wire_field make_credential_in_fields[] = {
	WIRE_FIELD(struct make_credential_in, credential, tpm2b_digest),
	WIRE_FIELD(struct make_credential_in, object_name, tpm2b_name),
};
struct make_credential_out {
	struct tpm2b_private credential_blob;
	struct tpm2b_encrypted_secret secret;
};
static const struct wire_field make_credential_out_fields[] = {
	WIRE_FIELD(struct make_credential_out, credential_blob, id_object),
	WIRE_FIELD(struct make_credential_out, secret, tpm2b_encrypted_secret),
};

static uint32_t make_credential_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_slot *key = call->slots[0];
	const struct make_credential_in *in = call->in;
	struct make_credential_out *out = call->out;
	uint8_t *plain = tpm_work(tpm)->secret.plain;
	size_t len;
	uint32_t rc;

	if (!is_protector(key))
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (in->credential.len > hash_size(key->object.pub.name_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	rc = secret_encrypt(tpm, key, LABEL, &tpm_work(tpm)->secret.seed, &out->secret);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	len = wire_pack(&wire_tpm2b_digest, &in->credential, plain,
			sizeof(tpm_work(tpm)->secret.plain));
	const struct secret_wrapping with = wrapping(tpm, key, &in->object_name);
	return secret_wrap(tpm, &with, plain, len, &out->credential_blob);
}

TPM_COMMAND(make_credential, .code = TPM_CC_MAKE_CREDENTIAL,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_object)), COMMAND_IN(make_credential),
	    COMMAND_OUT(make_credential), .run = make_credential_run);

/* --- TPM2_ActivateCredential ------------------------------------------------------------------ */
struct activate_credential_in {
	struct tpm2b_private credential_blob;
	struct tpm2b_encrypted_secret secret;
};
static const struct wire_field activate_credential_in_fields[] = {
	WIRE_FIELD(struct activate_credential_in, credential_blob, id_object),
	WIRE_FIELD(struct activate_credential_in, secret, tpm2b_encrypted_secret),
};
struct activate_credential_out {
	struct tpm2b_digest cert_info;
};
static const struct wire_field activate_credential_out_fields[] = {
	WIRE_FIELD(struct activate_credential_out, cert_info, tpm2b_digest),
};

static uint32_t activate_credential_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_slot *object = call->slots[0];
	struct tpm_slot *key = call->slots[1];
	const struct activate_credential_in *in = call->in;
	struct activate_credential_out *out = call->out;
	uint8_t *plain = tpm_work(tpm)->secret.plain;
	size_t len;
	uint32_t rc;

	if (!is_protector(key))
		return COMMAND_HANDLE(TPM_RC_TYPE, 2);
	rc = secret_decrypt(tpm, key, LABEL, &in->secret, &tpm_work(tpm)->secret.seed);
	if (rc == TPM_RC_PENDING)
		return rc;
	if (rc != TPM_RC_SUCCESS)
		return command_param(rc, 2);
	/* A sequence has no Name that a credential could be for */
	if (object->kind != SLOT_OBJECT)
		return COMMAND_PARAM(TPM_RC_INTEGRITY, 1);
	const struct secret_wrapping with = wrapping(tpm, key, &object->object.name);
	rc = secret_unwrap(&with, &in->credential_blob, plain, &len);
	if (rc == TPM_RC_SUCCESS)
		rc = wire_read_all(plain, len, &wire_tpm2b_digest, &out->cert_info);
	return command_param(rc, 1);
}

TPM_COMMAND(activate_credential, .code = TPM_CC_ACTIVATE_CREDENTIAL,
	    COMMAND_HANDLES(HANDLE(ADMIN, tpmi_dh_object), HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(activate_credential), COMMAND_OUT(activate_credential),
	    .run = activate_credential_run);
