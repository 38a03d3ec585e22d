/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policies: digests against the specification's formulas, computed elsewhere; what each condition
 * allows and refuses at use; time limits and tickets.
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
#include "modules/vtpm/tpm/policy_compare.h"

#define INDEX 0x01500020u
#define A32 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B32 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SIZE CRYPTO_SHA256_SIZE

/* One policy command without authorisation: parameters as a string that may have zeros */
struct step {
	uint32_t code;
	const char *parameters;
	size_t len;
};
#define STEP(code_, parameters_)                                                                   \
	{                                                                                          \
		(code_), (parameters_), sizeof(parameters_) - 1                                    \
	}

static struct client_session begin(uint8_t type)
{
	const struct client_start start = { .type = type,
					    .hash_alg = TPM_ALG_SHA256,
					    .symmetric = TPM_ALG_NULL };
	struct client_session session;

	assert_int_equal(client_start(&session, &start), TPM_RC_SUCCESS);
	return session;
}

static uint32_t run_step(const struct client_session *session, const struct step *step)
{
	struct memory_command command = memory_begin(step->code, NULL, &session->handle, 1);

	put_bytes(&command, step->parameters, step->len);
	return memory_run(&command, 0);
}

static void get_digest(const struct client_session *session, uint8_t digest[SIZE])
{
	const struct step get = STEP(TPM_CC_POLICY_GET_DIGEST, "");

	assert_int_equal(run_step(session, &get), 0);
	assert_int_equal(memory_parameters()[1], SIZE);
	memcpy(digest, memory_parameters() + 2, SIZE);
}

static const struct step restart = STEP(TPM_CC_POLICY_RESTART, "");

/* --- digests
 * ------------------------------------------------------------------------------------------ */
struct known {
	struct step step;
	uint8_t digest[4]; /* its first bytes */
};

static const struct known knowns[] = {
	{ STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\1\x4e"), { 0x47, 0xce, 0x30, 0x32 } },
	{ STEP(TPM_CC_POLICY_LOCALITY, "\1"), { 0xdd, 0xee, 0x6a, 0xf1 } },
	{ STEP(TPM_CC_POLICY_PHYSICAL_PRESENCE, ""), { 0x0d, 0x7c, 0x67, 0x47 } },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""), { 0x8f, 0xcd, 0x21, 0x69 } },
	{ STEP(TPM_CC_POLICY_PASSWORD, ""), { 0x8f, 0xcd, 0x21, 0x69 } },
	{ STEP(TPM_CC_POLICY_NV_WRITTEN, "\1"), { 0xf7, 0x88, 0x7d, 0x15 } },
	{ STEP(TPM_CC_POLICY_CPHASH, "\0\x20" A32), { 0xbc, 0xe4, 0xd8, 0xeb } },
	{ STEP(TPM_CC_POLICY_NAME_HASH, "\0\x20" A32), { 0x47, 0xf9, 0x37, 0x8f } },
	{ STEP(TPM_CC_POLICY_TEMPLATE, "\0\x20" A32), { 0x1e, 0xaa, 0x3e, 0xf6 } },
	{ STEP(TPM_CC_POLICY_PARAMETERS, "\0\x20" A32), { 0x5e, 0xd9, 0x75, 0xe5 } },
	{ STEP(TPM_CC_POLICY_DUPLICATION_SELECT, "\0\3obj\0\3par\1"), { 0xb7, 0xc2, 0x25, 0x48 } },
	{ STEP(TPM_CC_POLICY_DUPLICATION_SELECT, "\0\3obj\0\3par\0"), { 0x59, 0xdd, 0xed, 0x8a } },
	{ STEP(TPM_CC_POLICY_OR, "\0\0\0\2\0\x20" A32 "\0\x20" B32), { 0xf3, 0x74, 0xc3, 0x16 } },
	{ STEP(TPM_CC_POLICY_PCR, "\0\x20" A32 "\0\0\0\1\0\xb\3\1\0\0"),
	  { 0x17, 0xed, 0xe0, 0x9e } },
	{ STEP(TPM_CC_POLICY_COUNTER_TIMER, "\0\2\1\2\0\3\0\4"), { 0x58, 0x0c, 0x04, 0x89 } },
	{ STEP(TPM_CC_POLICY_AUTHORIZE, "\0\0\0\3ref\0\x22\0\xb" A32 "\x80\x22\x40\0\0\7\0\0"),
	  { 0x3a, 0xc0, 0x8d, 0x65 } },
};

static void test_known_digests(void **state)
{
	struct client_session session = begin(TPM_SE_TRIAL);
	uint8_t digest[SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(knowns) / sizeof(knowns[0]); i++) {
		assert_int_equal(run_step(&session, &knowns[i].step), 0);
		get_digest(&session, digest);
		assert_memory_equal(digest, knowns[i].digest, sizeof(knowns[i].digest));
		assert_int_equal(run_step(&session, &restart), 0);
	}
}

/* Each known command with every length that is too short, and with a byte too many */
static void test_lengths(void **state)
{
	struct client_session session = begin(TPM_SE_TRIAL);
	char longer[256];

	(void)state;
	for (size_t i = 0; i < sizeof(knowns) / sizeof(knowns[0]); i++) {
		struct step step = knowns[i].step;

		memcpy(longer, step.parameters, step.len + 1);
		step.parameters = longer;
		for (size_t len = 0; len < knowns[i].step.len; len++) {
			step.len = len;
			assert_int_not_equal(run_step(&session, &step), 0);
		}
		step.len = knowns[i].step.len + 1;
		assert_int_equal(run_step(&session, &step), TPM_RC_SIZE);
	}
}

/* --- what narrows a session
 * --------------------------------------------------------------------------- */
struct refusal {
	struct step first;
	struct step second;
	uint32_t rc; /* of the second */
};

static const struct refusal refusals[] = {
	{ STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\1\x4e"),
	  STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\1\x4f"), COMMAND_PARAM(TPM_RC_VALUE, 1) },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""), STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\x09\x99"),
	  COMMAND_PARAM(TPM_RC_POLICY_CC, 1) },
	{ STEP(TPM_CC_POLICY_LOCALITY, "\3"), STEP(TPM_CC_POLICY_LOCALITY, "\4"),
	  COMMAND_PARAM(TPM_RC_RANGE, 1) },
	{ STEP(TPM_CC_POLICY_LOCALITY, "\x20"), STEP(TPM_CC_POLICY_LOCALITY, "\x21"),
	  COMMAND_PARAM(TPM_RC_RANGE, 1) },
	{ STEP(TPM_CC_POLICY_NV_WRITTEN, "\1"), STEP(TPM_CC_POLICY_NV_WRITTEN, "\0"),
	  COMMAND_PARAM(TPM_RC_VALUE, 1) },
	{ STEP(TPM_CC_POLICY_CPHASH, "\0\x20" A32), STEP(TPM_CC_POLICY_CPHASH, "\0\x20" B32),
	  TPM_RC_CPHASH },
	{ STEP(TPM_CC_POLICY_CPHASH, "\0\x20" A32), STEP(TPM_CC_POLICY_NAME_HASH, "\0\x20" A32),
	  TPM_RC_CPHASH },
	{ STEP(TPM_CC_POLICY_NAME_HASH, "\0\x20" A32), STEP(TPM_CC_POLICY_TEMPLATE, "\0\x20" A32),
	  TPM_RC_CPHASH },
	{ STEP(TPM_CC_POLICY_TEMPLATE, "\0\x20" A32), STEP(TPM_CC_POLICY_TEMPLATE, "\0\x20" B32),
	  COMMAND_PARAM(TPM_RC_VALUE, 1) },
	{ STEP(TPM_CC_POLICY_TEMPLATE, "\0\x20" A32),
	  STEP(TPM_CC_POLICY_DUPLICATION_SELECT, "\0\0\0\0\1"), TPM_RC_CPHASH },
	{ STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\1\x4e"),
	  STEP(TPM_CC_POLICY_DUPLICATION_SELECT, "\0\0\0\0\1"), TPM_RC_COMMAND_CODE },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""), STEP(TPM_CC_POLICY_CPHASH, "\0\3abc"),
	  COMMAND_PARAM(TPM_RC_SIZE, 1) },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""),
	  STEP(TPM_CC_POLICY_OR, "\0\0\0\2\0\x20" A32 "\0\x20" B32),
	  COMMAND_PARAM(TPM_RC_VALUE, 1) },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""),
	  STEP(TPM_CC_POLICY_PCR, "\0\x20" A32 "\0\0\0\1\0\xb\3\1\0\0"),
	  COMMAND_PARAM(TPM_RC_VALUE, 1) },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""), STEP(TPM_CC_POLICY_COUNTER_TIMER, "\0\0\0\x1a\0\0"),
	  COMMAND_PARAM(TPM_RC_VALUE, 2) },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""), STEP(TPM_CC_POLICY_COUNTER_TIMER, "\0\1a\0\x19\0\0"),
	  TPM_RC_RANGE },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""),
	  STEP(TPM_CC_POLICY_AUTHORIZE, "\0\0\0\3ref\0\x22\0\xb" A32 "\x80\x22\x40\0\0\7\0\0"),
	  COMMAND_PARAM(TPM_RC_VALUE, 1) },
};

static void test_refusals(void **state)
{
	struct client_session session = begin(TPM_SE_POLICY);
	uint8_t before[SIZE];
	uint8_t after[SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		assert_int_equal(run_step(&session, &restart), 0);
		assert_int_equal(run_step(&session, &refusals[i].first), 0);
		get_digest(&session, before);
		assert_int_equal(run_step(&session, &refusals[i].second), refusals[i].rc);
		get_digest(&session, after);
		assert_memory_equal(before, after, SIZE);
	}
}

/* --- use
 * -------------------------------------------------------------------------------------------------
 */
#define POLICY_RW (TPMA_NV_POLICYREAD | TPMA_NV_POLICYWRITE | TPMA_NV_NO_DA)

/* An index that only this policy may use, and its name */
static void define(const uint8_t policy[SIZE], uint8_t name[2 + SIZE])
{
	const uint32_t owner = TPM_RH_OWNER;
	const uint32_t index = INDEX;
	struct memory_command command = memory_begin(TPM_CC_NV_DEFINE_SPACE, "", &owner, 1);

	put_2b(&command, "auth", 4);
	put16(&command, 14 + SIZE);
	put32(&command, INDEX);
	put16(&command, TPM_ALG_SHA256);
	put32(&command, POLICY_RW);
	put_2b(&command, policy, SIZE);
	put16(&command, 8);
	assert_int_equal(memory_run(&command, 0), 0);
	command = memory_begin(TPM_CC_NV_READ_PUBLIC, NULL, &index, 1);
	assert_int_equal(memory_run(&command, 0), 0);
	memcpy(name, memory.response + memory.response_len - 2 - SIZE, 2 + SIZE);
}

/* NV_Write of 8 bytes under the session */
static uint32_t use(struct client_session *session, const uint8_t name[2 + SIZE], const char *auth)
{
	const struct client_command command = {
		.code = TPM_CC_NV_WRITE,
		.handle_count = 2,
		.handles = { INDEX, INDEX },
		.names = { name, name },
		.name_lens = { 2 + SIZE, 2 + SIZE },
		.parameters = "\0\10written!\0\0",
		.len = 12,
		.uses = { { .session = session,
			    .attributes = TPMA_SESSION_CONTINUESESSION,
			    .auth = auth } },
		.use_count = 1,
	};

	return client_run(&command);
}

struct policy_use {
	struct step step;
	const char *auth;
	uint32_t rc;
};

static const struct policy_use policy_uses[] = {
	{ STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\1\x37"), NULL, 0 },
	{ STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\1\x4e"), NULL, TPM_RC_POLICY_CC },
	{ STEP(TPM_CC_POLICY_LOCALITY, "\1"), NULL, 0 },
	{ STEP(TPM_CC_POLICY_LOCALITY, "\2"), NULL, TPM_RC_LOCALITY },
	{ STEP(TPM_CC_POLICY_PHYSICAL_PRESENCE, ""), NULL, TPM_RC_PP },
	{ STEP(TPM_CC_POLICY_NV_WRITTEN, "\0"), NULL, 0 },
	{ STEP(TPM_CC_POLICY_NV_WRITTEN, "\1"), NULL, TPM_RC_POLICY_FAIL },
	{ STEP(TPM_CC_POLICY_CPHASH, "\0\x20" A32), NULL, TPM_RC_POLICY_FAIL },
	{ STEP(TPM_CC_POLICY_NAME_HASH, "\0\x20" A32), NULL, TPM_RC_POLICY_FAIL },
	{ STEP(TPM_CC_POLICY_TEMPLATE, "\0\x20" A32), NULL, TPM_RC_POLICY_FAIL },
	{ STEP(TPM_CC_POLICY_PARAMETERS, "\0\x20" A32), NULL, TPM_RC_POLICY_FAIL },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""), "auth", 0 },
	{ STEP(TPM_CC_POLICY_AUTH_VALUE, ""), NULL, TPM_RC_BAD_AUTH },
};

static void undefine(void)
{
	assert_int_equal(nv_do_as(TPM_CC_NV_UNDEFINE_SPACE, TPM_RH_OWNER, "", INDEX), 0);
}

static void digest_of(const struct step *step, uint8_t digest[SIZE])
{
	struct client_session trial = begin(TPM_SE_TRIAL);

	assert_int_equal(run_step(&trial, step), 0);
	get_digest(&trial, digest);
	client_flush(&trial);
}

static void test_use(void **state)
{
	uint8_t policy[SIZE];
	uint8_t name[2 + SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(policy_uses) / sizeof(policy_uses[0]); i++) {
		const struct policy_use *row = &policy_uses[i];
		struct client_session session = begin(TPM_SE_POLICY);

		digest_of(&row->step, policy);
		define(policy, name);
		assert_int_equal(run_step(&session, &row->step), 0);
		assert_int_equal(use(&session, name, row->auth),
				 row->rc == 0 || (row->rc & TPM_RC_FMT1) == 0
					 ? row->rc
					 : COMMAND_SESSION(row->rc, 1));
		/* Used, the policy is to be satisfied anew */
		assert_int_equal(use(&session, name, row->auth) != 0, 1);
		client_flush(&session);
		undefine();
	}
}

/* A trial session authorises nothing, and a policy that another hash made neither */
static void test_not_usable(void **state)
{
	const struct step step = STEP(TPM_CC_POLICY_COMMAND_CODE, "\0\0\1\x37");
	struct client_session trial = begin(TPM_SE_TRIAL);
	const struct client_start start = { .type = TPM_SE_POLICY,
					    .hash_alg = TPM_ALG_SHA384,
					    .symmetric = TPM_ALG_NULL };
	struct client_session other;
	uint8_t policy[SIZE];
	uint8_t name[2 + SIZE];

	(void)state;
	digest_of(&step, policy);
	define(policy, name);
	assert_int_equal(run_step(&trial, &step), 0);
	assert_int_equal(use(&trial, name, NULL), COMMAND_SESSION(TPM_RC_ATTRIBUTES, 1));
	assert_int_equal(client_start(&other, &start), 0);
	assert_int_equal(run_step(&other, &step), 0);
	assert_int_equal(use(&other, name, NULL), COMMAND_SESSION(TPM_RC_POLICY_FAIL, 1));
}

static void test_pcr_changes(void **state)
{
	const struct step step = STEP(TPM_CC_POLICY_PCR, "\0\0\0\0\0\1\0\xb\3\1\0\0");
	const uint32_t pcr = 3;
	struct memory_command extend = memory_begin(TPM_CC_PCR_EXTEND, "", &pcr, 1);
	struct client_session session = begin(TPM_SE_POLICY);
	uint8_t policy[SIZE];
	uint8_t name[2 + SIZE];

	(void)state;
	put32(&extend, 1);
	put16(&extend, TPM_ALG_SHA256);
	put_bytes(&extend, A32, SIZE);
	digest_of(&step, policy);
	define(policy, name);
	assert_int_equal(run_step(&session, &step), 0);
	assert_int_equal(use(&session, name, NULL), 0);
	assert_int_equal(run_step(&session, &step), 0);
	assert_int_equal(memory_run(&extend, 0), 0);
	assert_int_equal(run_step(&session, &step), TPM_RC_PCR_CHANGED);
	assert_int_equal(use(&session, name, NULL), TPM_RC_PCR_CHANGED);
}

/* Of one property, and of none: the next one does not stand in for it */
static void test_capability(void **state)
{
	const struct step family = STEP(TPM_CC_POLICY_CAPABILITY, "\0\x4"
								  "2.0\0\0\4\0\0\0\0\0\6\0\0\1\0");
	const struct step other = STEP(TPM_CC_POLICY_CAPABILITY, "\0\x4"
								 "2.1\0\0\4\0\0\0\0\0\6\0\0\1\0");
	const struct step none = STEP(TPM_CC_POLICY_CAPABILITY, "\0\x4"
								"2.0\0\0\4\0\0\0\0\0\6\0\0\0\xff");
	const struct step nowhere = STEP(TPM_CC_POLICY_CAPABILITY, "\0\0\0\x9\0\0\0\0\0\6\0\0\1\0");
	struct client_session session = begin(TPM_SE_POLICY);
	const uint8_t known[] = { 0x64, 0xf8, 0x40, 0xc6 };
	uint8_t digest[SIZE];

	(void)state;
	assert_int_equal(run_step(&session, &other), TPM_RC_POLICY);
	assert_int_equal(run_step(&session, &none), COMMAND_PARAM(TPM_RC_VALUE, 2));
	assert_int_equal(run_step(&session, &nowhere), COMMAND_PARAM(TPM_RC_VALUE, 2));
	assert_int_equal(run_step(&session, &family), 0);
	get_digest(&session, digest);
	assert_memory_equal(digest, known, sizeof(known));
}

/* --- approvals with a time limit
 * --------------------------------------------------------------------------- */
static uint32_t policy_secret(const struct client_session *session, uint32_t expiration)
{
	const uint32_t handles[] = { TPM_RH_OWNER, session->handle };
	struct memory_command command = memory_begin(TPM_CC_POLICY_SECRET, "", handles, 2);

	put_2b(&command, session->nonce_tpm, session->nonce_len);
	put16(&command, 0);
	put_2b(&command, "ref", 3);
	put32(&command, expiration);
	return memory_run(&command, 0);
}

static void secret_digest(uint8_t digest[SIZE])
{
	struct client_session trial = begin(TPM_SE_TRIAL);
	const uint8_t known[] = { 0x95, 0x86, 0x34, 0x3a };

	assert_int_equal(policy_secret(&trial, 0), 0);
	get_digest(&trial, digest);
	assert_memory_equal(digest, known, sizeof(known));
	client_flush(&trial);
}

static void test_expires(void **state)
{
	struct client_session session = begin(TPM_SE_POLICY);
	uint8_t policy[SIZE];
	uint8_t name[2 + SIZE];

	(void)state;
	secret_digest(policy);
	define(policy, name);
	assert_int_equal(policy_secret(&session, 10), 0);
	memory.ms += 9000;
	assert_int_equal(use(&session, name, NULL), 0);
	assert_int_equal(policy_secret(&session, 10), 0);
	memory.ms += 11000;
	assert_int_equal(use(&session, name, NULL), COMMAND_SESSION(TPM_RC_EXPIRED, 1));
	assert_int_equal(policy_secret(&session, 10), COMMAND_PARAM(TPM_RC_EXPIRED, 4));
}

/* Parameters of PolicyTicket, of a response of PolicySecret */
static struct memory_command ticket_command(const struct client_session *session,
					    const struct memory_command *ticket)
{
	struct memory_command command =
		memory_begin(TPM_CC_POLICY_TICKET, NULL, &session->handle, 1);

	put_2b(&command, ticket->bytes + 2, 8);
	put16(&command, 0);
	put_2b(&command, "ref", 3);
	put_2b(&command, "\x40\0\0\1", 4);
	put_bytes(&command, ticket->bytes + 10, ticket->len - 10);
	return command;
}

static void test_ticket(void **state)
{
	struct client_session session = begin(TPM_SE_POLICY);
	struct memory_command ticket = { .len = 0 };
	struct memory_command command;
	uint8_t expected[SIZE];
	uint8_t digest[SIZE];

	(void)state;
	secret_digest(expected);
	assert_int_equal(policy_secret(&session, (uint32_t)-100), 0);
	put_bytes(&ticket, memory_parameters(), get32(memory.response + TPM_HEADER_SIZE));
	client_flush(&session);
	session = begin(TPM_SE_POLICY);
	command = ticket_command(&session, &ticket);
	assert_int_equal(memory_run(&command, 0), 0);
	get_digest(&session, digest);
	assert_memory_equal(digest, expected, SIZE);
	for (size_t i = TPM_HEADER_SIZE + 4; i < command.len; i++) {
		command.bytes[i] ^= 1;
		assert_int_not_equal(memory_run(&command, 0), 0);
		command.bytes[i] ^= 1;
	}
	memory.ms += 101000;
	assert_int_equal(memory_run(&command, 0), COMMAND_PARAM(TPM_RC_EXPIRED, 1));
	/* Time begins again at power on, the ticket does not */
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	session = begin(TPM_SE_POLICY);
	command = ticket_command(&session, &ticket);
	assert_int_equal(memory_run(&command, 0), COMMAND_PARAM(TPM_RC_TICKET, 5));
}

/* --- comparisons
 * ------------------------------------------------------------------------------------------- */
struct comparison {
	const char *a;
	const char *b;
	uint16_t holds; /* bit i: TPM_EO i */
};

#define BIT(eo_) (1u << (eo_))
static const struct comparison comparisons[] = {
	{ "\1\2", "\1\2",
	  BIT(TPM_EO_EQ) | BIT(TPM_EO_SIGNED_GE) | BIT(TPM_EO_UNSIGNED_GE) | BIT(TPM_EO_SIGNED_LE) |
		  BIT(TPM_EO_UNSIGNED_LE) | BIT(TPM_EO_BITSET) },
	{ "\1\2", "\1\4",
	  BIT(TPM_EO_NEQ) | BIT(TPM_EO_SIGNED_LT) | BIT(TPM_EO_UNSIGNED_LT) |
		  BIT(TPM_EO_SIGNED_LE) | BIT(TPM_EO_UNSIGNED_LE) },
	{ "\xff\xfe", "\1\1",
	  BIT(TPM_EO_NEQ) | BIT(TPM_EO_SIGNED_LT) | BIT(TPM_EO_UNSIGNED_GT) |
		  BIT(TPM_EO_SIGNED_LE) | BIT(TPM_EO_UNSIGNED_GE) },
	{ "\xff\xff", "\xff\xfe",
	  BIT(TPM_EO_NEQ) | BIT(TPM_EO_SIGNED_GT) | BIT(TPM_EO_UNSIGNED_GT) |
		  BIT(TPM_EO_SIGNED_GE) | BIT(TPM_EO_UNSIGNED_GE) | BIT(TPM_EO_BITSET) },
	{ "\x10\x20", "\x01\x02",
	  BIT(TPM_EO_NEQ) | BIT(TPM_EO_SIGNED_GT) | BIT(TPM_EO_UNSIGNED_GT) |
		  BIT(TPM_EO_SIGNED_GE) | BIT(TPM_EO_UNSIGNED_GE) | BIT(TPM_EO_BITCLEAR) },
};

static void test_compare(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]); i++) {
		for (uint16_t eo = 0; eo <= TPM_EO_BITCLEAR; eo++)
			assert_int_equal(policy_compare(eo, (const uint8_t *)comparisons[i].a,
							(const uint8_t *)comparisons[i].b, 2),
					 (comparisons[i].holds & BIT(eo)) != 0);
	}
	assert_false(
		policy_compare(TPM_EO_BITCLEAR + 1, (const uint8_t *)"a", (const uint8_t *)"a", 1));
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_known_digests), WITH_TPM(test_lengths),
		WITH_TPM(test_refusals),      WITH_TPM(test_use),
		WITH_TPM(test_not_usable),    WITH_TPM(test_pcr_changes),
		WITH_TPM(test_capability),    WITH_TPM(test_expires),
		WITH_TPM(test_ticket),        cmocka_unit_test(test_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
