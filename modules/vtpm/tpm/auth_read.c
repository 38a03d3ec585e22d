/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading the authorisation area: what can be said about sessions before any of them is checked.
 * Never looks at a secret. Spec: TPM 2.0 Library Part 1 revision 1.59 s18.6; Part 2 s8.4; Part 3 s5.4, s5.5.
 */
#include "modules/vtpm/tpm/auth.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/session.h"

#define NOT_FOR_PASSWORD                                                                           \
	(TPMA_SESSION_AUDITEXCLUSIVE | TPMA_SESSION_AUDITRESET | TPMA_SESSION_DECRYPT |            \
	 TPMA_SESSION_ENCRYPT | TPMA_SESSION_AUDIT)

bool auth_is_encryptable(const struct wire_field *fields, uint32_t count)
{
	if (count == 0)
		return false;
	return fields[0].type->kind == WIRE_BUFFER || fields[0].type->kind == WIRE_SPAN ||
	       fields[0].type->kind == WIRE_SIZED;
}

/* A TPM2B_NONCE or TPM2B_AUTH */
static uint32_t read_2b(struct wire_reader *area, struct tpm_span *span)
{
	if (!wire_get_u16(area, &span->len))
		return TPM_RC_INSUFFICIENT;
	if (span->len > TPM_DIGEST_MAX)
		return TPM_RC_SIZE;
	return wire_get_bytes(area, &span->bytes, span->len) ? TPM_RC_SUCCESS : TPM_RC_INSUFFICIENT;
}

static uint32_t read_one(struct wire_reader *area, struct tpm_call_session *session)
{
	uint32_t rc = wire_read(area, &wire_tpmi_sh_auth_session, &session->handle, WIRE_NULL_OK);

	if (rc == TPM_RC_SUCCESS)
		rc = read_2b(area, &session->nonce);
	if (rc == TPM_RC_SUCCESS)
		rc = wire_read(area, &wire_tpma_session, &session->attributes, 0);
	if (rc == TPM_RC_SUCCESS)
		rc = read_2b(area, &session->hmac);
	return rc;
}

static uint32_t check_password(const struct tpm_call_session *session)
{
	if ((session->attributes & NOT_FOR_PASSWORD) != 0)
		return TPM_RC_ATTRIBUTES;
	return session->nonce.len != 0 ? TPM_RC_NONCE : TPM_RC_SUCCESS;
}

static uint32_t find(struct tpm *tpm, struct tpm_call *call, uint32_t index)
{
	struct tpm_call_session *session = &call->sessions[index];
	bool is_policy = session->handle >> TPM_HT_SHIFT == TPM_HT_POLICY_SESSION;

	session->session = session_find(tpm, session->handle);
	if (session->session == NULL)
		return TPM_RC_REFERENCE_S0 + index;
	if (session_is_policy(session->session) != is_policy)
		return TPM_RC_HANDLE;
	for (uint32_t i = 0; i < index; i++) {
		if (call->sessions[i].handle == session->handle)
			return TPM_RC_HANDLE;
	}
	return TPM_RC_SUCCESS;
}

/* One session at most decrypts, and one encrypts: *role is its index */
static uint32_t take_cipher(const struct tpm_call *call, uint32_t index, bool is_allowed,
			    uint8_t *role)
{
	if (!is_allowed || *role != CALL_NO_SESSION)
		return TPM_RC_ATTRIBUTES;
	if (call->sessions[index].session->symmetric.algorithm == TPM_ALG_NULL)
		return TPM_RC_SYMMETRIC;
	*role = (uint8_t)index;
	return TPM_RC_SUCCESS;
}

static uint32_t take_decrypt(struct tpm_call *call, uint32_t index)
{
	const struct tpm_command *command = call->command;
	bool is_allowed = auth_is_encryptable(command->in, command->in_count);

	if ((call->sessions[index].attributes & TPMA_SESSION_DECRYPT) == 0)
		return TPM_RC_SUCCESS;
	return take_cipher(call, index, is_allowed, &call->decrypt);
}

static uint32_t take_encrypt(struct tpm_call *call, uint32_t index)
{
	const struct tpm_command *command = call->command;
	bool is_allowed = auth_is_encryptable(command->out, command->out_count);

	if ((call->sessions[index].attributes & TPMA_SESSION_ENCRYPT) == 0)
		return TPM_RC_SUCCESS;
	return take_cipher(call, index, is_allowed, &call->encrypt);
}

static uint32_t take_audit(const struct tpm *tpm, struct tpm_call *call, uint32_t index)
{
	const struct tpm_call_session *session = &call->sessions[index];
	bool goes_on = (session->attributes & TPMA_SESSION_AUDITRESET) == 0 &&
		       (session->session->flags & SESSION_AUDIT_STARTED) != 0;

	if ((session->attributes & TPMA_SESSION_AUDIT) == 0)
		return TPM_RC_SUCCESS;
	if (call->audit != CALL_NO_SESSION || session_is_policy(session->session))
		return TPM_RC_ATTRIBUTES;
	if (goes_on && (session->attributes & TPMA_SESSION_AUDITEXCLUSIVE) != 0 &&
	    tpm->exclusive_audit_session != session->handle)
		return TPM_RC_EXCLUSIVE;
	call->audit = (uint8_t)index;
	return TPM_RC_SUCCESS;
}

static uint32_t check_session(struct tpm *tpm, struct tpm_call *call, uint32_t index)
{
	uint32_t rc = find(tpm, call, index);

	if (rc == TPM_RC_SUCCESS)
		rc = take_decrypt(call, index);
	if (rc == TPM_RC_SUCCESS)
		rc = take_encrypt(call, index);
	if (rc == TPM_RC_SUCCESS)
		rc = take_audit(tpm, call, index);
	return rc;
}

uint32_t auth_read(struct tpm *tpm, struct wire_reader *area)
{
	struct tpm_call *call = &tpm->call;

	while (area->left != 0) {
		uint32_t index = call->session_count;
		struct tpm_call_session *session = &call->sessions[index];
		uint32_t rc;

		if (index == TPM_CALL_SESSIONS)
			return COMMAND_SESSION(TPM_RC_SIZE, index + 1);
		*session = (struct tpm_call_session){ .associated = TPM_RH_UNASSIGNED };
		rc = read_one(area, session);
		if (rc == TPM_RC_SUCCESS)
			rc = session->handle == TPM_RS_PW ? check_password(session)
							  : check_session(tpm, call, index);
		if (rc != TPM_RC_SUCCESS)
			return command_session(rc, index + 1);
		call->session_count++;
	}
	return TPM_RC_SUCCESS;
}
