/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Beginning and ending sessions. Spec: TPM 2.0 Library Part 3 revision 1.59 s11, s28.4. */
#include "modules/vtpm/tpm/session.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity_pin.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/secret.h"

#define NONCE_MIN 16u

/* --- TPM2_StartAuthSession -------------------------------------------------------------------- */
struct start_auth_session_in {
	struct tpm2b_digest nonce_caller;
	struct tpm2b_encrypted_secret encrypted_salt;
	uint8_t session_type;
	struct tpmt_sym_def symmetric;
	uint16_t auth_hash;
};
static const struct wire_field start_auth_session_in_fields[] = {
	WIRE_FIELD(struct start_auth_session_in, nonce_caller, tpm2b_digest),
	WIRE_FIELD(struct start_auth_session_in, encrypted_salt, tpm2b_encrypted_secret),
	WIRE_FIELD(struct start_auth_session_in, session_type, tpm_se),
	WIRE_FIELD_NULL(struct start_auth_session_in, symmetric, tpmt_sym_def),
	WIRE_FIELD(struct start_auth_session_in, auth_hash, tpmi_alg_hash),
};

struct start_auth_session_out {
	struct tpm2b_digest nonce_tpm;
};
static const struct wire_field start_auth_session_out_fields[] = {
	WIRE_FIELD(struct start_auth_session_out, nonce_tpm, tpm2b_digest),
};

/* The salt, if a key was named. TPM_RC_PENDING as secret_decrypt */
static uint32_t recover_salt(struct tpm *tpm, struct tpm_call *call, struct tpm2b_data *salt)
{
	const struct start_auth_session_in *in = call->in;
	struct tpm_slot *key = call->slots[0];
	uint32_t rc;

	salt->len = 0;
	if (call->handles[0] == TPM_RH_NULL)
		return in->encrypted_salt.len == 0 ? TPM_RC_SUCCESS
						   : COMMAND_PARAM(TPM_RC_VALUE, 2);
	if (key->kind != SLOT_OBJECT ||
	    (key->object.pub.type != TPM_ALG_RSA && key->object.pub.type != TPM_ALG_ECC))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if (in->encrypted_salt.len == 0)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	if ((key->object.flags & OBJECT_PUBLIC_ONLY) != 0)
		return COMMAND_HANDLE(TPM_RC_HANDLE, 1);
	if ((key->object.pub.attributes & TPMA_OBJECT_DECRYPT) == 0)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	rc = secret_decrypt(tpm, key, "SECRET", &in->encrypted_salt, salt);
	if (rc == TPM_RC_SUCCESS || rc == TPM_RC_PENDING || rc == TPM_RC_FAILURE)
		return rc;
	return COMMAND_PARAM(TPM_RC_VALUE, 2);
}

/* What a session may not be bound to: what has no authValue here, or one that is counted */
static uint32_t check_bind(struct tpm *tpm, const struct tpm_call *call)
{
	const struct tpm_slot *slot = call->slots[1];
	uint32_t bind = call->handles[1];

	if (slot != NULL && slot->kind == SLOT_OBJECT &&
	    (slot->object.flags & OBJECT_PUBLIC_ONLY) != 0)
		return COMMAND_HANDLE(TPM_RC_HANDLE, 2);
	if (entity_is_pin(tpm, bind, TPM_NT_PIN_PASS) || entity_is_pin(tpm, bind, TPM_NT_PIN_FAIL))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 2);
	return TPM_RC_SUCCESS;
}

static uint32_t check_cipher(const struct tpmt_sym_def *symmetric)
{
	if (symmetric->algorithm == TPM_ALG_AES && symmetric->mode != TPM_ALG_CFB)
		return COMMAND_PARAM(TPM_RC_MODE, 4);
	return TPM_RC_SUCCESS;
}

static uint32_t start(struct tpm *tpm, struct tpm_call *call, const struct tpm2b_data *salt)
{
	const struct start_auth_session_in *in = call->in;
	struct start_auth_session_out *out = call->out;
	const struct tpm_span nonce = { in->nonce_caller.bytes, in->nonce_caller.len };
	const struct session_start start = {
		.type = in->session_type,
		.hash_alg = in->auth_hash,
		.symmetric = &in->symmetric,
		.nonce_caller = &nonce,
		.bind = call->handles[1],
		.salt = salt,
	};
	uint32_t rc = session_create(tpm, &start, &call->out_handle);

	if (rc == TPM_RC_SUCCESS)
		out->nonce_tpm = session_find(tpm, call->out_handle)->nonce_tpm;
	return rc;
}

static uint32_t start_auth_session_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct start_auth_session_in *in = call->in;
	struct tpm2b_data salt;
	uint32_t rc;

	if (in->nonce_caller.len < NONCE_MIN || in->nonce_caller.len > hash_size(in->auth_hash))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	rc = recover_salt(tpm, call, &salt);
	if (rc == TPM_RC_SUCCESS)
		rc = check_bind(tpm, call);
	if (rc == TPM_RC_SUCCESS)
		rc = check_cipher(&in->symmetric);
	if (rc == TPM_RC_SUCCESS)
		rc = start(tpm, call, &salt);
	crypto_wipe(&salt, sizeof(salt));
	return rc;
}

TPM_COMMAND(start_auth_session, .code = TPM_CC_START_AUTH_SESSION, .flags = COMMAND_RHANDLE,
	    COMMAND_HANDLES(HANDLE_NULL(NONE, tpmi_dh_object), HANDLE_NULL(NONE, tpmi_dh_entity)),
	    COMMAND_IN(start_auth_session), COMMAND_OUT(start_auth_session),
	    .run = start_auth_session_run);

/* --- TPM2_PolicyRestart ----------------------------------------------------------------------- */
static uint32_t policy_restart_run(struct tpm *tpm, struct tpm_call *call)
{
	session_policy_reset(session_find(tpm, call->handles[0]));
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_restart, .code = TPM_CC_POLICY_RESTART,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy)), .run = policy_restart_run);

/* --- TPM2_FlushContext ------------------------------------------------------------------------ */
struct flush_context_in {
	uint32_t flush_handle;
};
static const struct wire_field flush_context_in_fields[] = {
	WIRE_FIELD(struct flush_context_in, flush_handle, tpmi_dh_context),
};

static uint32_t flush_context_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct flush_context_in *in = call->in;
	uint32_t index = in->flush_handle & 0x00ffffffu;

	if (in->flush_handle >> TPM_HT_SHIFT != TPM_HT_TRANSIENT) {
		if (!session_exists(tpm, in->flush_handle))
			return COMMAND_PARAM(TPM_RC_HANDLE, 1);
		session_flush(tpm, in->flush_handle);
		return TPM_RC_SUCCESS;
	}
	if (index >= TPM_OBJECT_SLOTS || tpm->slots[index].kind == SLOT_FREE)
		return COMMAND_PARAM(TPM_RC_HANDLE, 1);
	object_slot_free(&tpm->slots[index]);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(flush_context, .code = TPM_CC_FLUSH_CONTEXT, .flags = COMMAND_NO_SESSIONS,
	    COMMAND_IN(flush_context), .run = flush_context_run);
