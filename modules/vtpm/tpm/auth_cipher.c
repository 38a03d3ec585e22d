/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Encryption of the first parameter of a command or response: XOR with a mask, or AES in CFB mode,
 * both from a key
 * that the two nonces make new each time. Spec: TPM 2.0 Library Part 1 revision 1.59 s21.
 */
#include "modules/vtpm/tpm/auth.h"

#include "crypto/cipher.h"
#include "crypto/secret.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"

/* sessionKey ‖ authValue of the entity that the session authorises, bound to it or not */
static size_t cipher_key(struct tpm *tpm, uint32_t index)
{
	const struct tpm_call_session *in = &tpm->call.sessions[index];
	const struct tpm2b_digest *session_key = &in->session->session_key;
	struct tpm2b_digest *auth = &tpm->frame.auth;
	uint8_t *key = tpm->frame.key;

	auth->len = 0;
	if (in->associated != TPM_RH_UNASSIGNED)
		entity_auth(tpm, in->associated, auth);
	__builtin_memcpy(key, session_key->bytes, session_key->len);
	__builtin_memcpy(key + session_key->len, auth->bytes, auth->len);
	return (size_t)session_key->len + auth->len;
}

/* KDFa with the nonces in order, the newer one first: the caller's for a command, the TPM's for a
 * response */
static void derive(struct tpm *tpm, uint32_t index, enum auth_direction direction,
		   const char *label, uint32_t bits, uint8_t *out)
{
	const struct tpm_call_session *in = &tpm->call.sessions[index];
	struct tpm_span ours = { in->session->nonce_tpm.bytes, in->session->nonce_tpm.len };
	const struct tpm_span *newer = direction == AUTH_DECRYPT ? &in->nonce : &ours;
	const struct tpm_span *older = direction == AUTH_DECRYPT ? &ours : &in->nonce;
	size_t key_len = cipher_key(tpm, index);

	tpm_kdfa(in->session->hash_alg, tpm->frame.key, key_len, label, newer->bytes, newer->len,
		 older->bytes, older->len, bits, out);
	crypto_wipe(tpm->frame.key, sizeof(tpm->frame.key));
}

static void crypt_xor(struct tpm *tpm, uint32_t index, enum auth_direction direction,
		      uint8_t *bytes, uint16_t len)
{
	uint8_t *mask =
		tpm_work(tpm)->scratch; /* nothing points into it before and after the action */

	derive(tpm, index, direction, "XOR", 8u * len, mask);
	for (uint32_t i = 0; i < len; i++)
		bytes[i] ^= mask[i];
	crypto_wipe(mask, len);
}

static uint32_t crypt_cfb(struct tpm *tpm, uint32_t index, enum auth_direction direction,
			  uint8_t *bytes, uint16_t len)
{
	uint16_t key_bits = tpm->call.sessions[index].session->symmetric.key_bits;
	uint8_t derived[CIPHER_KEY_MAX + CIPHER_BLOCK];
	struct cipher_key key;
	enum err err;

	derive(tpm, index, direction, "CFB", key_bits + 8u * CIPHER_BLOCK, derived);
	err = cipher_key_init(&key, derived, key_bits / 8u);
	if (err == OK && direction == AUTH_DECRYPT)
		err = cipher_decrypt(&key, CIPHER_CFB, derived + key_bits / 8u, bytes, bytes, len);
	else if (err == OK)
		err = cipher_encrypt(&key, CIPHER_CFB, derived + key_bits / 8u, bytes, bytes, len);
	cipher_key_wipe(&key);
	crypto_wipe(derived, sizeof(derived));
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_FAILURE;
}

uint32_t auth_crypt(struct tpm *tpm, uint32_t index, enum auth_direction direction, uint8_t *bytes,
		    uint32_t len)
{
	uint16_t size;

	if (len < sizeof(size))
		return TPM_RC_INSUFFICIENT;
	size = (uint16_t)be_load(bytes, sizeof(size));
	if (size > len - sizeof(size))
		return TPM_RC_SIZE;
	bytes += sizeof(size);
	if (tpm->call.sessions[index].session->symmetric.algorithm != TPM_ALG_XOR)
		return crypt_cfb(tpm, index, direction, bytes, size);
	crypt_xor(tpm, index, direction, bytes, size);
	return TPM_RC_SUCCESS;
}
