/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The step that takes the profile: what it makes of the page, and where the boot ends. */
/* test-sources: $(vm-src) tests/unit/core/vm.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/evidence/evidence.h"
#include "crypto/hash.h"
#include "tests/unit/core/vm.h"

/* The smallest profile: the C-bit at 32 */
static int start(void **state)
{
	struct snp_cpuid_page *cpuid;

	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_2M);
	sim_write_profile();
	sim_block()->c_bit = 32;
	cpuid = platform_launch_page(BOOT_OFF_CPUID);
	cpuid->entries[0].ebx = 32;
	assert_int_equal(boot_block_check(), 0);
	assert_int_equal(own_memory_init(), 0);
	assert_int_equal(evidence_init(), 0);
	return 0;
}

static uint8_t *page(void)
{
	return platform_launch_page(BOOT_OFF_PROFILE);
}

static void test_taken(void **state)
{
	uint8_t digest[CRYPTO_SHA384_SIZE];

	(void)state;
	assert_int_equal(profile_init(), 0);
	crypto_sha384(page(), ABI_PAGE_SIZE, digest);
	assert_memory_equal(profile_digest(), digest, sizeof(digest));
}

static void test_refused(void **state)
{
	(void)state;
	page()[0] ^= 1;
	assert_int_equal(profile_init(), TERM_PROFILE);
	page()[0] ^= 1;
	page()[ABI_PAGE_SIZE - 1] = 1;
	assert_int_equal(profile_init(), TERM_PROFILE);
	memset(page(), 0, ABI_PAGE_SIZE);
	assert_int_equal(profile_init(), TERM_PROFILE);
}

/* The profile's C-bit is not the one that the page tables were built for */
static void test_other_c_bit(void **state)
{
	(void)state;
	sim_block()->c_bit = 33;
	assert_int_equal(profile_init(), TERM_C_BIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_taken, start),
		cmocka_unit_test_setup(test_refused, start),
		cmocka_unit_test_setup(test_other_c_bit, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
