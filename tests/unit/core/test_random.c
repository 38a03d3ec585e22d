/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entropy at boot: sources that are missing, stuck or fail, and what is left of the key afterwards.
 */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/boot/random.c */
#include "core/boot/boot.h"
#include "crypto/random.h"
#include "tests/unit/core/vm.h"

static int start(void **state)
{
	(void)state;
	sim_reset(32 * MIB, 1, SIM_BACKING_4K);
	crypto_random_wipe();
	return 0;
}

static struct snp_secrets *secrets(void)
{
	return platform_launch_page(BOOT_OFF_SECRETS);
}

static void check_refused(void)
{
	uint64_t word;

	assert_int_equal(random_init(), TERM_RANDOM);
	assert_int_equal(crypto_random(&word, sizeof(word)), ERR_STATE);
}

static void test_seeds(void **state)
{
	static const uint8_t zeros[32];
	uint64_t a;
	uint64_t b;

	(void)state;
	assert_int_equal(random_init(), 0);
	assert_int_equal(crypto_random(&a, sizeof(a)), OK);
	assert_int_equal(crypto_random(&b, sizeof(b)), OK);
	assert_int_not_equal(a, b);
	assert_memory_equal(secrets()->vmpck[1], zeros, sizeof(zeros));
	assert_memory_not_equal(secrets()->vmpck[0], zeros, sizeof(zeros));
	assert_memory_not_equal(secrets()->vmpck[2], zeros, sizeof(zeros));
}

/* VMPCK1 alone changes what comes out: it is mixed in */
static void test_every_source_counts(void **state)
{
	uint64_t a;
	uint64_t b;

	assert_int_equal(random_init(), 0);
	assert_int_equal(crypto_random(&a, sizeof(a)), OK);
	start(state);
	secrets()->vmpck[1][0] ^= 1;
	assert_int_equal(random_init(), 0);
	assert_int_equal(crypto_random(&b, sizeof(b)), OK);
	assert_int_not_equal(a, b);
}

static void test_no_rdseed(void **state)
{
	(void)state;
	sim_fail(SIM_RDSEED, 1, ERR_UNSUPPORTED, SIM_LASTING);
	assert_int_equal(random_init(), 0);
}

static void test_rdseed_fails(void **state)
{
	(void)state;
	sim_fail(SIM_RDSEED, 7, ERR_IO, SIM_ONCE);
	check_refused();
}

static void test_no_rdrand(void **state)
{
	(void)state;
	sim_fail(SIM_RDRAND, 1, ERR_UNSUPPORTED, SIM_LASTING);
	check_refused();
}

static void test_rdrand_fails(void **state)
{
	(void)state;
	sim_fail(SIM_RDRAND, 32, ERR_IO, SIM_ONCE);
	check_refused();
}

static void test_stuck(void **state)
{
	(void)state;
	sim_fail(SIM_RDRAND, 9, RMP_UNCHANGED, SIM_ONCE);
	check_refused();
	start(state);
	sim_fail(SIM_RDSEED, 32, RMP_UNCHANGED, SIM_ONCE);
	check_refused();
}

static void test_no_vmpck(void **state)
{
	(void)state;
	__builtin_memset(secrets()->vmpck[1], 0, 32);
	check_refused();
	start(state);
	__builtin_memset(secrets()->vmpck[1], 0xff, 32);
	check_refused();
	start(state);
	__builtin_memset(secrets()->vmpck[1], 0x5a, 32);
	check_refused();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_seeds, start),
		cmocka_unit_test_setup(test_every_source_counts, start),
		cmocka_unit_test_setup(test_no_rdseed, start),
		cmocka_unit_test_setup(test_rdseed_fails, start),
		cmocka_unit_test_setup(test_no_rdrand, start),
		cmocka_unit_test_setup(test_rdrand_fails, start),
		cmocka_unit_test_setup(test_stuck, start),
		cmocka_unit_test_setup(test_no_vmpck, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
