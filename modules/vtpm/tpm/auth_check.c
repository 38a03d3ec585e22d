/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checking the authorisations of a command. The order of checks is what a client sees: nothing
 * about a secret is said
 * before everything else holds. Never lets a failure pass uncounted. Spec: TPM 2.0 Library Part 1 revision 1.59 s19;
 * Part 3 s5.5, s5.6.
 */
#include "modules/vtpm/tpm/auth.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/da.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/entity_pin.h"
#include "modules/vtpm/tpm/presence.h"
#include "modules/vtpm/tpm/session.h"

#define DOES_SOMETHING (TPMA_SESSION_AUDIT | TPMA_SESSION_DECRYPT | TPMA_SESSION_ENCRYPT)

/* Handles that need authorisation come first, and so do their sessions */
static uint32_t associate(struct tpm_call *call)
{
	for (uint32_t i = 0; i < call->handle_count; i++) {
		if (call->command->handles[i].role == ROLE_NONE)
			continue;
		if (i >= call->session_count)
			return TPM_RC_AUTH_MISSING;
		call->sessions[i].associated = call->handles[i];
	}
	return TPM_RC_SUCCESS;
}

static bool uses_auth_value(struct tpm *tpm, const struct tpm_call_session *in)
{
	if (in->session == NULL)
		return true;
	if (session_is_policy(in->session))
		return (in->session->flags & (SESSION_AUTH_VALUE | SESSION_PASSWORD)) != 0;
	return !session_is_bound_to(tpm, in->session, in->associated);
}

static void set_include_auth(struct tpm_call_session *in, bool is_included)
{
	if (in->session == NULL)
		return;
	in->session->flags &= ~SESSION_INCLUDE_AUTH;
	if (is_included)
		in->session->flags |= SESSION_INCLUDE_AUTH;
}

/* Counts a failure where it is one for the dictionary-attack protection */
static uint32_t refuse(struct tpm *tpm, const struct tpm_call_session *in)
{
	uint32_t flags = in->session == NULL ? SESSION_INCLUDE_AUTH : in->session->flags;
	uint32_t handle = in->associated;

	if ((flags & SESSION_LOCKOUT_BOUND) != 0)
		handle = TPM_RH_LOCKOUT;
	if ((flags & SESSION_DA_BOUND) == 0 &&
	    ((flags & SESSION_INCLUDE_AUTH) == 0 || handle == TPM_RH_UNASSIGNED ||
	     !entity_is_da_protected(tpm, handle)))
		return TPM_RC_BAD_AUTH;
	da_register_failure(tpm, handle);
	return TPM_RC_AUTH_FAIL;
}

static uint32_t check_password(struct tpm *tpm, const struct tpm_call_session *in)
{
	struct tpm2b_digest *auth = &tpm->frame.auth;
	uint16_t len = in->hmac.len;
	bool is_right;

	while (len != 0 && in->hmac.bytes[len - 1] == 0)
		len--;
	entity_auth(tpm, in->associated, auth);
	is_right = len == auth->len && crypto_equal(in->hmac.bytes, auth->bytes, len) != 0;
	crypto_wipe(auth, sizeof(*auth));
	return is_right ? TPM_RC_SUCCESS : refuse(tpm, in);
}

static uint32_t check_hmac(struct tpm *tpm, uint32_t index)
{
	const struct tpm_call_session *in = &tpm->call.sessions[index];
	struct tpm2b_digest hmac;

	auth_command_hmac(tpm, index, &hmac);
	if (hmac.len == in->hmac.len && crypto_equal(hmac.bytes, in->hmac.bytes, hmac.len) != 0)
		return TPM_RC_SUCCESS;
	return refuse(tpm, in);
}

/* Whether this kind of session may authorise the handle at all */
static uint32_t check_kind(struct tpm *tpm, const struct tpm_call_session *in, uint32_t role)
{
	if (in->session != NULL && session_is_policy(in->session)) {
		if (!entity_allows_policy(tpm, in->associated, role))
			return TPM_RC_AUTH_UNAVAILABLE;
		return session_policy_check(tpm, in->session, in->associated, role);
	}
	if (entity_requires_policy(tpm, in->associated, role))
		return TPM_RC_AUTH_TYPE;
	return entity_allows_auth_value(tpm, in->associated, role) ? TPM_RC_SUCCESS
								   : TPM_RC_AUTH_UNAVAILABLE;
}

static uint32_t check_secret(struct tpm *tpm, uint32_t index)
{
	const struct tpm_call_session *in = &tpm->call.sessions[index];

	if (in->session == NULL || (in->session->flags & SESSION_PASSWORD) != 0)
		return check_password(tpm, in);
	return check_hmac(tpm, index);
}

static uint32_t check_authorisation(struct tpm *tpm, uint32_t index)
{
	struct tpm_call_session *in = &tpm->call.sessions[index];
	const struct tpm_command *command = tpm->call.command;
	bool is_used;
	uint32_t rc;

	if (in->associated == TPM_RH_PLATFORM && presence_is_required(tpm, command) &&
	    !tpm->has_physical_presence)
		return TPM_RC_PP;
	is_used = uses_auth_value(tpm, in);
	set_include_auth(in, is_used);
	if (is_used && entity_is_da_protected(tpm, in->associated)) {
		rc = da_check(tpm, in->associated);
		if (rc != TPM_RC_SUCCESS)
			return rc;
	}
	rc = check_kind(tpm, in, command->handles[index].role);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	rc = check_secret(tpm, index);
	if (is_used)
		entity_pin_count(tpm, in->associated,
				 rc == TPM_RC_SUCCESS ? PIN_SUCCESS : PIN_FAILURE);
	return rc;
}

/* A session that authorises nothing is there to audit or to encrypt */
static uint32_t check_companion(struct tpm *tpm, uint32_t index)
{
	struct tpm_call_session *in = &tpm->call.sessions[index];

	if ((in->attributes & DOES_SOMETHING) == 0)
		return TPM_RC_ATTRIBUTES;
	set_include_auth(in, false);
	return check_hmac(tpm, index);
}

static uint32_t check_usable(struct tpm *tpm, const struct tpm_call_session *in)
{
	uint32_t bound;

	if (in->session == NULL)
		return in->associated == TPM_RH_UNASSIGNED ? TPM_RC_HANDLE : TPM_RC_SUCCESS;
	if (in->session->type == TPM_SE_TRIAL)
		return TPM_RC_ATTRIBUTES;
	if ((in->session->flags & SESSION_DA_BOUND) == 0)
		return TPM_RC_SUCCESS;
	bound = (in->session->flags & SESSION_LOCKOUT_BOUND) != 0 ? TPM_RH_LOCKOUT
								  : TPM_RH_UNASSIGNED;
	return da_check(tpm, bound);
}

uint32_t auth_check(struct tpm *tpm)
{
	struct tpm_call *call = &tpm->call;
	uint32_t rc = associate(call);

	for (uint32_t i = 0; i < call->session_count && rc == TPM_RC_SUCCESS; i++) {
		const struct tpm_call_session *in = &call->sessions[i];

		rc = check_usable(tpm, in);
		if (rc == TPM_RC_SUCCESS)
			rc = in->associated == TPM_RH_UNASSIGNED ? check_companion(tpm, i)
								 : check_authorisation(tpm, i);
		rc = command_session(rc, i + 1);
	}
	return rc;
}

uint32_t auth_decrypt(struct tpm *tpm, uint8_t *parameters, uint32_t len)
{
	uint32_t index = tpm->call.decrypt;

	if (index == CALL_NO_SESSION)
		return TPM_RC_SUCCESS;
	return command_session(auth_crypt(tpm, index, AUTH_DECRYPT, parameters, len), index + 1);
}
