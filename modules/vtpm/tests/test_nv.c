/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NV commands: each type of index, each response code, locks and what Startup does to them. */
/* test-sources: modules/vtpm/tests/memory_tpm.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/memory_tpm.h"
#include "modules/vtpm/tpm/command.h"

#define INDEX 0x01500000u
#define OWNER_RW (TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE | TPMA_NV_NO_DA)
#define TYPE(type_) ((uint32_t)(type_) << TPMA_NV_TPM_NT_SHIFT)
#define PARAM(code_, n_) ((int)COMMAND_PARAM(code_, n_))
#define HANDLE_(code_, n_) ((int)COMMAND_HANDLE(code_, n_))

static uint32_t define(uint32_t attributes, uint16_t size)
{
	return nv_define_as((attributes & TPMA_NV_PLATFORMCREATE) != 0 ? TPM_RH_PLATFORM
								       : TPM_RH_OWNER,
			    INDEX, attributes, size, "pw");
}

static uint32_t undefine(uint32_t authority)
{
	return nv_do_as(TPM_CC_NV_UNDEFINE_SPACE, authority, "", INDEX);
}

static uint32_t write_text(const char *text, uint16_t offset)
{
	return nv_write_as(TPM_RH_OWNER, "", INDEX, offset, text, (uint16_t)strlen(text));
}

static uint32_t read_owner(uint16_t offset, uint16_t len)
{
	return nv_read_as(TPM_RH_OWNER, "", INDEX, offset, len);
}

static uint32_t attributes_now(void)
{
	const uint32_t handle = INDEX;
	struct memory_command command = memory_begin(TPM_CC_NV_READ_PUBLIC, NULL, &handle, 1);

	assert_int_equal(memory_run(&command, 0), 0);
	return get32(memory_parameters() + 2 + 4 + 2);
}

struct define_case {
	uint32_t attributes;
	uint16_t size;
	int rc;
};

static const struct define_case define_cases[] = {
	{ OWNER_RW, 0, 0 },
	{ OWNER_RW, TPM_NV_INDEX_MAX, 0 },
	{ OWNER_RW, TPM_NV_INDEX_MAX + 1, PARAM(TPM_RC_SIZE, 2) },
	{ OWNER_RW | TPMA_NV_WRITEALL, TPM_NV_BUFFER_MAX, 0 },
	{ OWNER_RW | TPMA_NV_WRITEALL, TPM_NV_BUFFER_MAX + 1, PARAM(TPM_RC_SIZE, 2) },
	{ OWNER_RW | TYPE(TPM_NT_COUNTER), 8, 0 },
	{ OWNER_RW | TYPE(TPM_NT_COUNTER), 7, PARAM(TPM_RC_SIZE, 2) },
	{ OWNER_RW | TYPE(TPM_NT_BITS), 9, PARAM(TPM_RC_SIZE, 2) },
	{ OWNER_RW | TYPE(TPM_NT_EXTEND), 32, 0 },
	{ OWNER_RW | TYPE(TPM_NT_EXTEND), 20, PARAM(TPM_RC_SIZE, 2) },
	{ OWNER_RW | TYPE(TPM_NT_PIN_PASS), 8, 0 },
	{ OWNER_RW | TYPE(TPM_NT_PIN_PASS) | TPMA_NV_AUTHWRITE, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE | TYPE(TPM_NT_PIN_FAIL), 8,
	  PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ OWNER_RW | TYPE(3), 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ OWNER_RW | TYPE(TPM_NT_COUNTER) | TPMA_NV_CLEAR_STCLEAR, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ OWNER_RW | TPMA_NV_WRITTEN, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ OWNER_RW | TPMA_NV_READLOCKED, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ TPMA_NV_OWNERREAD, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ TPMA_NV_OWNERWRITE, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ OWNER_RW | TPMA_NV_CLEAR_STCLEAR | TPMA_NV_WRITEDEFINE, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ OWNER_RW | TPMA_NV_POLICY_DELETE, 8, PARAM(TPM_RC_ATTRIBUTES, 2) },
	{ OWNER_RW | TPMA_NV_PLATFORMCREATE, 8, 0 },
	{ OWNER_RW | 0x100, 8, PARAM(TPM_RC_RESERVED_BITS, 2) },
	{ OWNER_RW | TPMA_NV_ORDERLY, 500, 0 },
	{ OWNER_RW | TPMA_NV_ORDERLY, 501, TPM_RC_NV_SPACE },
};

static void test_define(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(define_cases) / sizeof(define_cases[0]); i++) {
		const struct define_case *one = &define_cases[i];
		bool is_platform = (one->attributes & TPMA_NV_PLATFORMCREATE) != 0;

		assert_int_equal(define(one->attributes, one->size), one->rc);
		if (one->rc != 0)
			continue;
		assert_int_equal(define(one->attributes, one->size), TPM_RC_NV_DEFINED);
		if (is_platform)
			assert_int_equal(undefine(TPM_RH_OWNER), TPM_RC_NV_AUTHORIZATION);
		assert_int_equal(undefine(is_platform ? TPM_RH_PLATFORM : TPM_RH_OWNER), 0);
		assert_int_equal(undefine(TPM_RH_OWNER), HANDLE_(TPM_RC_HANDLE, 2));
	}
	assert_int_equal(nv_define_as(TPM_RH_PLATFORM, INDEX, OWNER_RW, 8, ""),
			 HANDLE_(TPM_RC_ATTRIBUTES, 1));
	assert_int_equal(
		nv_define_as(TPM_RH_OWNER, INDEX, OWNER_RW, 8, "123456789012345678901234567890123"),
		PARAM(TPM_RC_SIZE, 1));
}

static void test_write_and_read(void **state)
{
	static const uint8_t partial[] = { 0xff, 'a', 'b', 0xff };

	(void)state;
	assert_int_equal(define(OWNER_RW, 4), 0);
	assert_int_equal(read_owner(0, 4), TPM_RC_NV_UNINITIALIZED);
	assert_int_equal(write_text("ab", 1), 0);
	assert_int_equal(read_owner(0, 4), 0);
	assert_memory_equal(memory_parameters() + 2, partial, 4);
	assert_int_equal(write_text("ab", 3), TPM_RC_NV_RANGE);
	assert_int_equal(write_text("a", 5), PARAM(TPM_RC_VALUE, 2));
	assert_int_equal(write_text("", 4), 0);
	assert_int_equal(read_owner(4, 0), 0);
	assert_int_equal(read_owner(5, 0), PARAM(TPM_RC_VALUE, 2));
	assert_int_equal(read_owner(1, 4), TPM_RC_NV_RANGE);
	assert_int_equal(read_owner(0, TPM_NV_BUFFER_MAX + 1), PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(nv_read_as(TPM_RH_PLATFORM, "", INDEX, 0, 4), TPM_RC_NV_AUTHORIZATION);
	assert_int_equal(nv_write_as(TPM_RH_PLATFORM, "", INDEX, 0, "x", 1),
			 TPM_RC_NV_AUTHORIZATION);
	assert_int_equal(nv_read_as(INDEX, "pw", INDEX, 0, 4), TPM_RC_AUTH_UNAVAILABLE);
	assert_int_equal(nv_do_as(TPM_CC_NV_INCREMENT, TPM_RH_OWNER, "", INDEX),
			 HANDLE_(TPM_RC_ATTRIBUTES, 2));
}

static void test_write_all(void **state)
{
	(void)state;
	assert_int_equal(define(OWNER_RW | TPMA_NV_WRITEALL, 2), 0);
	assert_int_equal(write_text("a", 0), TPM_RC_NV_RANGE);
	assert_int_equal(write_text("ab", 0), 0);
}

static uint64_t number(void)
{
	assert_int_equal(read_owner(0, 8), 0);
	return get64(memory_parameters() + 2);
}

/* A counter that is defined anew begins behind the one that was deleted */
static void test_counter(void **state)
{
	(void)state;
	assert_int_equal(define(OWNER_RW | TYPE(TPM_NT_COUNTER), 8), 0);
	assert_int_equal(write_text("12345678", 0), TPM_RC_ATTRIBUTES);
	for (uint64_t i = 1; i <= 3; i++) {
		assert_int_equal(nv_do_as(TPM_CC_NV_INCREMENT, TPM_RH_OWNER, "", INDEX), 0);
		assert_int_equal(number(), i);
	}
	assert_int_equal(undefine(TPM_RH_OWNER), 0);
	assert_int_equal(define(OWNER_RW | TYPE(TPM_NT_COUNTER), 8), 0);
	assert_int_equal(nv_do_as(TPM_CC_NV_INCREMENT, TPM_RH_OWNER, "", INDEX), 0);
	assert_int_equal(number(), 4);
}

static uint32_t set_bits(uint64_t bits)
{
	static const uint32_t handles[] = { TPM_RH_OWNER, INDEX };
	struct memory_command command = memory_begin(TPM_CC_NV_SET_BITS, "", handles, 2);

	put64(&command, bits);
	return memory_run(&command, 0);
}

static void test_bits(void **state)
{
	(void)state;
	assert_int_equal(define(OWNER_RW | TYPE(TPM_NT_BITS), 8), 0);
	assert_int_equal(set_bits(0x11), 0);
	assert_int_equal(set_bits(0x8000000000000000ull), 0);
	assert_true(number() == 0x8000000000000011ull);
}

static void test_extend(void **state)
{
	static const uint32_t handles[] = { TPM_RH_OWNER, INDEX };
	struct memory_command command = memory_begin(TPM_CC_NV_EXTEND, "", handles, 2);
	uint8_t expected[32 + 3] = { 0 };

	(void)state;
	assert_int_equal(define(OWNER_RW | TYPE(TPM_NT_EXTEND), 32), 0);
	put_2b(&command, "abc", 3);
	assert_int_equal(memory_run(&command, 0), 0);
	memcpy(expected + 32, "abc", 3);
	crypto_sha256(expected, sizeof(expected), expected);
	assert_int_equal(read_owner(0, 32), 0);
	assert_memory_equal(memory_parameters() + 2, expected, 32);
}

static void test_locks(void **state)
{
	(void)state;
	assert_int_equal(define(OWNER_RW | TPMA_NV_WRITE_STCLEAR | TPMA_NV_READ_STCLEAR, 2), 0);
	assert_int_equal(nv_do_as(TPM_CC_NV_READ_LOCK, TPM_RH_OWNER, "", INDEX), 0);
	assert_int_equal(write_text("ab", 0), 0);
	assert_int_equal(read_owner(0, 2), TPM_RC_NV_LOCKED);
	assert_int_equal(nv_do_as(TPM_CC_NV_READ_LOCK, TPM_RH_OWNER, "", INDEX), 0);
	assert_int_equal(nv_do_as(TPM_CC_NV_WRITE_LOCK, TPM_RH_OWNER, "", INDEX), 0);
	assert_int_equal(nv_do_as(TPM_CC_NV_WRITE_LOCK, TPM_RH_OWNER, "", INDEX), 0);
	assert_int_equal(write_text("cd", 0), TPM_RC_NV_LOCKED);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(read_owner(0, 2), 0);
	assert_int_equal(write_text("cd", 0), 0);
	assert_int_equal(undefine(TPM_RH_OWNER), 0);
	assert_int_equal(define(OWNER_RW, 2), 0);
	assert_int_equal(nv_do_as(TPM_CC_NV_WRITE_LOCK, TPM_RH_OWNER, "", INDEX),
			 HANDLE_(TPM_RC_ATTRIBUTES, 2));
	assert_int_equal(nv_do_as(TPM_CC_NV_READ_LOCK, TPM_RH_OWNER, "", INDEX),
			 HANDLE_(TPM_RC_ATTRIBUTES, 2));
}

/* WRITEDEFINE locks for ever, once it was written */
static void test_write_define(void **state)
{
	(void)state;
	assert_int_equal(define(OWNER_RW | TPMA_NV_WRITEDEFINE, 2), 0);
	assert_int_equal(write_text("ab", 0), 0);
	assert_int_equal(nv_do_as(TPM_CC_NV_WRITE_LOCK, TPM_RH_OWNER, "", INDEX), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(write_text("cd", 0), TPM_RC_NV_LOCKED);
}

static void test_global_lock(void **state)
{
	static const uint32_t owner = TPM_RH_OWNER;
	const struct memory_command lock = memory_begin(TPM_CC_NV_GLOBAL_WRITE_LOCK, "", &owner, 1);

	(void)state;
	assert_int_equal(define(OWNER_RW | TPMA_NV_GLOBALLOCK, 2), 0);
	assert_int_equal(memory_run(&lock, 0), 0);
	assert_int_equal(write_text("ab", 0), TPM_RC_NV_LOCKED);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(write_text("ab", 0), 0);
}

static void test_stclear_and_orderly(void **state)
{
	(void)state;
	assert_int_equal(define(OWNER_RW | TPMA_NV_CLEAR_STCLEAR, 2), 0);
	assert_int_equal(write_text("ab", 0), 0);
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_restart(TPM_SU_STATE), 0);
	assert_int_equal(read_owner(0, 2), 0);
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(read_owner(0, 2), TPM_RC_NV_UNINITIALIZED);
	assert_int_equal(undefine(TPM_RH_OWNER), 0);
	assert_int_equal(define(OWNER_RW | TPMA_NV_ORDERLY, 2), 0);
	assert_int_equal(write_text("ab", 0), 0);
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(read_owner(0, 2), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(read_owner(0, 2), TPM_RC_NV_UNINITIALIZED);
}

/* What changes nothing, and what is orderly, is not stored */
static void test_saves(void **state)
{
	uint32_t before;

	(void)state;
	assert_int_equal(define(OWNER_RW, 2), 0);
	assert_int_equal(write_text("ab", 0), 0);
	before = memory.saves;
	assert_int_equal(write_text("ab", 0), 0);
	assert_int_equal(read_owner(0, 2), 0);
	assert_int_equal(memory.saves, before);
	assert_int_equal(write_text("ac", 0), 0);
	assert_int_equal(memory.saves, before + 1);
	assert_int_equal(undefine(TPM_RH_OWNER), 0);
	assert_int_equal(define(OWNER_RW | TPMA_NV_ORDERLY, 2), 0);
	before = memory.saves;
	assert_int_equal(write_text("ab", 0), 0);
	assert_int_equal(memory.saves, before);
}

/* Reads with the index's own password; counts in one that has passed are shown in the other */
static void test_pin(void **state)
{
	static const uint8_t limit_2[] = { 0, 0, 0, 0, 0, 0, 0, 2 };

	(void)state;
	assert_int_equal(define(OWNER_RW | TPMA_NV_AUTHREAD | TYPE(TPM_NT_PIN_PASS), 8), 0);
	assert_int_equal(nv_read_as(INDEX, "pw", INDEX, 0, 8), TPM_RC_AUTH_UNAVAILABLE);
	assert_int_equal(nv_write_as(TPM_RH_OWNER, "", INDEX, 0, limit_2, 8), 0);
	assert_int_equal(nv_read_as(INDEX, "pw", INDEX, 0, 8), 0);
	assert_int_equal(nv_read_as(INDEX, "pw", INDEX, 0, 8), 0);
	assert_int_equal(nv_read_as(INDEX, "pw", INDEX, 0, 8), TPM_RC_AUTH_UNAVAILABLE);
	assert_int_equal(number() >> 32, 2);
}

static void test_unavailable(void **state)
{
	(void)state;
	assert_int_equal(define(OWNER_RW, 2), 0);
	assert_int_equal(write_text("ab", 0), 0);
	tpm_nv_available(memory.tpm, false);
	assert_int_equal(write_text("cd", 0), TPM_RC_NV_UNAVAILABLE);
	assert_int_equal(undefine(TPM_RH_OWNER), TPM_RC_NV_UNAVAILABLE);
	assert_int_equal(memory_shutdown(TPM_SU_CLEAR), TPM_RC_NV_UNAVAILABLE);
	assert_int_equal(read_owner(0, 2), 0);
	assert_memory_equal(memory_parameters() + 2, "ab", 2);
	tpm_nv_available(memory.tpm, true);
	assert_int_equal(write_text("cd", 0), 0);
	assert_int_equal(attributes_now(), OWNER_RW | TPMA_NV_WRITTEN);
}

/* Memory runs out with a response code, and nothing that was there is lost */
static void test_full(void **state)
{
	uint32_t count = 0;
	uint32_t rc;

	(void)state;
	assert_int_equal(define(OWNER_RW, 2), 0);
	assert_int_equal(write_text("ab", 0), 0);
	do {
		count++;
		rc = nv_define_as(TPM_RH_OWNER, INDEX + count, OWNER_RW, TPM_NV_INDEX_MAX, "");
	} while (rc == 0 && count < 100);
	assert_int_equal(rc, TPM_RC_NV_SPACE);
	assert_true(count > 20);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(read_owner(0, 2), 0);
	assert_memory_equal(memory_parameters() + 2, "ab", 2);
	assert_int_equal(nv_do_as(TPM_CC_NV_UNDEFINE_SPACE, TPM_RH_OWNER, "", INDEX + 1), 0);
	assert_int_equal(read_owner(0, 2), 0);
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_define),      WITH_TPM(test_write_and_read),
		WITH_TPM(test_write_all),   WITH_TPM(test_counter),
		WITH_TPM(test_bits),        WITH_TPM(test_extend),
		WITH_TPM(test_locks),       WITH_TPM(test_write_define),
		WITH_TPM(test_global_lock), WITH_TPM(test_stclear_and_orderly),
		WITH_TPM(test_saves),       WITH_TPM(test_pin),
		WITH_TPM(test_unavailable), WITH_TPM(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
