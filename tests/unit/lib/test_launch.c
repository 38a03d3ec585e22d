/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: lib/launch.c lib/vmsa.c */
/* The launch digest against values computed by another implementation of the specification. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "crypto/hash.h"
#include "lib/launch.h"
#include "lib/vmsa.h"

static void assert_digest(const struct launch *launch, const char *expected)
{
	char text[2 * SNP_DIGEST_SIZE + 1];

	for (size_t i = 0; i < SNP_DIGEST_SIZE; i++)
		snprintf(text + 2 * i, 3, "%02x", launch->digest[i]);
	assert_string_equal(text, expected);
}

static void starts_at_zero(void **state)
{
	static const uint8_t zeros[SNP_DIGEST_SIZE];
	struct launch launch;

	(void)state;
	launch_init(&launch, crypto_sha384);
	assert_memory_equal(launch.digest, zeros, sizeof(zeros));
}

static void known_answers(void **state)
{
	uint8_t page[ABI_PAGE_SIZE];
	struct launch launch;

	(void)state;
	for (size_t i = 0; i < sizeof(page); i++)
		page[i] = (uint8_t)i;
	launch_init(&launch, crypto_sha384);
	launch_page(&launch, SNP_PAGE_NORMAL, 0x1000, page);
	assert_digest(&launch, "d9ee416942ec5db1caf25b01cff7feaed0d7ac42422f811c"
			       "6164e4857e3f800d270202f572ade105c96b3959107b8521");
	launch_page(&launch, SNP_PAGE_SECRETS, 0x2000, NULL);
	launch_page(&launch, SNP_PAGE_CPUID, 0x3000, NULL);
	launch_page(&launch, SNP_PAGE_UNMEASURED, 0x4000, NULL);
	launch_page(&launch, SNP_PAGE_ZERO, 0x5000, NULL);
	assert_digest(&launch, "e2b311ec5cf7cc1a3f953195c630112b33d2339e36343ea1"
			       "c91368124fdef0f8855c5f4052fff779d3edd0f86aad48ba");
	launch_page(&launch, SNP_PAGE_VMSA, SNP_VMSA_GPA, page);
	assert_digest(&launch, "b074f57a4c9b4b50276a7e511514acacd6fc91bc1231272c"
			       "195d106d2d861ce49430e73dbc8091a77f1bd04f1e7336d2");
}

static void reset_state(void **state)
{
	struct vmsa vmsa;

	(void)state;
	memset(&vmsa, 0xff, sizeof(vmsa));
	vmsa_reset(&vmsa, VMSA_SIGNATURE_EPYC, SEV_FEATURE_SNP);
	assert_int_equal(vmsa.cs.base + vmsa.rip, 0xfffffff0);
	assert_int_equal(vmsa.rdx, 0x800f12);
	assert_int_equal(vmsa.efer, EFER_SVME);
	assert_int_equal(vmsa.sev_features, SEV_FEATURE_SNP);
	assert_int_equal(vmsa.vmpl, 0);
	assert_int_equal(vmsa.reserved_670[sizeof(vmsa.reserved_670) - 1], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_at_zero),
		cmocka_unit_test(known_answers),
		cmocka_unit_test(reset_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
