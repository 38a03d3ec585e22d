/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CREATE_VCPU with everything that must be refused; the pages named are the guest's as before. */
#include "abi/snp.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/vmsa.h"
#include "tests/guest/x86.h"

#define NO_SUCH_APIC 0x7fffu

static uint64_t create(uint64_t vmsa, uint64_t caa, uint64_t apic_id)
{
	struct svsm_args args = { .rcx = vmsa, .rdx = caa, .r8 = apic_id };

	return svsm_call_complete(CORE(CREATE_VCPU), &args, NULL);
}

static uint32_t target(void)
{
	return smp_count() - 1;
}

static struct vmsa *vmsa_make(void)
{
	struct vmsa *vmsa = at(pool_page());

	vmsa_fill(vmsa, cpu_at(target()));
	return vmsa;
}

/* The VMSA is refused, and still an ordinary page afterwards */
static void check_content_refused(struct vmsa *vmsa)
{
	uint64_t page = address_of(vmsa);

	CHECK_EQ(create(page, pool_page(), cpu_at(target())->apic_id), SVSM_ERR_INVALID_PARAMETER);
	*(volatile uint64_t *)at(page) = 1;
	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
}

GUEST_TEST(create_refuses_vmpl, TEST_CPUS(2))
{
	static const uint8_t vmpls[] = { 0, 1, 3, 4, 0xff };

	for (uint32_t i = 0; i < sizeof(vmpls); i++) {
		struct vmsa *vmsa = vmsa_make();

		vmsa->vmpl = vmpls[i];
		check_content_refused(vmsa);
	}
}

GUEST_TEST(create_refuses_without_svme, TEST_CPUS(2))
{
	struct vmsa *vmsa = vmsa_make();

	vmsa->efer &= ~EFER_SVME;
	check_content_refused(vmsa);
}

GUEST_TEST(create_refuses_features, TEST_CPUS(2))
{
	static const uint64_t flips[] = { SEV_FEATURE_SNP,
					  SEV_FEATURE_VTOM,
					  SEV_FEATURE_REFLECT_VC,
					  SEV_FEATURE_RESTRICTED_INJECTION,
					  SEV_FEATURE_ALTERNATE_INJECTION,
					  1ull << 5,
					  1ull << 63 };

	for (uint32_t i = 0; i < sizeof(flips) / sizeof(flips[0]); i++) {
		struct vmsa *vmsa = vmsa_make();

		vmsa->sev_features ^= flips[i];
		check_content_refused(vmsa);
	}
}

static void check_address_refused(uint64_t vmsa, uint64_t caa, uint64_t result)
{
	CHECK_EQ(create(vmsa, caa, cpu_at(target())->apic_id), result);
}

GUEST_TEST(create_refuses_vmsa_address, TEST_CPUS(2))
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	uint64_t caa = pool_page();
	uint64_t good = address_of(vmsa_make());

	check_address_refused(good + 8, caa, SVSM_ERR_INVALID_PARAMETER);
	check_address_refused(good + 2048, caa, SVSM_ERR_INVALID_PARAMETER);
	check_address_refused(secrets->svsm_base, caa, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(secrets->svsm_base + ABI_PAGE_SIZE, caa, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(0xfffff000, caa, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(1ull << 46, caa, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(0xfffffffffffff000, caa, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(good, good, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(this_cpu()->caa_gpa, caa, SVSM_ERR_INVALID_ADDRESS);
	*(volatile uint64_t *)at(good) = 1;
}

/* An erratum keeps large pages and VMSAs apart */
GUEST_TEST(create_refuses_2m_aligned_vmsa, TEST_CPUS(2))
{
	uint64_t page = pool_broken();

	vmsa_fill(at(page), cpu_at(target()));
	check_address_refused(page, pool_page(), SVSM_ERR_INVALID_ADDRESS);
	*(volatile uint64_t *)at(page) = 1;
}

GUEST_TEST(create_refuses_invalid_pages, TEST_CPUS(2))
{
	uint64_t page = pool_page();
	uint64_t good = address_of(vmsa_make());

	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	check_address_refused(page, pool_page(), SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(good, page, SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
	*(volatile uint64_t *)at(good) = 1;
}

GUEST_TEST(create_refuses_calling_area, TEST_CPUS(2))
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	uint64_t good = address_of(vmsa_make());

	check_address_refused(good, pool_page() + 8, SVSM_ERR_INVALID_PARAMETER);
	check_address_refused(good, secrets->svsm_base, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(good, secrets->svsm_base + secrets->svsm_size - ABI_PAGE_SIZE,
			      SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(good, 0xfffff000, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(good, 1ull << 46, SVSM_ERR_INVALID_ADDRESS);
	*(volatile uint64_t *)at(good) = 1;
}

GUEST_TEST(create_refuses_apic_id, TEST_CPUS(2))
{
	uint64_t good = address_of(vmsa_make());

	CHECK_EQ(create(good, pool_page(), NO_SUCH_APIC), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(create(good, pool_page(), 0xffffffff), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(create(good, pool_page(), cpu_at(target())->apic_id | 1ull << 32),
		 SVSM_ERR_INVALID_PARAMETER);
	*(volatile uint64_t *)at(good) = 1;
}

/* A calling area belongs to one APIC id */
GUEST_TEST(create_refuses_others_calling_area, TEST_CPUS(2))
{
	uint64_t good = address_of(vmsa_make());

	check_address_refused(good, cpu_at(0)->caa_gpa, SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(good, cpu_at(target())->vmsa_gpa, SVSM_ERR_INVALID_ADDRESS);
	*(volatile uint64_t *)at(good) = 1;
}

GUEST_TEST(create_refuses_a_vmsa_twice, TEST_CPUS(2))
{
	check_address_refused(cpu_at(target())->vmsa_gpa, pool_page(), SVSM_ERR_INVALID_ADDRESS);
	check_address_refused(cpu_at(target())->vmsa_gpa, cpu_at(target())->caa_gpa,
			      SVSM_ERR_INVALID_ADDRESS);
}
