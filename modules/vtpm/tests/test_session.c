/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions: slots and handles, contexts that load once, HMACs and nonces, bound sessions, encrypted
 * parameters, audit.
 */
/* test-sources: modules/vtpm/tests/memory_tpm.c modules/vtpm/tests/client_session.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/hash.h"
#include "modules/vtpm/tests/client_session.h"
#include "modules/vtpm/tpm/command.h"

#define INDEX 0x01500010u
#define CONTINUE TPMA_SESSION_CONTINUESESSION

static const struct client_start hmac_start_of = {
	.type = TPM_SE_HMAC,
	.hash_alg = TPM_ALG_SHA256,
	.symmetric = TPM_ALG_NULL,
};

static struct client_session begin(uint16_t symmetric, uint32_t bind, const char *auth)
{
	struct client_start start = hmac_start_of;
	struct client_session session;

	start.symmetric = symmetric;
	start.bind = bind;
	start.bind_auth = auth;
	assert_int_equal(client_start(&session, &start), TPM_RC_SUCCESS);
	return session;
}

/* GetRandom with one session that only accompanies it */
static uint32_t get_random(struct client_session *session, uint8_t attributes)
{
	const struct client_command command = {
		.code = TPM_CC_GET_RANDOM,
		.parameters = "\0\x8",
		.len = 2,
		.uses = { { .session = session, .attributes = attributes } },
		.use_count = 1,
	};

	return client_run(&command);
}

/* A command that the owner authorises, and that changes nothing */
static struct client_command owner_command(struct client_session *session, uint8_t attributes,
					   const char *auth)
{
	return (struct client_command){
		.code = TPM_CC_SET_COMMAND_CODE_AUDIT_STATUS,
		.handle_count = 1,
		.handles = { TPM_RH_OWNER },
		.parameters = "\0\x10\0\0\0\0\0\0\0",
		.len = 10,
		.uses = { { .session = session, .attributes = attributes, .auth = auth } },
		.use_count = 1,
	};
}

static uint32_t change_owner_auth(const char *from, const char *to)
{
	const uint32_t owner = TPM_RH_OWNER;
	struct memory_command command = memory_begin(TPM_CC_HIERARCHY_CHANGE_AUTH, from, &owner, 1);

	put_2b(&command, to, strlen(to));
	return memory_run(&command, 0);
}

/* --- slots and contexts
 * --------------------------------------------------------------------------- */
static uint32_t save(uint32_t handle, uint8_t *context, size_t *len)
{
	struct memory_command command = memory_begin(TPM_CC_CONTEXT_SAVE, NULL, &handle, 1);
	uint32_t rc = memory_run(&command, 0);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	*len = memory.response_len - TPM_HEADER_SIZE;
	memcpy(context, memory.response + TPM_HEADER_SIZE, *len);
	return rc;
}

static uint32_t load(const uint8_t *context, size_t len)
{
	struct memory_command command = memory_begin(TPM_CC_CONTEXT_LOAD, NULL, NULL, 0);

	put_bytes(&command, context, len);
	return memory_run(&command, 0);
}

static void test_slots(void **state)
{
	struct client_session sessions[TPM_SESSION_SLOTS];
	struct client_session more;

	(void)state;
	for (uint32_t i = 0; i < TPM_SESSION_SLOTS; i++) {
		sessions[i] = begin(TPM_ALG_NULL, 0, NULL);
		assert_int_equal(sessions[i].handle, 0x02000000u + i);
	}
	assert_int_equal(client_start(&more, &hmac_start_of), TPM_RC_SESSION_MEMORY);
	client_flush(&sessions[1]);
	assert_int_equal(begin(TPM_ALG_NULL, 0, NULL).handle, 0x02000001u);
}

/* 64 sessions exist at most, loaded or saved */
static void test_handles(void **state)
{
	uint8_t context[2048];
	size_t len;
	struct client_session session;

	(void)state;
	for (uint32_t i = 0; i < TPM_SESSION_ACTIVE; i++) {
		session = begin(TPM_ALG_NULL, 0, NULL);
		assert_int_equal(session.handle, 0x02000000u + i);
		assert_int_equal(save(session.handle, context, &len), 0);
	}
	assert_int_equal(client_start(&session, &hmac_start_of), TPM_RC_SESSION_HANDLES);
}

static void test_context(void **state)
{
	struct client_session session = begin(TPM_ALG_NULL, TPM_RH_OWNER, "");
	uint8_t context[2048];
	size_t len;

	(void)state;
	assert_int_equal(get_random(&session, CONTINUE | TPMA_SESSION_AUDIT), 0);
	assert_int_equal(save(session.handle, context, &len), 0);
	assert_int_equal(get_random(&session, CONTINUE | TPMA_SESSION_AUDIT), TPM_RC_REFERENCE_S0);
	assert_int_equal(load(context, len), 0);
	assert_int_equal(get32(memory.response + TPM_HEADER_SIZE), session.handle);
	assert_int_equal(get_random(&session, CONTINUE | TPMA_SESSION_AUDIT), 0);
	assert_int_equal(load(context, len), COMMAND_PARAM(TPM_RC_HANDLE, 1));
	/* An older context of a session that was saved again is not it either */
	assert_int_equal(save(session.handle, context + 1024, &len), 0);
	assert_int_equal(load(context, len), COMMAND_PARAM(TPM_RC_HANDLE, 1));
	assert_int_equal(load(context + 1024, len), 0);
}

static void test_context_is_protected(void **state)
{
	struct client_session session = begin(TPM_ALG_NULL, 0, NULL);
	uint8_t context[2048];
	size_t len;

	(void)state;
	assert_int_equal(save(session.handle, context, &len), 0);
	for (size_t i = 0; i < len; i++) {
		context[i] ^= 1;
		assert_int_not_equal(load(context, len), TPM_RC_SUCCESS);
		context[i] ^= 1;
		assert_int_not_equal(load(context, i), TPM_RC_SUCCESS);
	}
	assert_int_equal(load(context, len), 0);
	/* Of another boot */
	assert_int_equal(save(session.handle, context, &len), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(load(context, len), COMMAND_PARAM(TPM_RC_INTEGRITY, 1));
}

/* The numbers of saved contexts stay within a span; the oldest comes back first */
static void test_gap(void **state)
{
	struct client_session old = begin(TPM_ALG_NULL, 0, NULL);
	struct client_session session = begin(TPM_ALG_NULL, 0, NULL);
	uint8_t context[2048];
	uint8_t unused[2048];
	size_t len;

	(void)state;
	assert_int_equal(save(old.handle, context, &len), 0);
	memory.tpm->reset.session_context_id += 0x10000 - 1;
	assert_int_equal(save(session.handle, unused, &len), TPM_RC_CONTEXT_GAP);
	assert_int_equal(client_start(&session, &hmac_start_of), TPM_RC_CONTEXT_GAP);
	assert_int_equal(load(context, len), 0);
	assert_int_equal(save(session.handle, unused, &len), 0);
}

/* --- HMACs
 * ------------------------------------------------------------------------------------------ */
static void test_hmac(void **state)
{
	struct client_session session;
	struct client_command command;

	(void)state;
	assert_int_equal(change_owner_auth("", "own"), 0);
	session = begin(TPM_ALG_NULL, 0, NULL);
	command = owner_command(&session, CONTINUE, "own");
	assert_int_equal(client_run(&command), 0);
	assert_int_equal(client_run(&command), 0);
	command.flip = 1;
	assert_int_equal(client_run(&command), COMMAND_SESSION(TPM_RC_BAD_AUTH, 1));
	command.flip = 0;
	command.uses[0].auth = "owm";
	assert_int_equal(client_run(&command), COMMAND_SESSION(TPM_RC_BAD_AUTH, 1));
	command.uses[0].auth = "own";
	command.uses[0].attributes = 0;
	assert_int_equal(client_run(&command), 0);
	assert_int_equal(client_run(&command), TPM_RC_REFERENCE_S0);
}

static void test_replay(void **state)
{
	struct client_session session = begin(TPM_ALG_NULL, TPM_RH_OWNER, "");
	struct client_command command = owner_command(&session, CONTINUE, NULL);
	struct memory_command sent;

	(void)state;
	command.uses[0].cipher_auth = "";
	assert_int_equal(client_run(&command), 0);
	sent = client.sent;
	assert_int_equal(memory_run(&sent, 0), COMMAND_SESSION(TPM_RC_BAD_AUTH, 1));
}

/* Bound, the authValue is not in the key; changed, it is again */
static void test_bound(void **state)
{
	struct client_session session;
	struct client_command command;

	(void)state;
	assert_int_equal(change_owner_auth("", "own"), 0);
	session = begin(TPM_ALG_NULL, TPM_RH_OWNER, "own");
	command = owner_command(&session, CONTINUE, NULL);
	assert_int_equal(client_run(&command), 0);
	command.uses[0].auth = "own";
	assert_int_equal(client_run(&command), COMMAND_SESSION(TPM_RC_BAD_AUTH, 1));
	assert_int_equal(change_owner_auth("own", "new"), 0);
	command.uses[0].auth = NULL;
	assert_int_equal(client_run(&command), COMMAND_SESSION(TPM_RC_BAD_AUTH, 1));
	command.uses[0].auth = "new";
	assert_int_equal(client_run(&command), 0);
}

/* A session bound to what is protected against dictionary attacks counts wherever it is used */
static void test_bound_counts(void **state)
{
	struct client_session session;
	uint32_t before;

	(void)state;
	assert_int_equal(
		nv_define_as(TPM_RH_OWNER, INDEX, TPMA_NV_AUTHREAD | TPMA_NV_AUTHWRITE, 8, "pass"),
		0);
	session = begin(TPM_ALG_NULL, INDEX, "pass");
	(void)get_random(&session, CONTINUE | TPMA_SESSION_AUDIT); /* may ask for a repetition */
	assert_int_equal(get_random(&session, CONTINUE | TPMA_SESSION_AUDIT), 0);
	before = memory.tpm->persistent.lockout.failed_tries;
	session.key[0] ^= 1;
	assert_int_equal(get_random(&session, CONTINUE | TPMA_SESSION_AUDIT),
			 COMMAND_SESSION(TPM_RC_AUTH_FAIL, 1));
	assert_int_equal(memory.tpm->persistent.lockout.failed_tries, before + 1);
}

/* --- encryption
 * --------------------------------------------------------------------------------------- */
/* TPM2_Hash takes and gives a TPM2B: right only if both directions are */
static void hash_encrypted(const struct client_use *uses, uint32_t use_count)
{
	static const uint8_t parameters[] = { 0, 3, 'a', 'b', 'c', 0, 0xb, 0x40, 0, 0, 7 };
	struct client_command command = {
		.code = TPM_CC_HASH,
		.parameters = parameters,
		.len = sizeof(parameters),
		.use_count = use_count,
	};
	uint8_t expected[CRYPTO_SHA256_SIZE];

	memcpy(command.uses, uses, use_count * sizeof(*uses));
	crypto_sha256("abc", 3, expected);
	assert_int_equal(client_run(&command), 0);
	assert_memory_equal(client.parameters + 2, expected, sizeof(expected));
}

static void test_encryption(void **state)
{
	static const uint16_t ciphers[] = { TPM_ALG_XOR, TPM_ALG_AES };
	const uint8_t both = CONTINUE | TPMA_SESSION_DECRYPT | TPMA_SESSION_ENCRYPT;

	(void)state;
	for (uint32_t i = 0; i < 2; i++) {
		struct client_session session = begin(ciphers[i], TPM_RH_OWNER, "");
		const struct client_use use = { .session = &session, .attributes = both };

		hash_encrypted(&use, 1);
		hash_encrypted(&use, 1);
		client_flush(&session);
	}
}

static void test_two_ciphers(void **state)
{
	struct client_session decrypts = begin(TPM_ALG_XOR, TPM_RH_OWNER, "");
	struct client_session encrypts = begin(TPM_ALG_AES, TPM_RH_OWNER, "");
	const struct client_use uses[] = {
		{ .session = &decrypts, .attributes = CONTINUE | TPMA_SESSION_DECRYPT },
		{ .session = &encrypts, .attributes = CONTINUE | TPMA_SESSION_ENCRYPT },
	};

	(void)state;
	hash_encrypted(uses, 2);
}

/* The session that authorises covers the nonces of those that encrypt */
static void test_authorised_and_encrypted(void **state)
{
	struct client_session session = begin(TPM_ALG_NULL, TPM_RH_PLATFORM, "");
	struct client_session cipher = begin(TPM_ALG_AES, TPM_RH_OWNER, "");
	/* To what it is: the HMAC of the response is with the new authorisation */
	struct client_command command = {
		.code = TPM_CC_HIERARCHY_CHANGE_AUTH,
		.handle_count = 1,
		.handles = { TPM_RH_OWNER },
		.parameters = "\0\0",
		.len = 2,
		.uses = { { .session = &session, .attributes = CONTINUE, .auth = "" },
			  { .session = &cipher, .attributes = CONTINUE | TPMA_SESSION_DECRYPT } },
		.use_count = 2,
	};

	(void)state;
	assert_int_equal(client_run(&command), 0);
	cipher.nonce_tpm[0] ^= 1;
	assert_int_equal(client_run(&command), COMMAND_SESSION(TPM_RC_BAD_AUTH, 1));
}

static void test_cipher_rules(void **state)
{
	struct client_session plain = begin(TPM_ALG_NULL, TPM_RH_OWNER, "");
	struct client_session cipher = begin(TPM_ALG_AES, TPM_RH_OWNER, "");

	(void)state;
	assert_int_equal(get_random(&plain, CONTINUE), COMMAND_SESSION(TPM_RC_ATTRIBUTES, 1));
	/* GetRandom has no first TPM2B to decrypt; a session without a cipher cannot encrypt */
	plain.symmetric = TPM_ALG_XOR;
	assert_int_equal(get_random(&plain, CONTINUE | TPMA_SESSION_ENCRYPT),
			 COMMAND_SESSION(TPM_RC_SYMMETRIC, 1));
	assert_int_equal(get_random(&cipher, CONTINUE | TPMA_SESSION_ENCRYPT), 0);
}

/* --- audit
 * --------------------------------------------------------------------------------------------- */
static void test_exclusive(void **state)
{
	const uint8_t audit = CONTINUE | TPMA_SESSION_AUDIT;
	const uint8_t exclusive = audit | TPMA_SESSION_AUDITEXCLUSIVE;
	struct client_session one = begin(TPM_ALG_NULL, TPM_RH_OWNER, "");
	struct client_session two = begin(TPM_ALG_NULL, TPM_RH_OWNER, "");
	struct memory_command plain = memory_begin(TPM_CC_GET_RANDOM, NULL, NULL, 0);

	(void)state;
	put16(&plain, 1);
	assert_int_equal(get_random(&one, audit), 0);
	assert_int_equal(client.attributes[0], exclusive);
	assert_int_equal(get_random(&one, exclusive), 0);
	assert_int_equal(get_random(&two, audit), 0);
	assert_int_equal(client.attributes[0], exclusive);
	assert_int_equal(get_random(&one, exclusive), TPM_RC_EXCLUSIVE);
	assert_int_equal(get_random(&one, audit), 0);
	assert_int_equal(client.attributes[0], audit);
	assert_int_equal(get_random(&one, audit | TPMA_SESSION_AUDITRESET), 0);
	assert_int_equal(get_random(&one, exclusive), 0);
	assert_int_equal(memory_run(&plain, 0), 0);
	assert_int_equal(get_random(&one, exclusive), TPM_RC_EXCLUSIVE);
}

/* The digest is H(0 ‖ cpHash ‖ rpHash), over what was on the wire */
static void test_audit_digest(void **state)
{
	struct client_session session = begin(TPM_ALG_NULL, TPM_RH_OWNER, "");
	const uint8_t command[] = { 0, 0, 1, 0x7b, 0, 8 };
	uint8_t response[8 + 10] = { 0, 0, 0, 0, 0, 0, 1, 0x7b };
	uint8_t all[3 * CRYPTO_SHA256_SIZE] = { 0 };
	uint8_t digest[CRYPTO_SHA256_SIZE];

	(void)state;
	assert_int_equal(get_random(&session, CONTINUE | TPMA_SESSION_AUDIT), 0);
	memcpy(response + 8, client.parameters, 10);
	crypto_sha256(command, sizeof(command), all + CRYPTO_SHA256_SIZE);
	crypto_sha256(response, sizeof(response), all + 2 * CRYPTO_SHA256_SIZE);
	crypto_sha256(all, sizeof(all), digest);
	assert_memory_equal(memory.tpm->sessions[0].policy_digest.bytes, digest, sizeof(digest));
}

/* --- hostile areas
 * ---------------------------------------------------------------------------------------- */
/* Every length of an area that ends too early, and every byte of it changed: an answer, never a
 * success */
static void test_malformed(void **state)
{
	struct client_session session = begin(TPM_ALG_NULL, TPM_RH_OWNER, "");
	const struct client_command command = owner_command(&session, CONTINUE, NULL);
	struct memory_command sent;
	const size_t area_at = TPM_HEADER_SIZE + 4 + 4;
	size_t area_len;

	(void)state;
	assert_int_equal(client_run(&command), 0);
	sent = client.sent;
	area_len = sent.len - area_at - command.len;
	for (size_t i = 0; i < area_len; i++) {
		sent.bytes[area_at - 1] = (uint8_t)i;
		assert_int_not_equal(memory_run(&sent, 0), TPM_RC_SUCCESS);
		sent.bytes[area_at - 1] = (uint8_t)area_len;
		for (uint32_t bit = 0; bit < 8; bit++) {
			sent.bytes[area_at + i] ^= (uint8_t)(1u << bit);
			assert_int_not_equal(memory_run(&sent, 0), TPM_RC_SUCCESS);
			sent.bytes[area_at + i] ^= (uint8_t)(1u << bit);
		}
	}
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_slots),        WITH_TPM(test_handles),
		WITH_TPM(test_context),      WITH_TPM(test_context_is_protected),
		WITH_TPM(test_gap),          WITH_TPM(test_hmac),
		WITH_TPM(test_replay),       WITH_TPM(test_bound),
		WITH_TPM(test_bound_counts), WITH_TPM(test_encryption),
		WITH_TPM(test_two_ciphers),  WITH_TPM(test_authorised_and_encrypted),
		WITH_TPM(test_cipher_rules), WITH_TPM(test_exclusive),
		WITH_TPM(test_audit_digest), WITH_TPM(test_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
