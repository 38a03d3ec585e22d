/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GetCapability in pieces and whole, self tests, random numbers, physical presence, the tunnel,
 * failure mode. */
/* test-sources: modules/vtpm/tests/memory_tpm.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/protocol.h"
#include "modules/vtpm/tests/memory_tpm.h"
#include "modules/vtpm/tpm/command.h"

static uint32_t capability(uint32_t capability, uint32_t property, uint32_t count)
{
	struct memory_command command = memory_begin(TPM_CC_GET_CAPABILITY, NULL, NULL, 0);

	put32(&command, capability);
	put32(&command, property);
	put32(&command, count);
	return memory_run(&command, 0);
}

static bool has_more(void)
{
	return memory_parameters()[0] != 0;
}

static uint32_t item_count(void)
{
	return get32(memory_parameters() + 5);
}

static const uint8_t *items(void)
{
	return memory_parameters() + 9;
}

static uint32_t property(uint32_t number)
{
	assert_int_equal(capability(TPM_CAP_TPM_PROPERTIES, number, 1), 0);
	assert_int_equal(item_count(), 1);
	assert_int_equal(get32(items()), number);
	return get32(items() + 4);
}

/* Linux asks for as many commands as there are, and takes exactly that many */
static void test_commands(void **state)
{
	uint32_t total = property(TPM_PT_TOTAL_COMMANDS);

	(void)state;
	assert_int_equal(total, command_count());
	assert_int_equal(total,
			 property(TPM_PT_LIBRARY_COMMANDS) + property(TPM_PT_VENDOR_COMMANDS));
	assert_int_equal(capability(TPM_CAP_COMMANDS, TPM_CC_FIRST, total), 0);
	assert_int_equal(item_count(), total);
	assert_false(has_more());
	for (uint32_t i = 1; i < total; i++)
		assert_true((get32(items() + 4 * i) & 0x2000ffff) >
			    (get32(items() + 4 * (i - 1)) & 0x2000ffff));
	assert_int_equal(capability(TPM_CAP_COMMANDS, 0, total - 1), 0);
	assert_true(has_more());
	assert_int_equal(capability(TPM_CAP_COMMANDS, TPM_CC_STARTUP, 1), 0);
	assert_int_equal(get32(items()), TPM_CC_STARTUP | TPMA_CC_NV);
}

/* One at a time gives what all at once do */
static void test_pieces(void **state)
{
	static const struct {
		uint32_t capability;
		uint32_t width; /* of an item; the property is its first 2 or 4 bytes */
		uint32_t key;
	} lists[] = {
		{ TPM_CAP_ALGS, 6, 2 },
		{ TPM_CAP_TPM_PROPERTIES, 8, 4 },
		{ TPM_CAP_PCR_PROPERTIES, 8, 4 },
		{ TPM_CAP_ECC_CURVES, 2, 2 },
	};
	uint8_t whole[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		uint32_t count;
		uint32_t next = 0;

		assert_int_equal(capability(lists[i].capability, 0, 1000), 0);
		assert_false(has_more());
		count = item_count();
		memcpy(whole, items(), count * lists[i].width);
		for (uint32_t j = 0; j < count; j++) {
			const uint8_t *item = whole + j * lists[i].width;

			assert_int_equal(capability(lists[i].capability, next, 1), 0);
			assert_int_equal(item_count(), 1);
			assert_int_equal(has_more(), j + 1 < count);
			assert_memory_equal(items(), item, lists[i].width);
			next = (lists[i].key == 2 ? get32(item) >> 16 : get32(item)) + 1;
		}
	}
}

static void test_handles(void **state)
{
	(void)state;
	assert_int_equal(capability(TPM_CAP_HANDLES, 0x40000000, 100), 0);
	assert_int_equal(item_count(), 7);
	assert_int_equal(capability(TPM_CAP_HANDLES, 0, 100), 0);
	assert_int_equal(item_count(), TPM_PCR_COUNT);
	for (uint32_t i = 5; i > 0; i--)
		assert_int_equal(nv_define_as(TPM_RH_OWNER, 0x01500000 + i,
					      TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE, 2, ""),
				 0);
	assert_int_equal(capability(TPM_CAP_HANDLES, 0x01500002, 3), 0);
	assert_int_equal(item_count(), 3);
	assert_true(has_more());
	assert_int_equal(get32(items()), 0x01500002);
	assert_int_equal(get32(items() + 8), 0x01500004);
	assert_int_equal(property(TPM_PT_HR_NV_INDEX), 5);
	assert_int_equal(capability(TPM_CAP_HANDLES, 0x50000000, 1),
			 (int)COMMAND_PARAM(TPM_RC_HANDLE, 2));
	assert_int_equal(capability(99, 0, 1), (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(capability(TPM_CAP_PCRS, 1, 1), (int)COMMAND_PARAM(TPM_RC_VALUE, 2));
}

static void test_pcrs(void **state)
{
	static const uint8_t expected[] = { 0, 4,  3, 0,    0,    0,    0, 11, 3, 0xff, 0xff, 0xff,
					    0, 12, 3, 0xff, 0xff, 0xff, 0, 13, 3, 0,    0,    0 };

	(void)state;
	assert_int_equal(capability(TPM_CAP_PCRS, 0, 1), 0);
	assert_int_equal(item_count(), 4);
	assert_memory_equal(items(), expected, sizeof(expected));
}

static uint32_t self_test(uint32_t is_full)
{
	struct memory_command command = memory_begin(TPM_CC_SELF_TEST, NULL, NULL, 0);

	put8(&command, is_full);
	return memory_run(&command, 0);
}

static uint32_t incremental(uint16_t alg)
{
	struct memory_command command = memory_begin(TPM_CC_INCREMENTAL_SELF_TEST, NULL, NULL, 0);

	put32(&command, alg == 0 ? 0 : 1);
	if (alg != 0)
		put16(&command, alg);
	return memory_run(&command, 0);
}

static void test_self_tests(void **state)
{
	(void)state;
	assert_int_equal(incremental(0), 0);
	assert_true(get32(memory_parameters()) > 0);
	assert_int_equal(incremental(TPM_ALG_SHA256), 0);
	assert_true(get32(memory_parameters()) > 0);
	assert_int_equal(incremental(0x99), (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(self_test(1), 0);
	assert_int_equal(incremental(0), 0);
	assert_int_equal(get32(memory_parameters()), 0);
	assert_int_equal(self_test(0), 0);
	assert_int_equal(self_test(2), (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(memory_power_cycle(), OK);
	assert_int_equal(self_test(1), TPM_RC_INITIALIZE); /* what the Linux driver waits for */
}

static void test_random(void **state)
{
	struct memory_command command = memory_begin(TPM_CC_GET_RANDOM, NULL, NULL, 0);
	uint8_t first[64];

	(void)state;
	put16(&command, 100);
	assert_int_equal(memory_run(&command, 0), 0);
	assert_int_equal(memory_parameters()[1], 64);
	memcpy(first, memory_parameters() + 2, 64);
	assert_int_equal(memory_run(&command, 0), 0);
	assert_memory_not_equal(first, memory_parameters() + 2, 64);
	command = memory_begin(TPM_CC_STIR_RANDOM, NULL, NULL, 0);
	put_2b(&command, first, 64);
	assert_int_equal(memory_run(&command, 0), 0);
}

static uint32_t pp_commands(uint32_t set, uint32_t clear)
{
	const uint32_t platform = TPM_RH_PLATFORM;
	struct memory_command command = memory_begin(TPM_CC_PP_COMMANDS, "", &platform, 1);

	put32(&command, set == 0 ? 0 : 1);
	if (set != 0)
		put32(&command, set);
	put32(&command, clear == 0 ? 0 : 1);
	if (clear != 0)
		put32(&command, clear);
	return memory_run(&command, 0);
}

static uint32_t set_algorithm_set(uint32_t value)
{
	const uint32_t platform = TPM_RH_PLATFORM;
	struct memory_command command = memory_begin(TPM_CC_SET_ALGORITHM_SET, "", &platform, 1);

	put32(&command, value);
	return memory_run(&command, 0);
}

static void test_presence(void **state)
{
	(void)state;
	assert_int_equal(pp_commands(TPM_CC_SET_ALGORITHM_SET, 0),
			 (int)COMMAND_SESSION(TPM_RC_PP, 1));
	assert_int_equal(set_algorithm_set(5), 0);
	assert_int_equal(property(TPM_PT_ALGORITHM_SET), 5);
	tpm_physical_presence(memory.tpm, true);
	assert_int_equal(pp_commands(TPM_CC_SET_ALGORITHM_SET, 0), 0);
	assert_int_equal(pp_commands(TPM_CC_GET_RANDOM, 0), 0);
	tpm_physical_presence(memory.tpm, false);
	assert_int_equal(set_algorithm_set(6), (int)COMMAND_SESSION(TPM_RC_PP, 1));
	assert_int_equal(capability(TPM_CAP_PP_COMMANDS, 0, 100), 0);
	assert_int_equal(item_count(), 2);
	assert_int_equal(get32(items()), TPM_CC_PP_COMMANDS);
	assert_int_equal(get32(items() + 4), TPM_CC_SET_ALGORITHM_SET);
	tpm_physical_presence(memory.tpm, true);
	assert_int_equal(pp_commands(0, TPM_CC_SET_ALGORITHM_SET), 0);
	assert_int_equal(pp_commands(0, TPM_CC_PP_COMMANDS), 0);
	tpm_physical_presence(memory.tpm, false);
	assert_int_equal(set_algorithm_set(6), 0);
	assert_int_equal(pp_commands(0, 0), (int)COMMAND_SESSION(TPM_RC_PP, 1));
}

static enum err observe(void *context, bool is_owner, const uint8_t *in, size_t in_len,
			uint8_t *out, size_t cap, size_t *out_len)
{
	(void)context;
	if (in_len == 0)
		return ERR_RANGE;
	if (in[0] == 9)
		return ERR_UNSUPPORTED;
	if (in[0] == 5 && !is_owner)
		return ERR_PERMISSION;
	memset(out, in[0], cap);
	*out_len = cap;
	return OK;
}

static uint32_t tunnel(uint32_t code, const char *request)
{
	const uint32_t owner = TPM_RH_OWNER;
	bool is_owner = code == TPM_CC_PARAPET_OBSERVE_OWNER;
	struct memory_command command =
		memory_begin(code, is_owner ? "" : NULL, &owner, is_owner ? 1 : 0);

	put_2b(&command, request, strlen(request));
	return memory_run(&command, 0);
}

static void test_tunnel(void **state)
{
	(void)state;
	assert_int_equal(tunnel(TPM_CC_PARAPET_OBSERVE, "\1"), TPM_RC_DISABLED);
	memory.tpm->platform.observe = observe;
	assert_int_equal(tunnel(TPM_CC_PARAPET_OBSERVE, "\1"), 0);
	assert_true(memory.response_len > 3400 && memory.response_len <= TPM_COMMAND_MAX);
	assert_int_equal(memory_parameters()[2], 1);
	assert_int_equal(tunnel(TPM_CC_PARAPET_OBSERVE, "\5"), TPM_RC_AUTH_MISSING);
	assert_int_equal(tunnel(TPM_CC_PARAPET_OBSERVE_OWNER, "\5"), 0);
	assert_int_equal(tunnel(TPM_CC_PARAPET_OBSERVE, "\11"),
			 (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(tunnel(TPM_CC_PARAPET_OBSERVE, ""), (int)COMMAND_PARAM(TPM_RC_SIZE, 1));
}

/* After a write that failed there is nothing but what says so */
static void test_failure_mode(void **state)
{
	const struct memory_command result = memory_begin(TPM_CC_GET_TEST_RESULT, NULL, NULL, 0);

	(void)state;
	memory.fail_at = 0;
	assert_int_equal(nv_define_as(TPM_RH_OWNER, 0x01500000,
				      TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE, 2, ""),
			 TPM_RC_FAILURE);
	assert_int_equal(self_test(1), TPM_RC_FAILURE);
	assert_int_equal(memory_run(&result, 0), 0);
	assert_int_equal(get32(memory_parameters() + 2), TPM_RC_FAILURE);
	memory.fail_at = NEVER;
	memory.saves = 0;
	memory.ms += 100000;
	assert_int_equal(capability(TPM_CAP_TPM_PROPERTIES, TPM_PT_MANUFACTURER, 1), 0);
	assert_int_equal(memory.saves, 0);
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_commands), WITH_TPM(test_pieces),     WITH_TPM(test_handles),
		WITH_TPM(test_pcrs),     WITH_TPM(test_self_tests), WITH_TPM(test_random),
		WITH_TPM(test_presence), WITH_TPM(test_tunnel),     WITH_TPM(test_failure_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
