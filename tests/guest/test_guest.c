/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the monitor promised at entry: secrets, CPUID page, memory map. */
#include "lib/freestanding/memory.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/paging.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

static int is_zero(const uint8_t *bytes, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++) {
		if (bytes[i] != 0)
			return 0;
	}
	return 1;
}

GUEST_TEST(entry_secrets, 0)
{
	const struct snp_secrets *secrets = boot_info()->secrets;

	CHECK(is_zero(secrets->vmpck[0], sizeof(secrets->vmpck[0])));
	CHECK(is_zero(secrets->vmpck[1], sizeof(secrets->vmpck[1])));
	CHECK(!is_zero(secrets->vmpck[2], sizeof(secrets->vmpck[2])));
	CHECK(secrets->guest_vmpl >= 1 && secrets->guest_vmpl < VMPL_COUNT);
	CHECK_EQ(secrets->svsm_max_version, 1);
	CHECK_EQ(secrets->svsm_base % ABI_PAGE_SIZE, 0);
	CHECK_EQ(secrets->svsm_caa % ABI_PAGE_SIZE, 0);
}

GUEST_TEST(entry_sev_status, 0)
{
	uint64_t status = rdmsr(MSR_SEV_STATUS);

	CHECK_EQ(status & (SEV_STATUS_SEV | SEV_STATUS_ES | SEV_STATUS_SNP), 7);
	CHECK_EQ(status & SEV_STATUS_RESTRICTED_INJECTION, 0);
}

static int overlaps(const struct e820_entry *entry, uint64_t start, uint64_t size)
{
	return entry->addr < start + size && start < entry->addr + entry->size;
}

GUEST_TEST(entry_memory_map, 0)
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	struct e820_entry entry;
	uint64_t last = 0;

	CHECK(boot_info_e820(0, &entry) == OK);
	for (uint32_t i = 0; boot_info_e820(i, &entry) == OK; i++) {
		CHECK(entry.addr >= last);
		CHECK(entry.size != 0);
		last = entry.addr + entry.size;
		if (entry.type != E820_RAM)
			continue;
		CHECK(!overlaps(&entry, secrets->svsm_base, secrets->svsm_size));
		CHECK(!overlaps(&entry, secrets->svsm_caa, ABI_PAGE_SIZE));
		CHECK(!overlaps(&entry, address_of(secrets), ABI_PAGE_SIZE));
		CHECK(!overlaps(&entry, 0xfffff000, ABI_PAGE_SIZE));
	}
}

/* VMSAs are not writable and GHCBs not private */
static int is_ordinary(uint64_t gpa)
{
	for (uint32_t i = 0; i < smp_count(); i++) {
		if (gpa == cpu_at(i)->vmsa_gpa || gpa == cpu_at(i)->ghcb_gpa)
			return 0;
	}
	return 1;
}

/* Every page that is called RAM is there: one word of each is written */
GUEST_TEST(entry_memory_is_open, 0)
{
	struct e820_entry entry;

	for (uint32_t i = 0; boot_info_e820(i, &entry) == OK; i++) {
		uint64_t end = entry.addr + entry.size;

		for (uint64_t gpa = entry.addr; entry.type == E820_RAM && gpa < end;
		     gpa += ABI_PAGE_SIZE) {
			if (gpa < PAGING_END && is_ordinary(gpa))
				__atomic_fetch_add((uint64_t *)at(gpa + 64), 0, __ATOMIC_RELAXED);
		}
	}
}

static void cpuid(uint32_t leaf, uint32_t out[4])
{
	out[0] = leaf;
	out[2] = 0;
	/* asm: CPUID traps here, which is what is tested */
	__asm__ volatile("cpuid" : "+a"(out[0]), "=b"(out[1]), "+c"(out[2]), "=d"(out[3]));
}

GUEST_TEST(entry_cpuid, 0)
{
	uint32_t regs[4];

	cpuid(0x8000001f, regs);
	CHECK(regs[0] & 1u << 1);
	CHECK(regs[0] & 1u << 3);
	CHECK(regs[0] & 1u << 4);
	CHECK_EQ(1ull << (regs[1] & 0x3f), boot_info()->c_mask);
	cpuid(0, regs);
	CHECK(regs[0] != 0);
}

GUEST_TEST(entry_hypervisor, 0)
{
	uint64_t features = ghcb_msr(GHCB_MSR_FEATURES_REQ);
	uint64_t needed = GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION | GHCB_FEATURE_MULTI_VMPL;

	CHECK_EQ(features & GHCB_MSR_INFO_MASK, GHCB_MSR_FEATURES_RESP);
	CHECK_EQ(features >> 12 & needed, needed);
	CHECK_EQ(smp_count(), boot_info()->cpu_count);
}
