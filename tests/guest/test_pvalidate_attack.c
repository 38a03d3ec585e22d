/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PVALIDATE of what is not the guest's to change. Each is refused, and what it aimed at is as it
 * was.
 */
#include "abi/snp.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/pool.h"
#include "tests/guest/probe.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

static const uint64_t page_actions[] = { PAGE_VALIDATE, PAGE_INVALIDATE,
					 PAGE_VALIDATE | SVSM_PVALIDATE_IGNORE_CF,
					 PAGE_INVALIDATE | SVSM_PVALIDATE_IGNORE_CF };

static void check_page_refused(uint64_t gpa)
{
	for (uint32_t i = 0; i < sizeof(page_actions) / sizeof(page_actions[0]); i++) {
		CHECK_EQ(svsm_page(gpa, page_actions[i]), SVSM_ERR_INVALID_ADDRESS);
		CHECK_EQ(svsm_list()->next, 0);
	}
}

static void check_large_refused(uint64_t gpa)
{
	for (uint32_t i = 0; i < sizeof(page_actions) / sizeof(page_actions[0]); i++)
		CHECK_EQ(svsm_page(gpa, page_actions[i] | SVSM_PVALIDATE_2M),
			 SVSM_ERR_INVALID_ADDRESS);
}

GUEST_TEST(attack_svsm_memory, 0)
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	uint64_t base = secrets->svsm_base;

	CHECK(secrets->svsm_size >= ABI_PAGE_2M);
	for (uint64_t off = 0; off < secrets->svsm_size; off += 61 * (uint64_t)ABI_PAGE_SIZE)
		check_page_refused(base + off);
	check_page_refused(base + secrets->svsm_size - ABI_PAGE_SIZE);
	for (uint64_t off = 0; off < secrets->svsm_size; off += ABI_PAGE_2M)
		check_large_refused(base + off);
}

GUEST_TEST(attack_outside_ram, 0)
{
	static const uint64_t addresses[] = { 0xfee00000, 0xfffff000,        1ull << 40,
					      1ull << 46, 0xffffffffff000,   1ull << 52,
					      1ull << 63, 0xfffffffffffff000 };

	for (uint32_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		check_page_refused(addresses[i]);
	check_large_refused(1ull << 46);
	check_large_refused(0xffffffffffe00000);
	check_page_refused(boot_info()->c_mask | pool_page());
}

/* The last piece that lies in RAM only in part */
GUEST_TEST(attack_end_of_ram, 0)
{
	struct e820_entry entry;

	for (uint32_t i = 0; boot_info_e820(i, &entry) == OK; i++) {
		uint64_t end = entry.addr + entry.size;

		if (entry.type == E820_RAM && end % ABI_PAGE_2M != 0 && end > ABI_PAGE_2M)
			CHECK(svsm_page(end / ABI_PAGE_2M * ABI_PAGE_2M, LARGE_INVALIDATE) !=
			      SVSM_OK);
	}
}

static int is_ram(uint64_t gpa)
{
	struct e820_entry entry;

	for (uint32_t i = 0; boot_info_e820(i, &entry) == OK; i++) {
		if (entry.type == E820_RAM && gpa >= entry.addr && gpa - entry.addr < entry.size)
			return 1;
	}
	return 0;
}

/*
 * What borders on the guest's memory is not its own: Parapet's region, the validity map, nothing at
 * all
 */
GUEST_TEST(attack_borders_of_ram, 0)
{
	struct e820_entry entry;

	for (uint32_t i = 0; boot_info_e820(i, &entry) == OK; i++) {
		uint64_t end = entry.addr + entry.size;

		if (entry.type != E820_RAM || entry.addr < ABI_PAGE_2M / 2)
			continue;
		if (!is_ram(entry.addr - ABI_PAGE_SIZE))
			check_page_refused(entry.addr - ABI_PAGE_SIZE);
		if (!is_ram(end))
			check_page_refused(end);
	}
}

GUEST_TEST(attack_calling_area, 0)
{
	uint64_t caa = this_cpu()->caa_gpa;
	uint64_t range;

	check_page_refused(caa);
	check_large_refused(caa / ABI_PAGE_2M * ABI_PAGE_2M);
	CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
}

GUEST_TEST(attack_others_calling_area_and_vmsa, TEST_CPUS(2))
{
	for (uint32_t i = 1; i < smp_count(); i++) {
		check_page_refused(cpu_at(i)->caa_gpa);
		check_page_refused(cpu_at(i)->vmsa_gpa);
	}
	check_large_refused(cpu_at(1)->vmsa_gpa / ABI_PAGE_2M * ABI_PAGE_2M);
}

/* What the guest's own privilege level allows it: nothing */
GUEST_TEST(attack_own_instructions, 0)
{
	uint64_t page = pool_page();
	uint64_t result = 0;
	uint32_t fault = probe_rmpadjust(page, RMP_SIZE_4K, RMP_TARGET_VMPL(1) | RMP_ALL, &result);

	CHECK(fault != 0 || result == RMP_FAIL_PERMISSION);
	fault = probe_rmpadjust(page, RMP_SIZE_4K, RMP_TARGET_VMPL(2) | RMP_ALL, &result);
	CHECK(fault != 0 || result == RMP_FAIL_PERMISSION);
	fault = probe_rmpadjust(page, RMP_SIZE_4K, RMP_TARGET_VMPL(0) | RMP_ALL, &result);
	CHECK(fault != 0 || result == RMP_FAIL_PERMISSION);
	fault = probe_pvalidate(page, RMP_SIZE_4K, 0, &result);
	CHECK(fault != 0 || (uint32_t)result == RMP_FAIL_PERMISSION);
	*(volatile uint64_t *)at(page) = 1;
	CHECK_EQ(*(volatile uint64_t *)at(page), 1);
}
