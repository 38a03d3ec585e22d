/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Left is libtpms, right is ours. A row whose name docs/tpm-differences.md lacks fails the test's
 * own check. */
#include "tests/interop/diff/accepted.h"

#include <string.h>

static bool is_code(const struct exchange *exchange)
{
	return strcmp(exchange->differs, "code") == 0;
}

static bool has(const struct exchange *exchange, const char *bytes, size_t len)
{
	const struct bytes *command = &exchange->command.side[LEFT];

	return memmem(command->b, command->len, bytes, len) != NULL;
}

/* A format-one code without its number */
static uint32_t base(uint32_t rc)
{
	return (rc & TPM_RC_FMT1) != 0 ? rc & 0xbf : rc;
}

static bool bad_tag(const struct exchange *exchange)
{
	return is_code(exchange) && exchange->rc[LEFT] == TPM_RC_VALUE &&
	       exchange->rc[RIGHT] == TPM_RC_BAD_TAG;
}

static bool aes_192(const struct exchange *exchange)
{
	return is_code(exchange) && base(exchange->rc[LEFT]) == TPM_RC_VALUE &&
	       has(exchange, "\0\x06\0\xc0", 4);
}

static bool rsa_4096(const struct exchange *exchange)
{
	return is_code(exchange) && base(exchange->rc[LEFT]) == TPM_RC_VALUE &&
	       has(exchange, "\x10\0", 2) && has(exchange, "\0\x01\0", 3);
}

static bool camellia(const struct exchange *exchange)
{
	return is_code(exchange) && has(exchange, "\0\x26", 2) &&
	       base(exchange->rc[RIGHT]) == TPM_RC_SYMMETRIC;
}

static bool curves(const struct exchange *exchange)
{
	return is_code(exchange) && base(exchange->rc[RIGHT]) == TPM_RC_CURVE;
}

static bool ticket_tag(const struct exchange *exchange)
{
	return is_code(exchange) && base(exchange->rc[LEFT]) == TPM_RC_VALUE &&
	       base(exchange->rc[RIGHT]) == TPM_RC_TAG;
}

/* The last two bytes of both commands are the operation */
static bool signed_compare(const struct exchange *exchange)
{
	const struct bytes *command = &exchange->command.side[LEFT];
	uint32_t operation = command->len < 2 ? 0 : command->b[command->len - 1];
	bool is_comparison =
		exchange->cc == TPM_CC_POLICY_NV || exchange->cc == TPM_CC_POLICY_COUNTER_TIMER;

	return is_code(exchange) && is_comparison &&
	       (operation == TPM_EO_SIGNED_GT || operation == TPM_EO_SIGNED_LT ||
		operation == TPM_EO_SIGNED_GE || operation == TPM_EO_SIGNED_LE) &&
	       (exchange->rc[LEFT] == TPM_RC_POLICY || exchange->rc[RIGHT] == TPM_RC_POLICY);
}

static bool more_commands(const struct exchange *exchange)
{
	return is_code(exchange) && exchange->rc[LEFT] == TPM_RC_COMMAND_CODE;
}

/* What is too long for one TPM is cut short, or simply wrong, to the other */
static bool capacity(const struct exchange *exchange)
{
	return is_code(exchange) &&
	       ((base(exchange->rc[LEFT]) == TPM_RC_SIZE &&
		 base(exchange->rc[RIGHT]) == TPM_RC_INSUFFICIENT) ||
		(exchange->cc == TPM_CC_COMMIT && base(exchange->rc[RIGHT]) == TPM_RC_SIZE));
}

/* The same but for the end of the IV that is given back, behind the last, partial block */
static bool partial_iv(const struct exchange *exchange)
{
	struct reader left = exchange->out[LEFT];
	struct reader right = exchange->out[RIGHT];
	const uint8_t *data[SIDES];
	const uint8_t *iv[SIDES];
	uint16_t len = 0;
	uint16_t iv_len = 0;

	if ((exchange->cc != TPM_CC_ENCRYPT_DECRYPT && exchange->cc != TPM_CC_ENCRYPT_DECRYPT2) ||
	    strcmp(exchange->differs, "b") != 0)
		return false;
	data[LEFT] = take_2b(&left, &len);
	data[RIGHT] = take_2b(&right, &len);
	if (memcmp(data[LEFT], data[RIGHT], len) != 0)
		return false;
	iv[LEFT] = take_2b(&left, &iv_len);
	iv[RIGHT] = take_2b(&right, &iv_len);
	return len % 16 != 0 && iv_len == 16 && memcmp(iv[LEFT], iv[RIGHT], len % 16) == 0;
}

static bool algorithms(const struct exchange *exchange)
{
	return is_code(exchange) && exchange->cc == TPM_CC_INCREMENTAL_SELF_TEST &&
	       base(exchange->rc[RIGHT]) == TPM_RC_VALUE;
}

static bool failure_mode(const struct exchange *exchange)
{
	return is_code(exchange) && exchange->rc[LEFT] == TPM_RC_FAILURE;
}

static const struct accepted rows[] = {
	{ "bad-tag", bad_tag },
	{ "aes-192", aes_192 },
	{ "rsa-4096", rsa_4096 },
	{ "camellia", camellia },
	{ "failure-mode", failure_mode },
	{ "curves", curves },
	{ "algorithms", algorithms },
	{ "capacity", capacity },
	{ "cfb-partial-iv", partial_iv },
	{ "ticket-tag", ticket_tag },
	{ "signed-compare", signed_compare },
	{ "more-commands", more_commands },
};

const struct accepted *accepted_find(const struct exchange *exchange)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].holds(exchange))
			return &rows[i];
	}
	return NULL;
}
