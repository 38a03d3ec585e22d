/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See client_session.h. */
#include "modules/vtpm/tests/client_session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "crypto/kdf.h"

#define NONCE_SIZE 16u

struct client_response client;

static enum crypto_hash_alg crypto_alg(uint16_t alg)
{
	if (alg == TPM_ALG_SHA1)
		return CRYPTO_SHA1;
	return alg == TPM_ALG_SHA256 ? CRYPTO_SHA256 : CRYPTO_SHA384;
}

uint32_t client_start(struct client_session *session, const struct client_start *start)
{
	const uint32_t handles[] = { TPM_RH_NULL, start->bind != 0 ? start->bind : TPM_RH_NULL };
	struct memory_command command = memory_begin(TPM_CC_START_AUTH_SESSION, NULL, handles, 2);
	enum crypto_hash_alg alg = crypto_alg(start->hash_alg);
	uint8_t nonce[NONCE_SIZE];
	uint32_t rc;

	memset(nonce, 0x6e, sizeof(nonce));
	put_2b(&command, nonce, sizeof(nonce));
	put16(&command, 0);
	put8(&command, start->type);
	put16(&command, start->symmetric);
	if (start->symmetric == TPM_ALG_XOR)
		put16(&command, start->hash_alg);
	if (start->symmetric == TPM_ALG_AES) {
		put16(&command, 128);
		put16(&command, TPM_ALG_CFB);
	}
	put16(&command, start->hash_alg);
	rc = memory_run(&command, 0);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	*session = (struct client_session){ .handle = get32(memory.response + 10),
					    .hash_alg = start->hash_alg,
					    .symmetric = start->symmetric,
					    .nonce_len = memory.response_len - 16 };
	memcpy(session->nonce_tpm, memory.response + 16, session->nonce_len);
	if (start->bind == 0)
		return rc;
	session->key_len = crypto_hash_size(alg);
	kdf_a(alg, (struct kdf_field){ start->bind_auth, strlen(start->bind_auth) }, "ATH",
	      (struct kdf_field){ session->nonce_tpm, session->nonce_len },
	      (struct kdf_field){ nonce, sizeof(nonce) }, (uint32_t)(8 * session->key_len),
	      session->key);
	return rc;
}

static size_t join(const struct client_session *session, const char *auth, uint8_t *key)
{
	size_t len = auth == NULL ? 0 : strlen(auth);

	memcpy(key, session->key, session->key_len);
	memcpy(key + session->key_len, auth == NULL ? "" : auth, len);
	return session->key_len + len;
}

/* En- or decrypts a TPM2B in place, with the newer nonce first */
static void apply_cipher(const struct client_use *use, struct kdf_field newer,
			 struct kdf_field older, uint8_t *tpm2b, bool is_encryption)
{
	const struct client_session *session = use->session;
	enum crypto_hash_alg alg = crypto_alg(session->hash_alg);
	uint32_t len = (uint32_t)(tpm2b[0] << 8 | tpm2b[1]);
	const char *auth = use->cipher_auth != NULL ? use->cipher_auth : use->auth;
	uint8_t key_bytes[192];
	struct kdf_field key_field = { key_bytes, join(session, auth, key_bytes) };
	uint8_t derived[4096];
	struct cipher_key key;

	if (session->symmetric == TPM_ALG_XOR) {
		kdf_a(alg, key_field, "XOR", newer, older, 8 * len, derived);
		for (uint32_t i = 0; i < len; i++)
			tpm2b[2 + i] ^= derived[i];
		return;
	}
	kdf_a(alg, key_field, "CFB", newer, older, 256, derived);
	assert_int_equal(cipher_key_init(&key, derived, 16), OK);
	if (is_encryption)
		assert_int_equal(
			cipher_encrypt(&key, CIPHER_CFB, derived + 16, tpm2b + 2, tpm2b + 2, len),
			OK);
	else
		assert_int_equal(
			cipher_decrypt(&key, CIPHER_CFB, derived + 16, tpm2b + 2, tpm2b + 2, len),
			OK);
}

static void nonce_of(uint32_t index, uint8_t nonce[NONCE_SIZE])
{
	memset(nonce, (int)(0xa0 + index), NONCE_SIZE);
}

static void hash_u32_to(struct crypto_hash *hash, uint32_t value)
{
	const uint8_t bytes[4] = { (uint8_t)(value >> 24), (uint8_t)(value >> 16),
				   (uint8_t)(value >> 8), (uint8_t)value };

	crypto_hash_update(hash, bytes, sizeof(bytes));
}

static void cp_hash(const struct client_command *command, enum crypto_hash_alg alg,
		    const uint8_t *parameters, uint8_t *out)
{
	struct crypto_hash hash;

	crypto_hash_init(&hash, alg);
	hash_u32_to(&hash, command->code);
	for (uint32_t i = 0; i < command->handle_count; i++) {
		if (command->names[i] == NULL)
			hash_u32_to(&hash, command->handles[i]);
		else
			crypto_hash_update(&hash, command->names[i], command->name_lens[i]);
	}
	crypto_hash_update(&hash, parameters, command->len);
	crypto_hash_final(&hash, out);
}

/* The first session, if it authorises, covers the nonces of others that decrypt and encrypt */
static void add_other_nonces(struct crypto_hmac *hmac, const struct client_command *command)
{
	uint32_t decrypts = 0;

	if (command->uses[0].auth == NULL && command->uses[0].cipher_auth == NULL)
		return;
	for (uint32_t i = 1; i < command->use_count; i++) {
		const struct client_use *use = &command->uses[i];

		if ((use->attributes & TPMA_SESSION_DECRYPT) == 0)
			continue;
		decrypts = i;
		crypto_hmac_update(hmac, use->session->nonce_tpm, use->session->nonce_len);
	}
	for (uint32_t i = 1; i < command->use_count; i++) {
		const struct client_use *use = &command->uses[i];

		if ((use->attributes & TPMA_SESSION_ENCRYPT) != 0 && i != decrypts)
			crypto_hmac_update(hmac, use->session->nonce_tpm, use->session->nonce_len);
	}
}

static void put_session(struct memory_command *area, const struct client_command *command,
			uint32_t index, const uint8_t *parameters)
{
	const struct client_use *use = &command->uses[index];
	const struct client_session *session = use->session;
	enum crypto_hash_alg alg = crypto_alg(session->hash_alg);
	uint8_t nonce[NONCE_SIZE];
	uint8_t key[192];
	size_t key_len = join(session, use->auth, key);
	uint8_t digest[64];
	struct crypto_hmac hmac;

	nonce_of(index, nonce);
	cp_hash(command, alg, parameters, digest);
	crypto_hmac_init(&hmac, alg, key, key_len);
	crypto_hmac_update(&hmac, digest, crypto_hash_size(alg));
	crypto_hmac_update(&hmac, nonce, sizeof(nonce));
	crypto_hmac_update(&hmac, session->nonce_tpm, session->nonce_len);
	if (index == 0)
		add_other_nonces(&hmac, command);
	crypto_hmac_update(&hmac, &use->attributes, 1);
	crypto_hmac_final(&hmac, digest);
	if (index == 0)
		digest[crypto_hash_size(alg) - 1] ^= command->flip;
	put32(area, session->handle);
	put_2b(area, nonce, sizeof(nonce));
	put8(area, use->attributes);
	put_2b(area, digest, crypto_hash_size(alg));
}

static void put_password(struct memory_command *area, const struct client_use *use)
{
	put32(area, TPM_RS_PW);
	put16(area, 0);
	put8(area, use->attributes);
	put_2b(area, use->auth, strlen(use->auth));
}

/* Checks one session of the response at *at, and moves behind it */
static void take_session(const struct client_command *command, uint32_t index, const uint8_t **at)
{
	const struct client_use *use = &command->uses[index];
	uint16_t nonce_len = (uint16_t)((*at)[0] << 8 | (*at)[1]);
	const uint8_t *nonce = *at + 2;
	uint8_t attributes = nonce[nonce_len];
	uint16_t hmac_len = (uint16_t)(nonce[nonce_len + 1] << 8 | nonce[nonce_len + 2]);
	const uint8_t *hmac_at = nonce + nonce_len + 3;
	uint8_t caller[NONCE_SIZE];
	uint8_t key[192];
	uint8_t digest[64];
	struct crypto_hash hash;
	struct crypto_hmac hmac;
	enum crypto_hash_alg alg;

	*at = hmac_at + hmac_len;
	client.attributes[index] = attributes;
	if (use->session == NULL)
		return;
	alg = crypto_alg(use->session->hash_alg);
	nonce_of(index, caller);
	crypto_hash_init(&hash, alg);
	hash_u32_to(&hash, TPM_RC_SUCCESS);
	hash_u32_to(&hash, command->code);
	crypto_hash_update(&hash, client.parameters, client.len);
	crypto_hash_final(&hash, digest);
	crypto_hmac_init(&hmac, alg, key, join(use->session, use->auth, key));
	crypto_hmac_update(&hmac, digest, crypto_hash_size(alg));
	crypto_hmac_update(&hmac, nonce, nonce_len);
	crypto_hmac_update(&hmac, caller, sizeof(caller));
	crypto_hmac_update(&hmac, &attributes, 1);
	crypto_hmac_final(&hmac, digest);
	assert_int_equal(hmac_len, crypto_hash_size(alg));
	assert_memory_equal(hmac_at, digest, hmac_len);
	memcpy(use->session->nonce_tpm, nonce, nonce_len);
}

static void take_response(const struct client_command *command)
{
	const uint8_t *at = memory.response + TPM_HEADER_SIZE;
	uint8_t caller[NONCE_SIZE];

	client.len = get32(at);
	at += 4;
	memcpy(client.parameters, at, client.len);
	at += client.len;
	for (uint32_t i = 0; i < command->use_count; i++)
		take_session(command, i, &at);
	assert_ptr_equal(at, memory.response + memory.response_len);
	for (uint32_t i = 0; i < command->use_count; i++) {
		const struct client_use *use = &command->uses[i];

		nonce_of(i, caller);
		if (use->session != NULL && (use->attributes & TPMA_SESSION_ENCRYPT) != 0)
			apply_cipher(use,
				     (struct kdf_field){ use->session->nonce_tpm,
							 use->session->nonce_len },
				     (struct kdf_field){ caller, sizeof(caller) },
				     client.parameters, false);
	}
}

uint32_t client_run(const struct client_command *command)
{
	static struct memory_command area;
	uint8_t parameters[4096];
	uint8_t caller[NONCE_SIZE];
	uint32_t rc;

	memcpy(parameters, command->parameters, command->len);
	for (uint32_t i = 0; i < command->use_count; i++) {
		const struct client_use *use = &command->uses[i];

		nonce_of(i, caller);
		if ((use->attributes & TPMA_SESSION_DECRYPT) != 0)
			apply_cipher(use, (struct kdf_field){ caller, sizeof(caller) },
				     (struct kdf_field){ use->session->nonce_tpm,
							 use->session->nonce_len },
				     parameters, true);
	}
	area.len = 0;
	for (uint32_t i = 0; i < command->use_count; i++) {
		if (command->uses[i].session == NULL)
			put_password(&area, &command->uses[i]);
		else
			put_session(&area, command, i, parameters);
	}
	client.sent = memory_begin(command->code, NULL, command->handles, command->handle_count);
	client.sent.bytes[1] = TPM_ST_SESSIONS & 0xff;
	put_2b(&client.sent, "", 0); /* the high half of the area's size */
	put_2b(&client.sent, area.bytes, area.len);
	put_bytes(&client.sent, parameters, command->len);
	rc = memory_run(&client.sent, 0);
	if (rc == TPM_RC_SUCCESS)
		take_response(command);
	return rc;
}

void client_flush(const struct client_session *session)
{
	struct memory_command command = memory_begin(TPM_CC_FLUSH_CONTEXT, NULL, NULL, 0);

	put32(&command, session->handle);
	assert_int_equal(memory_run(&command, 0), TPM_RC_SUCCESS);
}
