/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PVALIDATE lists without sense, of addresses that matter: whatever is answered, everything is
 * whole afterwards.
 */
#include "abi/snp.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/junk.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define ENTRIES 16u
#define OWN_PAGES 8u
#define ROUNDS_SHARE 4u

/* An address that matters, or one that does not */
static uint64_t address_pick(uint64_t word, uint64_t own)
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	const uint64_t choices[] = {
		own + (word >> 8 & (OWN_PAGES - 1)) * ABI_PAGE_SIZE,
		pool_broken() + (word >> 8 & 511) * ABI_PAGE_SIZE,
		pool_broken(),
		secrets->svsm_base + (word >> 8 & 1023) * ABI_PAGE_SIZE,
		this_cpu()->caa_gpa,
		cpu_at(smp_count() - 1)->vmsa_gpa,
		word & ~0xfffull,
		0xfffffffffffff000,
	};

	return choices[word & 7];
}

/* Most bits of an entry are sensible, so that not every list ends at its first entry */
static uint64_t flags_pick(uint64_t word)
{
	uint64_t flags =
		word & (SVSM_PVALIDATE_VALIDATE | SVSM_PVALIDATE_IGNORE_CF | SVSM_PVALIDATE_2M);

	return (word >> 32 & 15) == 0 ? word & 0xfff : flags;
}

static void junk_fill(uint64_t *state, uint64_t own)
{
	struct svsm_pvalidate_list *list = svsm_list();

	svsm_list_start();
	for (uint32_t i = 0; i < ENTRIES; i++)
		svsm_list_add(address_pick(junk_word(state), own) | flags_pick(junk_word(state)));
	list->next = (uint16_t)(junk_word(state) % (ENTRIES + 1));
	list->reserved = (uint32_t)junk_word(state);
}

static void page_restore(uint64_t page)
{
	uint64_t result = svsm_page(page, PAGE_VALIDATE);

	CHECK(result == SVSM_OK || result == SVSM_ERR_PVALIDATE(RMP_UNCHANGED));
	*(volatile uint64_t *)at(page) = 1;
}

GUEST_TEST(junk_lists, 0)
{
	uint64_t own = pool_page();
	uint64_t state = 3;

	for (uint32_t i = 1; i < OWN_PAGES; i++)
		CHECK_EQ(pool_page(), own + i * (uint64_t)ABI_PAGE_SIZE);
	for (uint32_t i = 0; i < test_rounds() / ROUNDS_SHARE; i++) {
		junk_fill(&state, own);
		(void)svsm_list_run();
		CHECK(svsm_list()->next <= ENTRIES);
		CHECK_EQ(svsm_list()->entries, ENTRIES);
	}
	for (uint32_t i = 0; i < OWN_PAGES; i++)
		page_restore(own + i * (uint64_t)ABI_PAGE_SIZE);
	(void)svsm_page(pool_broken(), LARGE_VALIDATE);
	for (uint64_t page = pool_broken(); page < pool_broken() + ABI_PAGE_2M;
	     page += ABI_PAGE_SIZE)
		page_restore(page);
}
