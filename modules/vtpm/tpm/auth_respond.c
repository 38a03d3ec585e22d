/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sessions of a response: new nonces, encryption, HMACs; and what a session is after it was
 * used.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s18.7, s19.4, s19.6.3.
 */
#include "modules/vtpm/tpm/auth.h"

#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/session.h"

static uint32_t roll_nonces(struct tpm *tpm)
{
	for (uint32_t i = 0; i < tpm->call.session_count; i++) {
		struct tpm_session *session = tpm->call.sessions[i].session;
		uint32_t rc;

		if (session == NULL)
			continue;
		rc = tpm_random(tpm, session->nonce_tpm.bytes, session->nonce_tpm.len);
		if (rc != TPM_RC_SUCCESS)
			return rc;
	}
	return TPM_RC_SUCCESS;
}

uint32_t auth_encrypt(struct tpm *tpm, uint8_t *parameters, uint32_t len)
{
	uint32_t rc = roll_nonces(tpm);

	if (rc != TPM_RC_SUCCESS || tpm->call.encrypt == CALL_NO_SESSION)
		return rc;
	return auth_crypt(tpm, tpm->call.encrypt, AUTH_ENCRYPT, parameters, len);
}

static void put(struct wire_writer *writer, const struct tpm2b_digest *nonce, uint8_t attributes,
		const struct tpm2b_digest *hmac)
{
	wire_put_2b(writer, nonce->bytes, nonce->len);
	wire_put_u8(writer, attributes);
	wire_put_2b(writer, hmac->bytes, hmac->len);
}

/* A rolled nonce starts a policy, and its time, anew */
static void end_use(struct tpm *tpm, const struct tpm_call_session *in)
{
	struct tpm_session *session = in->session;

	if ((in->attributes & TPMA_SESSION_CONTINUESESSION) == 0) {
		session_flush(tpm, in->handle);
		return;
	}
	if (!session_is_policy(session))
		return;
	session_policy_reset(session);
	session->start_time = clock_time(tpm);
	session->epoch = tpm->time_epoch;
}

void auth_respond(struct tpm *tpm, const struct tpm_span *parameters, struct wire_writer *writer)
{
	struct tpm2b_digest hmac = { 0 };

	for (uint32_t i = 0; i < tpm->call.session_count; i++) {
		const struct tpm_call_session *in = &tpm->call.sessions[i];
		const struct tpm2b_digest none = { 0 };

		if (in->session == NULL) {
			put(writer, &none, TPMA_SESSION_CONTINUESESSION, &none);
			continue;
		}
		if ((in->session->flags & SESSION_PASSWORD) != 0)
			hmac.len = 0;
		else
			auth_response_hmac(tpm, i, parameters, &hmac);
		put(writer, &in->session->nonce_tpm, in->attributes, &hmac);
	}
	/* Only now: the HMAC of the first covers the nonces of the others */
	for (uint32_t i = 0; i < tpm->call.session_count; i++) {
		if (tpm->call.sessions[i].session != NULL)
			end_use(tpm, &tpm->call.sessions[i]);
	}
}
