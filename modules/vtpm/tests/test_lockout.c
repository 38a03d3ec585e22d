/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dictionary attacks, Clock and Time: what counts, what recovers when, and what power loss does to
 * each. */
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
#define SESSION(code_) ((int)COMMAND_SESSION(code_, 1))

static void define_index(void)
{
	assert_int_equal(nv_define_as(TPM_RH_OWNER, INDEX, TPMA_NV_AUTHREAD | TPMA_NV_OWNERWRITE, 2,
				      "right"),
			 0);
	assert_int_equal(nv_write_as(TPM_RH_OWNER, "", INDEX, 0, "ab", 2), 0);
}

static uint32_t read_with(const char *auth)
{
	uint32_t rc = nv_read_as(INDEX, auth, INDEX, 0, 2);

	return rc == TPM_RC_RETRY ? nv_read_as(INDEX, auth, INDEX, 0, 2) : rc;
}

static uint32_t parameters(const char *lockout_auth, uint32_t tries, uint32_t recovery,
			   uint32_t lockout_recovery)
{
	const uint32_t lockout = TPM_RH_LOCKOUT;
	struct memory_command command =
		memory_begin(TPM_CC_DICTIONARY_ATTACK_PARAMETERS, lockout_auth, &lockout, 1);

	put32(&command, tries);
	put32(&command, recovery);
	put32(&command, lockout_recovery);
	return memory_run(&command, 0);
}

static uint32_t lock_reset(const char *lockout_auth)
{
	const uint32_t lockout = TPM_RH_LOCKOUT;
	const struct memory_command command =
		memory_begin(TPM_CC_DICTIONARY_ATTACK_LOCK_RESET, lockout_auth, &lockout, 1);

	return memory_run(&command, 0);
}

static uint32_t tries(void)
{
	return memory.tpm->persistent.lockout.failed_tries;
}

static void test_lockout(void **state)
{
	(void)state;
	define_index();
	/* The first use of a power cycle is recorded first */
	assert_int_equal(nv_read_as(INDEX, "right", INDEX, 0, 2), TPM_RC_RETRY);
	assert_int_equal(nv_read_as(INDEX, "right", INDEX, 0, 2), 0);
	for (uint32_t i = 1; i <= 3; i++) {
		assert_int_equal(read_with("wrong"), SESSION(TPM_RC_AUTH_FAIL));
		assert_int_equal(tries(), i);
	}
	assert_int_equal(read_with("right"), TPM_RC_LOCKOUT);
	assert_int_equal(lock_reset(""), 0);
	assert_int_equal(read_with("right"), 0);
}

/* Each failure is stored before its response; so is a power loss that may have hidden one */
static void test_power_loss(void **state)
{
	(void)state;
	define_index();
	assert_int_equal(read_with("wrong"), SESSION(TPM_RC_AUTH_FAIL));
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(tries(), 2);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(tries(), 2); /* it was not used in between */
	assert_int_equal(read_with("right"), 0);
	assert_int_equal(memory_shutdown(TPM_SU_CLEAR), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(tries(), 2);
}

/* The monitor's time is the host's: it brings nothing back */
static void test_time_is_not_trusted(void **state)
{
	(void)state;
	define_index();
	assert_int_equal(read_with("wrong"), SESSION(TPM_RC_AUTH_FAIL));
	memory.ms += 1000ull * 1000 * 1000;
	(void)lock_reset("wrong");
	assert_int_equal(tries(), 1);
	memory.ms += 1000ull * 1000 * 1000;
	assert_int_equal(lock_reset(""), TPM_RC_LOCKOUT);
}

static void test_time_is_trusted(void **state)
{
	(void)state;
	memory.tpm->platform.is_time_trusted = true;
	define_index();
	assert_int_equal(parameters("", 5, 10, 20), 0);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(read_with("wrong"), SESSION(TPM_RC_AUTH_FAIL));
	memory.ms += 9999;
	assert_int_equal(read_with("right"), 0);
	assert_int_equal(tries(), 3);
	memory.ms += 1;
	assert_int_equal(read_with("right"), 0);
	assert_int_equal(tries(), 2);
	memory.ms += 20000;
	assert_int_equal(read_with("right"), 0);
	assert_int_equal(tries(), 0);
	assert_int_equal(lock_reset("wrong"), SESSION(TPM_RC_AUTH_FAIL));
	memory.ms += 19999;
	assert_int_equal(lock_reset(""), TPM_RC_LOCKOUT);
	memory.ms += 1;
	assert_int_equal(lock_reset(""), 0);
}

/* lockoutRecovery 0: a Startup brings lockoutAuth back */
static void test_lockout_auth(void **state)
{
	(void)state;
	assert_int_equal(parameters("", 5, 10, 0), 0);
	assert_int_equal(lock_reset("wrong"), SESSION(TPM_RC_AUTH_FAIL));
	assert_int_equal(lock_reset(""), TPM_RC_LOCKOUT);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(lock_reset(""), 0);
	assert_int_equal(parameters("", 5, 10, 1), 0);
	assert_int_equal(lock_reset("wrong"), SESSION(TPM_RC_AUTH_FAIL));
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(lock_reset(""), TPM_RC_LOCKOUT);
}

static void test_no_protection(void **state)
{
	(void)state;
	define_index();
	assert_int_equal(parameters("", 2, 0, 0), 0);
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(read_with("wrong"), SESSION(TPM_RC_AUTH_FAIL));
	assert_int_equal(tries(), 0);
}

/* --- Clock -------------------------------------------------------------------------------------
 */
struct clock {
	uint64_t time;
	uint64_t clock;
	uint32_t resets;
	uint32_t restarts;
	uint8_t safe;
};

static struct clock read_clock(void)
{
	const struct memory_command command = memory_begin(TPM_CC_READ_CLOCK, NULL, NULL, 0);
	const uint8_t *at = memory.response + TPM_HEADER_SIZE;

	assert_int_equal(memory_run(&command, 0), 0);
	return (struct clock){ get64(at), get64(at + 8), get32(at + 16), get32(at + 20), at[24] };
}

static uint32_t clock_set(uint64_t value)
{
	const uint32_t owner = TPM_RH_OWNER;
	struct memory_command command = memory_begin(TPM_CC_CLOCK_SET, "", &owner, 1);

	put64(&command, value);
	return memory_run(&command, 0);
}

static uint32_t rate_adjust(int8_t value)
{
	const uint32_t owner = TPM_RH_OWNER;
	struct memory_command command = memory_begin(TPM_CC_CLOCK_RATE_ADJUST, "", &owner, 1);

	put8(&command, (uint8_t)value);
	return memory_run(&command, 0);
}

static void test_clock(void **state)
{
	(void)state;
	memory.ms += 1000;
	assert_int_equal(read_clock().time, 1000);
	assert_int_equal(read_clock().clock, 1000);
	assert_int_equal(read_clock().safe, 1);
	assert_int_equal(clock_set(999), (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(clock_set(0xffff000000000001ull), (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(clock_set(5000), 0);
	assert_int_equal(read_clock().clock, 5000);
	assert_int_equal(read_clock().time, 1000);
	memory.ms -= 500; /* a clock that goes back stands still */
	assert_int_equal(read_clock().clock, 5000);
	assert_int_equal(memory_shutdown(TPM_SU_CLEAR), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(read_clock().clock, 5000);
	assert_int_equal(read_clock().time, 0);
	assert_int_equal(read_clock().safe, 1);
	assert_int_equal(read_clock().resets, 2);
}

/* What was stored last; not safe until every value that may have been shown lies behind */
static void test_clock_power_loss(void **state)
{
	uint64_t shown;

	(void)state;
	memory.ms += 10000;
	(void)read_clock();
	memory.ms += 3000;
	shown = read_clock().clock;
	assert_int_equal(shown, 13000);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(read_clock().safe, 0);
	assert_true(read_clock().clock <= shown);
	memory.ms += 4096;
	assert_int_equal(read_clock().safe, 1);
	assert_true(read_clock().clock > shown);
}

static void test_rate(void **state)
{
	(void)state;
	assert_int_equal(rate_adjust(3), 0);
	memory.ms += 30000;
	assert_int_equal(read_clock().time, 30300);
	for (int i = 0; i < 40; i++)
		assert_int_equal(rate_adjust(-3), 0);
	memory.ms += 30000;
	assert_int_equal(read_clock().time, 30300 + 25000);
	assert_int_equal(rate_adjust(4), (int)COMMAND_PARAM(TPM_RC_VALUE, 1));
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_lockout),
		WITH_TPM(test_power_loss),
		WITH_TPM(test_time_is_not_trusted),
		WITH_TPM(test_time_is_trusted),
		WITH_TPM(test_lockout_auth),
		WITH_TPM(test_no_protection),
		WITH_TPM(test_clock),
		WITH_TPM(test_clock_power_loss),
		WITH_TPM(test_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
