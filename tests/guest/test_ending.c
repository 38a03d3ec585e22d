/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a guest may try but not survive: the hardware stops it. Each runs alone (only=NAME) and succeeds when the
 * machine ends the run with the rule that its comment names; coming back is the failure.
 */
#include <stdatomic.h>

#include "abi/snp.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/vmsa.h"
#include "tests/guest/x86.h"

/* vmpl-rights */
GUEST_TEST(end_svsm_read, TEST_NAMED)
{
	CHECK(*(volatile uint64_t *)at(boot_info()->secrets->svsm_base) == 0 && 0);
}

/* vmpl-rights */
GUEST_TEST(end_svsm_write, TEST_NAMED)
{
	*(volatile uint64_t *)at(boot_info()->secrets->svsm_base) = 0;
	CHECK(0);
}

/* vmpl-rights */
GUEST_TEST(end_svsm_execute, TEST_NAMED)
{
	/* cast: code of the monitor's, if the guest could run it */
	((void (*)(void))boot_info()->secrets->svsm_base)();
	CHECK(0);
}

/* vmpl-rights: a VMSA is the guest's to read only */
GUEST_TEST(end_vmsa_write, TEST_NAMED | TEST_CPUS(2))
{
	uint64_t page = pool_page();
	struct vmsa *vmsa = at(page);

	vmsa_fill(vmsa, cpu_at(smp_count() - 1));
	CHECK_EQ(smp_create(smp_count() - 1, page, pool_page()), SVSM_OK);
	((volatile struct vmsa *)vmsa)->vmpl = 0;
	CHECK(0);
}

#define CREATE_TRIES 10000u

static _Atomic uint32_t writing;

static void vmsa_rewrite(void *argument)
{
	volatile struct vmsa *vmsa = argument;

	for (;;) {
		vmsa->vmpl = 0;
		atomic_store(&writing, 1);
	}
}

/* vmpl-rights: the writer is stopped before the monitor looks at what it wrote, also with a cached translation */
GUEST_TEST(end_vmsa_rewritten_during_create, TEST_NAMED | TEST_CPUS(3))
{
	uint64_t page = pool_page();

	vmsa_fill(at(page), cpu_at(2));
	smp_post(1, vmsa_rewrite, at(page));
	while (atomic_load(&writing) == 0)
		pause();
	/* Refused each time, until a write falls between the revocation and the refusal */
	for (uint32_t i = 0; i < CREATE_TRIES; i++)
		CHECK_EQ(smp_create(2, page, cpu_at(2)->caa_gpa), SVSM_ERR_INVALID_PARAMETER);
	CHECK(0);
}

/* pvalidate-unassigned: the page is the host's, and validating it hangs on hardware too */
GUEST_TEST(end_pvalidate_shared_page, TEST_NAMED)
{
	uint64_t page = pool_page();

	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(ghcb_page_state(page, GHCB_PSC_SHARED), OK);
	CHECK(svsm_page(page, PAGE_VALIDATE) == SVSM_OK && 0);
}
