/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_Sign and TPM2_VerifySignature. Spec: TPM 2.0 Library Part 3 revision 1.59 s20. */
#include "modules/vtpm/tpm/sign.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/ticket.h"

/* --- TPM2_Sign
 * ----------------------------------------------------------------------------------------------------
 */
struct sign_in {
	struct tpm2b_digest digest;
	struct tpmt_scheme scheme;
	struct tpmt_tk validation;
};
static const struct wire_field sign_in_fields[] = {
	WIRE_FIELD(struct sign_in, digest, tpm2b_digest),
	WIRE_FIELD_NULL(struct sign_in, scheme, tpmt_sig_scheme),
	WIRE_FIELD(struct sign_in, validation, tpmt_tk_hashcheck),
};
struct sign_out {
	struct tpmt_signature signature;
};
static const struct wire_field sign_out_fields[] = { WIRE_FIELD(struct sign_out, signature,
								tpmt_signature) };

/* A restricted key signs only digests that the TPM made of data that is not its own structures */
static uint32_t check_digest(struct tpm *tpm, const struct tpm_slot *key, const struct sign_in *in,
			     uint16_t hash_alg)
{
	bool is_restricted = key->object.pub.attributes & TPMA_OBJECT_RESTRICTED;

	if (in->validation.digest.len != 0 || is_restricted)
		return ticket_is_hash_check(tpm, &in->validation, hash_alg, &in->digest)
			       ? TPM_RC_SUCCESS
			       : COMMAND_PARAM(TPM_RC_TICKET, 3);
	return in->digest.len == hash_size(hash_alg) ? TPM_RC_SUCCESS
						     : COMMAND_PARAM(TPM_RC_SIZE, 1);
}

static uint32_t sign_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct sign_in *in = call->in;
	struct sign_out *out = call->out;
	struct tpm_slot *key = call->slots[0];
	struct tpmt_scheme scheme;
	uint32_t rc;

	if (key->kind != SLOT_OBJECT || !sign_may(key))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if (key->object.pub.attributes & TPMA_OBJECT_X509SIGN)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (sign_select_scheme(key, &in->scheme, &scheme) != TPM_RC_SUCCESS)
		return COMMAND_PARAM(TPM_RC_SCHEME, 2);
	rc = check_digest(tpm, key, in, scheme.hash_alg);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return command_param(sign_digest(tpm, key, &scheme, &in->digest, &out->signature), 2);
}

TPM_COMMAND(sign, .code = TPM_CC_SIGN, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(sign), COMMAND_OUT(sign), .run = sign_run);

/* --- TPM2_VerifySignature
 * --------------------------------------------------------------------------------------------- */
struct verify_in {
	struct tpm2b_digest digest;
	struct tpmt_signature signature;
};
static const struct wire_field verify_in_fields[] = {
	WIRE_FIELD(struct verify_in, digest, tpm2b_digest),
	WIRE_FIELD(struct verify_in, signature, tpmt_signature),
};
struct verify_out {
	struct tpmt_tk validation;
};
static const struct wire_field verify_out_fields[] = { WIRE_FIELD(struct verify_out, validation,
								  tpmt_tk_verified) };

static uint32_t verify_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct verify_in *in = call->in;
	struct verify_out *out = call->out;
	struct tpm_slot *key = call->slots[0];
	const struct ticket_parts parts = { { { in->digest.bytes, in->digest.len },
					      { key->object.name.bytes, key->object.name.len } } };
	uint32_t hierarchy = key->object.hierarchy;
	uint32_t rc;

	if (key->kind != SLOT_OBJECT || !(key->object.pub.attributes & TPMA_OBJECT_SIGN_ENCRYPT))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	rc = sign_verify(tpm, key, &in->digest, &in->signature);
	if (rc != TPM_RC_SUCCESS)
		return command_param(rc, 2);
	if (key->object.pub.name_alg == TPM_ALG_NULL)
		hierarchy = TPM_RH_NULL;
	ticket_make(tpm, TPM_ST_VERIFIED, hierarchy, &parts, &out->validation);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(verify_signature, .code = TPM_CC_VERIFY_SIGNATURE,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_object)), COMMAND_IN(verify), COMMAND_OUT(verify),
	    .run = verify_run);
