/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The HMACs of sessions. The key, sessionKey ‖ authValue, is in tpm->frame.key for the time of
 * one HMAC.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s16.8 (rpHash), s19.6.5, s19.6.11, s19.6.12.
 */
#include "modules/vtpm/tpm/auth.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"

void auth_rp_hash(const struct tpm *tpm, uint16_t hash_alg, const struct tpm_span *parameters,
		  uint8_t *out)
{
	struct crypto_hash hash;

	hash_start(&hash, hash_alg);
	hash_u32(&hash, TPM_RC_SUCCESS);
	hash_u32(&hash, tpm->call.command->code);
	crypto_hash_update(&hash, parameters->bytes, parameters->len);
	crypto_hash_final(&hash, out);
}

/* Length of the key of session index */
static size_t hmac_key(struct tpm *tpm, uint32_t index)
{
	const struct tpm_call_session *in = &tpm->call.sessions[index];
	const struct tpm2b_digest *session_key = &in->session->session_key;
	struct tpm2b_digest *auth = &tpm->frame.auth;
	uint8_t *key = tpm->frame.key;

	auth->len = 0;
	if ((in->session->flags & SESSION_INCLUDE_AUTH) != 0)
		entity_auth(tpm, in->associated, auth);
	__builtin_memcpy(key, session_key->bytes, session_key->len);
	__builtin_memcpy(key + session_key->len, auth->bytes, auth->len);
	return (size_t)session_key->len + auth->len;
}

static void add_nonce(struct crypto_hmac *hmac, const struct tpm *tpm, uint32_t index)
{
	const struct tpm2b_digest *nonce = &tpm->call.sessions[index].session->nonce_tpm;

	crypto_hmac_update(hmac, nonce->bytes, nonce->len);
}

/* The first session, where it authorises, also covers the nonces of those that encrypt */
static void add_cipher_nonces(struct crypto_hmac *hmac, const struct tpm *tpm, uint32_t index)
{
	const struct tpm_call *call = &tpm->call;

	if (index != 0 || call->sessions[0].associated == TPM_RH_UNASSIGNED)
		return;
	if (call->decrypt != CALL_NO_SESSION && call->decrypt != 0)
		add_nonce(hmac, tpm, call->decrypt);
	if (call->encrypt != CALL_NO_SESSION && call->encrypt != 0 &&
	    call->encrypt != call->decrypt)
		add_nonce(hmac, tpm, call->encrypt);
}

void auth_command_hmac(struct tpm *tpm, uint32_t index, struct tpm2b_digest *out)
{
	const struct tpm_call_session *in = &tpm->call.sessions[index];
	uint16_t alg = in->session->hash_alg;
	uint8_t cp_hash[TPM_DIGEST_MAX];
	struct crypto_hmac hmac;
	size_t key_len = hmac_key(tpm, index);

	out->len = 0;
	if (key_len == 0 && in->hmac.len == 0)
		return;
	command_cp_hash(tpm, alg, cp_hash);
	hmac_start(&hmac, alg, tpm->frame.key, key_len);
	crypto_hmac_update(&hmac, cp_hash, hash_size(alg));
	crypto_hmac_update(&hmac, in->nonce.bytes, in->nonce.len);
	add_nonce(&hmac, tpm, index);
	add_cipher_nonces(&hmac, tpm, index);
	crypto_hmac_update(&hmac, &in->attributes, sizeof(in->attributes));
	out->len = hash_size(alg);
	crypto_hmac_final(&hmac, out->bytes);
	crypto_wipe(tpm->frame.key, sizeof(tpm->frame.key));
}

void auth_response_hmac(struct tpm *tpm, uint32_t index, const struct tpm_span *parameters,
			struct tpm2b_digest *out)
{
	const struct tpm_call_session *in = &tpm->call.sessions[index];
	uint16_t alg = in->session->hash_alg;
	uint8_t rp_hash[TPM_DIGEST_MAX];
	struct crypto_hmac hmac;
	size_t key_len = hmac_key(tpm, index);

	out->len = 0;
	if (key_len == 0 && in->hmac.len == 0)
		return;
	auth_rp_hash(tpm, alg, parameters, rp_hash);
	hmac_start(&hmac, alg, tpm->frame.key, key_len);
	crypto_hmac_update(&hmac, rp_hash, hash_size(alg));
	add_nonce(&hmac, tpm, index);
	crypto_hmac_update(&hmac, in->nonce.bytes, in->nonce.len);
	crypto_hmac_update(&hmac, &in->attributes, sizeof(in->attributes));
	out->len = hash_size(alg);
	crypto_hmac_final(&hmac, out->bytes);
	crypto_wipe(tpm->frame.key, sizeof(tpm->frame.key));
}
