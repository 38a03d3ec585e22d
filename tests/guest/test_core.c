/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core protocol's calls that change nothing, and REMAP_CA. */
#include "lib/freestanding/memory.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/paging.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define JUNK_BYTE 0xa5

GUEST_TEST(core_query_protocol, 0)
{
	static const uint64_t absent[] = { SVSM_CALL(SVSM_PROTOCOL_CORE, 0),
					   SVSM_CALL(SVSM_PROTOCOL_CORE, 2),
					   SVSM_CALL(SVSM_PROTOCOL_CORE, 0xffffffff),
					   SVSM_CALL(SVSM_PROTOCOL_UEFI_MM, 1),
					   SVSM_CALL(0x7fffffff, 1),
					   SVSM_CALL(0xffffffff, 1) };

	for (uint32_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		uint64_t range = 1;

		CHECK_EQ(core_query((uint32_t)(absent[i] >> 32), (uint32_t)absent[i], &range),
			 SVSM_OK);
		CHECK_EQ(range, 0);
	}
}

GUEST_TEST(core_memory_calls, 0)
{
	struct svsm_args args = { 0 };

	CHECK_EQ(svsm_call(CORE(DEPOSIT_MEM), &args), SVSM_ERR_UNSUPPORTED_CALL);
	CHECK_EQ(svsm_call(CORE(WITHDRAW_MEM), &args), SVSM_ERR_UNSUPPORTED_CALL);
	CHECK_EQ(cpu_caa()->mem_available, 0);
}

GUEST_TEST(core_configure_vtom, 0)
{
	struct svsm_args query = { .rcx = 1 };
	struct svsm_args set = { .rcx = 0x200000 };

	CHECK_EQ(svsm_call(CORE(CONFIGURE_VTOM), &query), SVSM_OK);
	CHECK_EQ(query.rcx, 0);
	CHECK_EQ(svsm_call(CORE(CONFIGURE_VTOM), &set), SVSM_ERR_INVALID_REQUEST);
}

/* REMAP_CA; this CPU uses the new one if it succeeded */
static uint64_t remap(uint64_t gpa)
{
	struct svsm_args args = { .rcx = gpa };
	uint64_t result = svsm_enter(CORE(REMAP_CA), &args, 1);

	if (result == SVSM_OK)
		this_cpu()->caa_gpa = gpa;
	CHECK_EQ(cpu_caa()->call_pending, 0);
	return result;
}

GUEST_TEST(remap_ca_moves, 0)
{
	uint64_t old = this_cpu()->caa_gpa;
	uint64_t new = pool_page();
	uint64_t range;

	memset(at(new), JUNK_BYTE, ABI_PAGE_SIZE);
	CHECK_EQ(remap(new), SVSM_OK);
	CHECK_EQ(*(volatile uint64_t *)at(new), 0);
	CHECK_EQ(*(volatile uint8_t *)at(new + sizeof(struct svsm_caa)), JUNK_BYTE);
	CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
	CHECK_EQ(range, 1ull << 32 | 1);
	CHECK_EQ(remap(old), SVSM_OK);
	CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
}

GUEST_TEST(remap_ca_frees_the_old_one, 0)
{
	uint64_t old = this_cpu()->caa_gpa;
	uint64_t first = pool_page();
	uint64_t second = pool_page();

	CHECK_EQ(remap(first), SVSM_OK);
	CHECK_EQ(svsm_page(first, PAGE_INVALIDATE), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(remap(second), SVSM_OK);
	CHECK_EQ(svsm_page(first, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(first, PAGE_VALIDATE), SVSM_OK);
	CHECK_EQ(remap(old), SVSM_OK);
	CHECK_EQ(svsm_page(second, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(svsm_page(second, PAGE_VALIDATE), SVSM_OK);
}

GUEST_TEST(remap_ca_same_address, 0)
{
	uint64_t range;

	CHECK_EQ(remap(this_cpu()->caa_gpa), SVSM_OK);
	CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
}

GUEST_TEST(remap_ca_refuses, 0)
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	const struct {
		uint64_t gpa;
		uint64_t result;
	} cases[] = {
		{ pool_page() + 8, SVSM_ERR_INVALID_PARAMETER },
		{ pool_page() + 2048, SVSM_ERR_INVALID_PARAMETER },
		{ secrets->svsm_base, SVSM_ERR_INVALID_ADDRESS },
		{ secrets->svsm_base + secrets->svsm_size - ABI_PAGE_SIZE,
		  SVSM_ERR_INVALID_ADDRESS },
		{ 0xfffff000, SVSM_ERR_INVALID_ADDRESS },
		{ 1ull << 46, SVSM_ERR_INVALID_ADDRESS },
		{ boot_info()->c_mask | pool_page(), SVSM_ERR_INVALID_ADDRESS },
		{ 0xfffffffffffff000, SVSM_ERR_INVALID_ADDRESS },
	};
	uint64_t range;

	for (uint32_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK_EQ(core_remap_ca(cases[i].gpa), cases[i].result);
		CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
	}
}

GUEST_TEST(remap_ca_refuses_invalid_page, 0)
{
	uint64_t page = pool_page();

	CHECK_EQ(svsm_page(page, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(core_remap_ca(page), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(svsm_page(page, PAGE_VALIDATE), SVSM_OK);
}

GUEST_TEST(remap_ca_refuses_others_pages, TEST_CPUS(2))
{
	CHECK_EQ(core_remap_ca(cpu_at(1)->caa_gpa), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(core_remap_ca(cpu_at(1)->vmsa_gpa), SVSM_ERR_INVALID_ADDRESS);
}
