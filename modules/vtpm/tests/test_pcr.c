/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCRs: values, localities, banks and their allocation, H-CRTM and D-RTM. */
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

#define SHA256_BANK 1

static const uint8_t ones[32] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
				  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
				  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
static const uint8_t zeros[32];

static uint32_t extend(uint32_t pcr, uint8_t locality)
{
	struct memory_command command = memory_begin(TPM_CC_PCR_EXTEND, "", &pcr, 1);

	put32(&command, 1);
	put16(&command, TPM_ALG_SHA256);
	put_bytes(&command, ones, sizeof(ones));
	return memory_run(&command, locality);
}

static uint32_t reset(uint32_t pcr, uint8_t locality)
{
	const struct memory_command command = memory_begin(TPM_CC_PCR_RESET, "", &pcr, 1);

	return memory_run(&command, locality);
}

/* Reads one PCR: its value in the response, or NULL where it is not allocated */
static const uint8_t *read_pcr(uint16_t alg, uint32_t pcr)
{
	struct memory_command command = memory_begin(TPM_CC_PCR_READ, NULL, NULL, 0);
	uint8_t select[3] = { 0 };

	select[pcr / 8] = (uint8_t)(1u << pcr % 8);
	put32(&command, 1);
	put16(&command, alg);
	put8(&command, 3);
	put_bytes(&command, select, 3);
	assert_int_equal(memory_run(&command, 0), 0);
	return get32(memory_parameters() + 4 + 10) == 0 ? NULL : memory_parameters() + 4 + 10 + 6;
}

static void test_values(void **state)
{
	uint8_t expected[64];

	(void)state;
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 0), zeros, 32);
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 17), ones, 32);
	assert_null(read_pcr(TPM_ALG_SHA1, 0)); /* off in a new TPM */
	assert_int_equal(extend(0, 0), 0);
	memset(expected, 0, 32);
	memset(expected + 32, 0xff, 32);
	crypto_sha256(expected, 64, expected);
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 0), expected, 32);
	assert_memory_equal(read_pcr(TPM_ALG_SHA384, 0), zeros, 32);
	assert_int_equal(extend(TPM_RH_NULL, 0), 0);
	assert_int_equal(extend(24, 0), (int)COMMAND_HANDLE(TPM_RC_VALUE, 1));
}

/* Rows: PCR, localities that may extend, that may reset by command; bit n: locality n */
static void test_localities(void **state)
{
	static const uint8_t rows[][3] = {
		{ 0, 0x1f, 0 },     { 15, 0x1f, 0 },    { 16, 0x1f, 0x0f }, { 17, 0x1c, 0 },
		{ 18, 0x1c, 0 },    { 19, 0x0c, 0 },    { 20, 0x0e, 0x04 }, { 21, 0x04, 0x04 },
		{ 22, 0x04, 0x04 }, { 23, 0x1f, 0x0f },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (uint8_t locality = 0; locality < 5; locality++) {
			bool extends = (rows[i][1] >> locality & 1) != 0;
			bool resets = (rows[i][2] >> locality & 1) != 0;

			assert_int_equal(extend(rows[i][0], locality),
					 extends ? 0 : TPM_RC_LOCALITY);
			assert_int_equal(reset(rows[i][0], locality), resets ? 0 : TPM_RC_LOCALITY);
		}
	}
}

static uint32_t update_counter(void)
{
	(void)read_pcr(TPM_ALG_SHA256, 0);
	return get32(memory_parameters());
}

/* 16 and 21..23 do not count */
static void test_update_counter(void **state)
{
	uint32_t before = update_counter();

	(void)state;
	assert_int_equal(extend(16, 0), 0);
	assert_int_equal(extend(23, 0), 0);
	assert_int_equal(reset(16, 0), 0);
	assert_int_equal(update_counter(), before);
	assert_int_equal(extend(0, 0), 0);
	assert_int_equal(update_counter(), before + 1);
}

static void test_event(void **state)
{
	const uint32_t pcr = 16;
	struct memory_command command = memory_begin(TPM_CC_PCR_EVENT, "", &pcr, 1);
	uint8_t expected[64] = { 0 };

	(void)state;
	put_2b(&command, "abc", 3);
	assert_int_equal(memory_run(&command, 0), 0);
	assert_int_equal(get32(memory_parameters()), TPM_HASH_COUNT);
	crypto_sha256("abc", 3, expected + 32);
	crypto_sha256(expected, 64, expected);
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 16), expected, 32);
}

/* Eight values at most: the selection that comes back says which */
static void test_read_many(void **state)
{
	struct memory_command command = memory_begin(TPM_CC_PCR_READ, NULL, NULL, 0);
	static const uint8_t expected[] = { 0, 0,  0, 2, 0, 11, 3, 0xff, 0, 0,
					    0, 12, 3, 0, 0, 0,  0, 0,    0, 8 };

	(void)state;
	put32(&command, 2);
	put16(&command, TPM_ALG_SHA256);
	put8(&command, 3);
	put_bytes(&command, ones, 3);
	put16(&command, TPM_ALG_SHA384);
	put8(&command, 3);
	put_bytes(&command, ones, 3);
	assert_int_equal(memory_run(&command, 0), 0);
	assert_memory_equal(memory_parameters() + 4, expected, sizeof(expected));
}

static uint32_t allocate(uint16_t alg, const uint8_t select[3])
{
	const uint32_t platform = TPM_RH_PLATFORM;
	struct memory_command command = memory_begin(TPM_CC_PCR_ALLOCATE, "", &platform, 1);

	put32(&command, 1);
	put16(&command, alg);
	put8(&command, 3);
	put_bytes(&command, select, 3);
	return memory_run(&command, 0);
}

static void test_allocate(void **state)
{
	static const uint8_t some[3] = { 0x01, 0, 0x02 };

	(void)state;
	assert_int_equal(allocate(TPM_ALG_SHA1, ones), 0);
	assert_int_equal(memory_parameters()[0], 1);
	assert_int_equal(get32(memory_parameters() + 1), 24);
	assert_int_equal(get32(memory_parameters() + 5), 24 * (20 + 32 + 48));
	assert_null(read_pcr(TPM_ALG_SHA1, 0));
	assert_int_equal(memory_shutdown(TPM_SU_STATE), (int)COMMAND_PARAM(TPM_RC_TYPE, 1));
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_non_null(read_pcr(TPM_ALG_SHA1, 0));
	assert_int_equal(allocate(TPM_ALG_SHA256, some), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_non_null(read_pcr(TPM_ALG_SHA256, 0));
	assert_null(read_pcr(TPM_ALG_SHA256, 1));
	assert_non_null(read_pcr(TPM_ALG_SHA256, 17));
	assert_int_equal(extend(1, 0), 0);
}

/* A simulator's new TPM: every bank it implements; PCR_Allocate chooses afterwards as ever */
static void test_all_banks(void **state)
{
	static const uint16_t banks[] = { TPM_ALG_SHA1, TPM_ALG_SHA256, TPM_ALG_SHA384,
					  TPM_ALG_SHA512 };

	(void)state;
	for (size_t i = 0; i < sizeof(banks) / sizeof(banks[0]); i++) {
		assert_non_null(read_pcr(banks[i], 0));
		assert_non_null(read_pcr(banks[i], 23));
	}
	assert_memory_equal(read_pcr(TPM_ALG_SHA1, 17), ones, 20);
	assert_int_equal(allocate(TPM_ALG_SHA1, zeros), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_null(read_pcr(TPM_ALG_SHA1, 0));
	assert_non_null(read_pcr(TPM_ALG_SHA512, 0));
}

/* A TPM keeps PCR 0 and PCR 17 in some bank */
static void test_allocate_roots(void **state)
{
	(void)state;
	assert_int_equal(allocate(TPM_ALG_SHA384, zeros), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(allocate(TPM_ALG_SHA256, zeros), TPM_RC_PCR);
}

static void measured(const uint8_t start[32], uint8_t out[32])
{
	uint8_t parts[64];

	memcpy(parts, start, 32);
	crypto_sha256("crtm", 4, parts + 32);
	crypto_sha256(parts, 64, out);
}

static void hash_sequence(void)
{
	tpm_hash_start(memory.tpm);
	tpm_hash_data(memory.tpm, (const uint8_t *)"cr", 2);
	tpm_hash_data(memory.tpm, (const uint8_t *)"tm", 2);
	tpm_hash_end(memory.tpm);
}

/* Before Startup: into PCR 0, which began at locality 4; a resume needs the same */
static void test_hcrtm(void **state)
{
	uint8_t start[32] = { 0 };
	uint8_t expected[32];
	struct memory_command command = memory_begin(TPM_CC_STARTUP, NULL, NULL, 0);

	(void)state;
	start[31] = 4;
	measured(start, expected);
	put16(&command, TPM_SU_CLEAR);
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_power_cycle(), OK);
	hash_sequence();
	assert_int_equal(memory_run(&command, 0), 0);
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 0), expected, 32);
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_restart(TPM_SU_STATE), (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
}

static void test_drtm(void **state)
{
	uint8_t expected[32];

	(void)state;
	measured(zeros, expected);
	assert_int_equal(extend(20, 1), 0);
	hash_sequence();
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 17), expected, 32);
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 20), zeros, 32);
	assert_memory_equal(read_pcr(TPM_ALG_SHA256, 0), zeros, 32);
}

static void test_startup_locality(void **state)
{
	struct memory_command command = memory_begin(TPM_CC_STARTUP, NULL, NULL, 0);

	(void)state;
	put16(&command, TPM_SU_CLEAR);
	assert_int_equal(memory_power_cycle(), OK);
	assert_int_equal(memory_run(&command, 1), TPM_RC_LOCALITY);
	assert_int_equal(memory_run(&command, 3), 0);
	assert_int_equal(read_pcr(TPM_ALG_SHA256, 0)[31], 3);
}

static uint32_t set_policy(uint32_t pcr, uint16_t alg, uint16_t len)
{
	const uint32_t platform = TPM_RH_PLATFORM;
	struct memory_command command = memory_begin(TPM_CC_PCR_SET_AUTH_POLICY, "", &platform, 1);

	put_2b(&command, ones, len);
	put16(&command, alg);
	put32(&command, pcr);
	return memory_run(&command, 0);
}

static void test_authorisation(void **state)
{
	uint32_t pcr = 20;
	struct memory_command command = memory_begin(TPM_CC_PCR_SET_AUTH_VALUE, "", &pcr, 1);

	(void)state;
	assert_int_equal(set_policy(20, TPM_ALG_SHA256, 32), 0);
	assert_int_equal(set_policy(20, TPM_ALG_SHA256, 31), (int)COMMAND_PARAM(TPM_RC_SIZE, 1));
	assert_int_equal(set_policy(0, TPM_ALG_NULL, 0), (int)COMMAND_PARAM(TPM_RC_VALUE, 3));
	assert_int_equal(set_policy(20, TPM_ALG_NULL, 0), 0);
	put_2b(&command, "secret", 6);
	assert_int_equal(memory_run(&command, 0), 0);
	assert_int_equal(extend(21, 2), TPM_RC_BAD_AUTH + TPM_RC_S + 0x100);
	pcr = 0;
	command = memory_begin(TPM_CC_PCR_SET_AUTH_VALUE, "", &pcr, 1);
	put_2b(&command, "x", 1);
	assert_int_equal(memory_run(&command, 0), TPM_RC_VALUE);
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_values),
		WITH_TPM(test_localities),
		WITH_TPM(test_update_counter),
		WITH_TPM(test_event),
		WITH_TPM(test_read_many),
		WITH_TPM(test_allocate),
		cmocka_unit_test_setup_teardown(test_all_banks, memory_setup_all_banks,
						memory_teardown),
		WITH_TPM(test_allocate_roots),
		WITH_TPM(test_hcrtm),
		WITH_TPM(test_drtm),
		WITH_TPM(test_startup_locality),
		WITH_TPM(test_authorisation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
