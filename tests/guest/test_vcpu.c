/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CREATE_VCPU and DELETE_VCPU: what they do to pages, and the ways in which Linux takes CPUs off
 * and on.
 */
#include "abi/snp.h"
#include "lib/freestanding/memory.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/vmsa.h"
#include "tests/guest/x86.h"

#define CYCLES_QUICK 5u
#define CYCLES_FULL 100u
#define IN_USE SVSM_ERR_PVALIDATE(RMP_FAIL_INUSE)

/* The CPU that is taken off and on: the last */
static uint32_t victim(void)
{
	return smp_count() - 1;
}

static void call_once(void *argument)
{
	uint64_t range;

	(void)argument;
	CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
}

/* Takes the victim off: halted, stopped by the hypervisor, its VMSA an ordinary page */
static void victim_remove(void)
{
	uint64_t vmsa = cpu_at(victim())->vmsa_gpa;

	smp_park(victim());
	CHECK_EQ(smp_destroy(victim(), vmsa), OK);
	CHECK_EQ(smp_delete_halted(vmsa), SVSM_OK);
}

/* Puts it back on, in the same pages */
static void victim_restore(void)
{
	struct cpu *cpu = cpu_at(victim());

	vmsa_fill(at(cpu->vmsa_gpa), cpu);
	CHECK_EQ(smp_create(victim(), cpu->vmsa_gpa, cpu->caa_gpa), SVSM_OK);
	CHECK_EQ(smp_launch(victim(), cpu->vmsa_gpa), OK);
	smp_post(victim(), call_once, NULL);
	smp_join(victim());
}

static uint64_t vmsa_make(void)
{
	uint64_t page = pool_page();

	vmsa_fill(at(page), cpu_at(victim()));
	return page;
}

GUEST_TEST(vcpu_create_and_delete, TEST_CPUS(2))
{
	uint64_t vmsa = vmsa_make();
	uint64_t caa = pool_page();

	victim_remove();
	CHECK_EQ(smp_create(victim(), vmsa, caa), SVSM_OK);
	CHECK_EQ(((volatile struct vmsa *)at(vmsa))->sev_features, vmsa_sev_features());
	CHECK_EQ(svsm_page(vmsa, PAGE_INVALIDATE), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(svsm_page(caa, PAGE_INVALIDATE), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(smp_delete(vmsa), SVSM_OK);
	memset(at(vmsa), 0, ABI_PAGE_SIZE);
	CHECK_EQ(svsm_page(vmsa, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(caa, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(vmsa, PAGE_VALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(caa, PAGE_VALIDATE), SVSM_OK);
	victim_restore();
}

GUEST_TEST(vcpu_delete_refuses, TEST_CPUS(2))
{
	uint64_t vmsa = vmsa_make();
	uint64_t caa = pool_page();

	CHECK_EQ(smp_delete(vmsa), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(smp_delete(vmsa + 8), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(smp_delete(boot_info()->secrets->svsm_base), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(smp_delete(1ull << 46), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(smp_delete(0xfffffffffffff000), SVSM_ERR_INVALID_PARAMETER);
	victim_remove();
	CHECK_EQ(smp_create(victim(), vmsa, caa), SVSM_OK);
	CHECK_EQ(smp_delete(caa), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(smp_delete(vmsa), SVSM_OK);
	CHECK_EQ(smp_delete(vmsa), SVSM_ERR_INVALID_PARAMETER);
	victim_restore();
}

static void delete_self(void *argument)
{
	(void)argument;
	CHECK_EQ(smp_delete(this_cpu()->vmsa_gpa), IN_USE);
}

static _Atomic uint32_t spinning;

static void spin(void *argument)
{
	(void)argument;
	atomic_store(&spinning, 1);
	while (atomic_load(&spinning) != 0)
		pause();
}

/*
 * A vCPU cannot be deleted under itself: not while it runs (nothing makes this one exit), not while
 * it is served
 */
GUEST_TEST(vcpu_delete_running, TEST_CPUS(2))
{
	spinning = 0;
	smp_post(victim(), spin, NULL);
	while (atomic_load(&spinning) == 0)
		pause();
	CHECK_EQ(smp_delete(cpu_at(victim())->vmsa_gpa), IN_USE);
	atomic_store(&spinning, 0);
	smp_post(victim(), delete_self, NULL);
	smp_join(victim());
	smp_post(victim(), call_once, NULL);
	smp_join(victim());
}

/*
 * Linux: the old vCPU halts, a new VMSA takes over its calling area, then the old VMSA is deleted
 */
static void cycle_as_linux(uint32_t index, uint64_t new)
{
	struct cpu *cpu = cpu_at(index);
	uint64_t old = cpu->vmsa_gpa;

	smp_park(index);
	vmsa_fill(at(new), cpu);
	CHECK_EQ(smp_create(index, new, cpu->caa_gpa), SVSM_OK);
	CHECK_EQ(smp_launch(index, new), OK);
	cpu->vmsa_gpa = new;
	CHECK_EQ(smp_delete_halted(old), SVSM_OK);
	CHECK_EQ(svsm_page(cpu->caa_gpa, PAGE_INVALIDATE), SVSM_ERR_INVALID_ADDRESS);
}

static uint32_t cycles(void)
{
	return test_rounds() > 1000 ? CYCLES_FULL : CYCLES_QUICK;
}

/* Two VMSA pages in turn; an even number of cycles leaves the CPU on the one it had */
GUEST_TEST(vcpu_cycle_as_linux, TEST_CPUS(2))
{
	uint64_t original = cpu_at(victim())->vmsa_gpa;
	uint64_t spare = pool_page();

	for (uint32_t i = 0; i < 2 * cycles(); i++) {
		cycle_as_linux(victim(), i % 2 == 0 ? spare : original);
		smp_post(victim(), call_once, NULL);
		smp_join(victim());
	}
}

/* The orderly way: stop, delete, make the VMSA anew in the same page */
GUEST_TEST(vcpu_cycle_in_place, TEST_CPUS(2))
{
	for (uint32_t i = 0; i < cycles(); i++) {
		victim_remove();
		victim_restore();
	}
}
