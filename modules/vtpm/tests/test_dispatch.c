/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The frame of every command: headers, handles, the table's rows, slices and cancelling, failure
 * mode; and that nothing temporary is left in memory.
 */
/* test-sources: modules/vtpm/tests/memory_tpm.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/memory_tpm.h"
#include "modules/vtpm/tpm/audit.h"
#include "modules/vtpm/tpm/command.h"

static uint32_t execute(const void *bytes, size_t len)
{
	memory.response_len =
		tpm_execute(memory.tpm, 0, bytes, len, memory.response, sizeof(memory.response));
	assert_true(memory.response_len >= TPM_HEADER_SIZE);
	assert_int_equal(get32(memory.response + 2), memory.response_len);
	return get32(memory.response + 6);
}

/* --- headers
 * ------------------------------------------------------------------------------------------- */
struct header_row {
	const char *bytes;
	size_t len;
	uint32_t rc;
};
#define HEADER(bytes_, rc_)                                                                        \
	{                                                                                          \
		(bytes_), sizeof(bytes_) - 1, (rc_)                                                \
	}

static const struct header_row headers[] = {
	HEADER("", TPM_RC_INSUFFICIENT),
	HEADER("\x80", TPM_RC_INSUFFICIENT),
	HEADER("\x80\1", TPM_RC_INSUFFICIENT),
	HEADER("\x80\1\0\0\0", TPM_RC_INSUFFICIENT),
	HEADER("\x80\1\0\0\0\6", TPM_RC_INSUFFICIENT),
	HEADER("\x80\1\0\0\0\7", TPM_RC_COMMAND_SIZE),
	HEADER("\x80\1\0\0\0\xb\0\0\1\x7c", TPM_RC_COMMAND_SIZE),
	HEADER("\x80\1\xff\xff\xff\xff\0\0\1\x7c", TPM_RC_COMMAND_SIZE),
	HEADER("\x80\1\0\0\0\xa\0\0\1\x5a", TPM_RC_COMMAND_CODE),
	HEADER("\x80\1\0\0\0\xa\xff\xff\xff\xff", TPM_RC_COMMAND_CODE),
	HEADER("\x80\0\0\0\0\xa\0\0\1\x7c", TPM_RC_BAD_TAG),
	HEADER("\0\xc1\0\0\0\xa\0\0\1\x7c", TPM_RC_BAD_TAG),
	HEADER("\x80\1\0\0\0\xb\0\0\1\x7cx", TPM_RC_SIZE),
	HEADER("\x80\1\0\0\0\xa\0\0\1\x7c", TPM_RC_SUCCESS),
	HEADER("\x80\2\0\0\0\xa\0\0\1\x7c", TPM_RC_INSUFFICIENT),
	HEADER("\x80\2\0\0\0\xe\0\0\1\x7c\0\0\0\0", TPM_RC_SIZE),
	HEADER("\x80\2\0\0\0\xe\0\0\1\x7c\xff\xff\xff\xff", TPM_RC_SIZE),
	/* Sessions where there may be none; a handle cut short; authorisation missing */
	HEADER("\x80\2\0\0\0\x17\0\0\1\x65\0\0\0\x9\x40\0\0\x9\0\0\1\0\0", TPM_RC_AUTH_CONTEXT),
	HEADER("\x80\1\0\0\0\xc\0\0\1\x26\x40\0", COMMAND_HANDLE(TPM_RC_INSUFFICIENT, 1)),
	HEADER("\x80\1\0\0\0\xe\0\0\1\x26\x40\0\0\xa", TPM_RC_AUTH_MISSING),
	HEADER("\x80\1\0\0\0\xe\0\0\1\x26\x40\0\0\x1", COMMAND_HANDLE(TPM_RC_VALUE, 1)),
	HEADER("\x80\1\0\0\0\xc\0\0\1\x44\0\0", TPM_RC_INITIALIZE),
};

static void test_headers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		uint8_t *copy = malloc(headers[i].len + 1); /* so that a byte too far is seen */

		memcpy(copy, headers[i].bytes, headers[i].len);
		assert_int_equal(execute(copy, headers[i].len), headers[i].rc);
		assert_int_equal(memory.response[0] << 8 | memory.response[1],
				 headers[i].rc == TPM_RC_BAD_TAG ? TPM_ST_RSP_COMMAND
								 : TPM_ST_NO_SESSIONS);
		free(copy);
	}
}

static void test_before_startup(void **state)
{
	struct memory_command random = memory_begin(TPM_CC_GET_RANDOM, NULL, NULL, 0);

	(void)state;
	put16(&random, 8);
	assert_int_equal(memory_power_cycle(), OK);
	assert_int_equal(memory_run(&random, 0), TPM_RC_INITIALIZE);
}

/* --- the table
 * ------------------------------------------------------------------------------------------ */
static void test_table(void **state)
{
	uint32_t last = 0;

	(void)state;
	assert_true(command_count() > 110);
	for (uint32_t i = 0; i < command_count(); i++) {
		const struct tpm_command *command = command_at(i);

		assert_non_null(command);
		assert_true(command->code > last);
		last = command->code;
		assert_ptr_equal(command_find(command->code), command);
		assert_non_null(command->run);
		assert_true(command->in_size <= sizeof(memory.tpm->in));
		assert_true(command->out_size <= sizeof(memory.tpm->out));
		assert_int_equal(command_attributes(command) & TPMA_CC_COMMANDINDEX_MASK,
				 command->code & TPMA_CC_COMMANDINDEX_MASK);
		assert_int_equal(command_attributes(command) >> TPMA_CC_CHANDLES_SHIFT & 7,
				 command->handle_count);
	}
	assert_null(command_at(command_count()));
	assert_null(command_find(0));
}

/* Every field of a row is as large as its type says, and lies in the row's struct */
static void test_fields(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < command_count(); i++) {
		const struct tpm_command *command = command_at(i);

		for (uint32_t j = 0; j < command->in_count; j++) {
			assert_int_equal(command->in[j].size, command->in[j].type->size);
			assert_true(command->in[j].offset + command->in[j].size <=
				    command->in_size);
		}
		for (uint32_t j = 0; j < command->out_count; j++) {
			assert_int_equal(command->out[j].size, command->out[j].type->size);
			assert_true(command->out[j].offset + command->out[j].size <=
				    command->out_size);
		}
	}
}

/* Every command with no more than its header, then with handles that name nothing: an answer */
static void test_empty(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < command_count(); i++) {
		const struct tpm_command *command = command_at(i);
		const uint32_t handles[3] = { 0x80000002u, 0x80000002u, 0x80000002u };
		struct memory_command bytes = memory_begin(command->code, NULL, NULL, 0);

		if (command->code == TPM_CC_SHUTDOWN)
			continue;
		if (command->handle_count != 0)
			assert_int_equal(memory_run(&bytes, 0),
					 COMMAND_HANDLE(TPM_RC_INSUFFICIENT, 1));
		bytes = memory_begin(command->code, "", handles, command->handle_count);
		if (command->handle_count != 0)
			assert_int_not_equal(memory_run(&bytes, 0), TPM_RC_SUCCESS);
	}
}

/* --- one at a time, in slices
 * ------------------------------------------------------------------------------ */
/* CreatePrimary of an RSA key: the longest of all */
static struct memory_command create_rsa(void)
{
	const uint32_t owner = TPM_RH_OWNER;
	struct memory_command command = memory_begin(TPM_CC_CREATE_PRIMARY, "", &owner, 1);

	put_2b(&command, "\0\0\0\0", 4);
	put16(&command, 22);
	put16(&command, TPM_ALG_RSA);
	put16(&command, TPM_ALG_SHA256);
	put32(&command, TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_SENSITIVEDATAORIGIN |
				TPMA_OBJECT_DECRYPT | TPMA_OBJECT_FIXEDTPM |
				TPMA_OBJECT_FIXEDPARENT);
	put16(&command, 0);
	put16(&command, TPM_ALG_NULL);
	put16(&command, TPM_ALG_NULL);
	put16(&command, 2048);
	put32(&command, 0);
	put16(&command, 0);
	put16(&command, 0);
	put32(&command, 0);
	for (uint32_t i = 0; i < 4; i++)
		command.bytes[2 + i] = (uint8_t)(command.len >> (24 - 8 * i));
	return command;
}

static bool is_zero(const void *memory_at, size_t len)
{
	const uint8_t *bytes = memory_at;

	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != 0)
			return false;
	}
	return true;
}

static void expect_clean(void)
{
	const struct tpm *tpm = memory.tpm;

	assert_true(is_zero(&tpm->work, sizeof(tpm->work)));
	assert_true(is_zero(&tpm->frame, sizeof(tpm->frame)));
	assert_true(is_zero(tpm->in, sizeof(tpm->in)));
	assert_true(is_zero(tpm->out, sizeof(tpm->out)));
	assert_true(is_zero(tpm->command, sizeof(tpm->command)));
}

static void test_slices(void **state)
{
	struct memory_command command = create_rsa();
	const uint8_t *response;
	size_t len;

	(void)state;
	assert_int_equal(tpm_submit(memory.tpm, 0, command.bytes, command.len), OK);
	assert_int_equal(tpm_submit(memory.tpm, 0, command.bytes, command.len), ERR_STATE);
	assert_int_equal(tpm_step(memory.tpm), TPM_PENDING);
	assert_int_equal(tpm_submit(memory.tpm, 0, command.bytes, command.len), ERR_STATE);
	tpm_cancel(memory.tpm);
	assert_int_equal(tpm_step(memory.tpm), TPM_DONE);
	response = tpm_response(memory.tpm, &len);
	assert_int_equal(len, TPM_HEADER_SIZE);
	assert_int_equal(get32(response + 6), TPM_RC_CANCELED);
	expect_clean();
	for (uint32_t i = 0; i < TPM_OBJECT_SLOTS; i++)
		assert_int_equal(memory.tpm->slots[i].kind, SLOT_FREE);
	assert_int_equal(tpm_step(memory.tpm), TPM_DONE);
}

static void test_clean_after_success(void **state)
{
	struct memory_command command = create_rsa();

	(void)state;
	assert_int_equal(execute(command.bytes, command.len), 0);
	expect_clean();
	command.bytes[command.len - 1] ^= 1;
	assert_int_not_equal(execute(command.bytes, command.len), 0);
	expect_clean();
}

static void test_limits(void **state)
{
	static uint8_t large[TPM_COMMAND_MAX + 1];
	uint8_t response[TPM_HEADER_SIZE];

	(void)state;
	assert_int_equal(tpm_submit(memory.tpm, 0, large, sizeof(large)), ERR_RANGE);
	assert_int_equal(
		tpm_execute(memory.tpm, 0, large, TPM_COMMAND_MAX, response, TPM_HEADER_SIZE - 1),
		0);
	tpm_power_off(memory.tpm);
	assert_int_equal(tpm_submit(memory.tpm, 0, large, TPM_HEADER_SIZE), ERR_STATE);
}

/* --- failure
 * -----------------------------------------------------------------------------------------------
 */
static void test_failure_mode(void **state)
{
	struct memory_command random = memory_begin(TPM_CC_GET_RANDOM, NULL, NULL, 0);
	struct memory_command result = memory_begin(TPM_CC_GET_TEST_RESULT, NULL, NULL, 0);

	(void)state;
	put16(&random, 8);
	memory.tpm->is_failed = 1;
	assert_int_equal(memory_run(&random, 0), TPM_RC_FAILURE);
	assert_int_equal(memory_run(&result, 0), TPM_RC_SUCCESS);
}

/* The command audit: what is on the list when a TPM is new, and what cannot leave or enter it */
static void test_audit_list(void **state)
{
	struct tpm *tpm = memory.tpm;

	(void)state;
	assert_true(audit_covers(tpm, TPM_CC_SET_COMMAND_CODE_AUDIT_STATUS));
	assert_false(audit_remove(tpm, TPM_CC_SET_COMMAND_CODE_AUDIT_STATUS));
	assert_false(audit_add(tpm, TPM_CC_SHUTDOWN));
	assert_false(audit_add(tpm, 0x999));
	assert_true(audit_add(tpm, TPM_CC_GET_RANDOM));
	assert_false(audit_add(tpm, TPM_CC_GET_RANDOM));
	assert_true(audit_remove(tpm, TPM_CC_GET_RANDOM));
	assert_false(audit_covers(tpm, TPM_CC_GET_RANDOM));
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_headers),      WITH_TPM(test_before_startup),
		WITH_TPM(test_table),        WITH_TPM(test_fields),
		WITH_TPM(test_empty),        WITH_TPM(test_slices),
		WITH_TPM(test_limits),       WITH_TPM(test_clean_after_success),
		WITH_TPM(test_failure_mode), WITH_TPM(test_audit_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
