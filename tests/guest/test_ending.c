/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a guest may try but not survive: the hardware stops it. Each runs alone (only=NAME) and
 * succeeds when the machine ends the run with the rule that its comment names; coming back is the
 * failure.
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

/* Reached only if nothing stopped the test */
static void survived(void)
{
	test_check(0, "the run ended here", __FILE__, __LINE__);
}

/* vmpl-rights */
GUEST_TEST(end_svsm_read, TEST_NAMED)
{
	(void)*(volatile uint64_t *)at(boot_info()->secrets->svsm_base);
	survived();
}

/* vmpl-rights */
GUEST_TEST(end_svsm_write, TEST_NAMED)
{
	*(volatile uint64_t *)at(boot_info()->secrets->svsm_base) = 0;
	survived();
}

/* vmpl-rights */
GUEST_TEST(end_svsm_execute, TEST_NAMED)
{
	/* cast: code of the monitor's, if the guest could run it */
	((void (*)(void))boot_info()->secrets->svsm_base)();
	survived();
}

/* vmpl-rights: a VMSA is the guest's to read only */
GUEST_TEST(end_vmsa_write, TEST_NAMED | TEST_CPUS(2))
{
	uint64_t page = pool_page();
	struct vmsa *vmsa = at(page);

	vmsa_fill(vmsa, cpu_at(smp_count() - 1));
	CHECK_EQ(smp_create(smp_count() - 1, page, pool_page()), SVSM_OK);
	((volatile struct vmsa *)vmsa)->vmpl = 0;
	survived();
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

/*
 * vmpl-rights: the writer is stopped before the monitor looks at what it wrote, also with a cached
 * translation
 */
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
	survived();
}

/* pvalidate-unassigned: the page is the host's, and validating it hangs on hardware too */
GUEST_TEST(end_pvalidate_shared_page, TEST_NAMED)
{
	uint64_t page = pool_page();

	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(ghcb_page_state(page, GHCB_PSC_SHARED), OK);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
	survived();
}

/* psc-validated: the host is asked to take a page of the monitor's */
GUEST_TEST(end_psc_of_svsm_memory, TEST_NAMED)
{
	CHECK_EQ(ghcb_page_state(boot_info()->secrets->svsm_base, GHCB_PSC_SHARED), OK);
	survived();
}

/* psc-validated: and the page that calls are made through */
GUEST_TEST(end_psc_of_calling_area, TEST_NAMED)
{
	CHECK_EQ(ghcb_page_state(this_cpu()->caa_gpa, GHCB_PSC_SHARED), OK);
	survived();
}

static enum err ap_create(uint32_t vmpl, uint64_t vmsa)
{
	uint64_t info1 = (uint64_t)cpu_at(smp_count() - 1)->apic_id << 32 | (uint64_t)vmpl << 16 |
			 GHCB_AP_CREATE;

	return ghcb_exit(GHCB_EXIT_AP_CREATION, info1, vmsa, vmsa_sev_features());
}

/* vmsa-unmarked: a page that the monitor did not make a VMSA runs nowhere */
GUEST_TEST(end_vmsa_of_the_guests_own, TEST_NAMED | TEST_CPUS(2))
{
	struct vmsa *vmsa = at(pool_page());

	vmsa_fill(vmsa, cpu_at(smp_count() - 1));
	smp_park(smp_count() - 1);
	CHECK_EQ(ap_create(boot_info()->secrets->guest_vmpl, address_of(vmsa)), OK);
	for (;;)
		pause();
}

/* ap-vmpl: nor does the guest start anything above itself */
GUEST_TEST(end_vmsa_above_the_guest, TEST_NAMED | TEST_CPUS(2))
{
	struct vmsa *vmsa = at(pool_page());

	vmsa_fill(vmsa, cpu_at(smp_count() - 1));
	vmsa->vmpl = 0;
	CHECK_EQ(ap_create(0, address_of(vmsa)), OK);
	survived();
}
