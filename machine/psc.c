/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RMPUPDATE as a careful hypervisor does it, and the GHCB's list of changes. Spec: GHCB 2.04,
 * page state change. */
#include "psc.h"

#include "ghcb.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "npt.h"
#include "report.h"
#include "rules.h"
#include "tlb.h"

#define SCRUB_BYTE 0xa5
#define SCRUB_LEN 64u

static uint64_t bytes_of(enum rmp_size size)
{
	return size == RMP_PAGE_2M ? ABI_PAGE_2M : ABI_PAGE_SIZE;
}

static void scrub(uint64_t gpa, uint64_t len)
{
	for (uint64_t at = gpa; at < gpa + len; at += ABI_PAGE_SIZE) {
		memset(mem_at(at), SCRUB_BYTE, SCRUB_LEN);
		memset(mem_at(at + ABI_PAGE_SIZE - SCRUB_LEN), SCRUB_BYTE, SCRUB_LEN);
	}
}

/* A GHCB that its own VMPL makes private is registered no longer; Linux does it before it leaves
 * one kernel for another */
static void release_ghcb(const struct vcpu *vcpu, struct level *level, uint64_t gpa, uint64_t len)
{
	if (level->doorbell_gpa && level->doorbell_gpa - gpa < len)
		rules_break(RULE_PSC_GHCB, "vcpu=%u gpa=%lx: doorbell of vmpl=%u", vcpu->cpu->idx,
			    level->doorbell_gpa, level->vmpl);
	if (!level->ghcb_gpa || level->ghcb_gpa - gpa >= len)
		return;
	if (level->vmpl != vcpu->active)
		rules_break(RULE_PSC_GHCB, "vcpu=%u vmpl=%u gpa=%lx: GHCB of vmpl=%u",
			    vcpu->cpu->idx, vcpu->active, level->ghcb_gpa, level->vmpl);
	level->ghcb_gpa = 0;
}

static void release_ghcbs(const struct vcpu *vcpu, uint64_t gpa, uint64_t len)
{
	for (uint32_t i = 0; i < cpu_count; i++)
		for (uint32_t vmpl = 0; vmpl < VMPL_COUNT; vmpl++)
			release_ghcb(vcpu, &vcpus[i].levels[vmpl], gpa, len);
}

static void make_private(struct vcpu *vcpu, uint64_t gpa, enum rmp_size size)
{
	const struct rmp_entry *entry = rmp_find(gpa);
	uint64_t len = bytes_of(size);

	if (entry->flags & RMP_VALIDATED)
		rules_break(RULE_PSC_TWICE, "vcpu=%u gpa=%lx", vcpu->cpu->idx, gpa);
	if (entry->flags & RMP_ASSIGNED)
		return;
	release_ghcbs(vcpu, gpa, len);
	if (size == RMP_PAGE_2M && !rmp_is_group_free(gpa))
		rules_break(RULE_PSC_TWICE, "vcpu=%u gpa=%lx: a part of these 2 MiB",
			    vcpu->cpu->idx, gpa);
	for (uint64_t at = gpa; at < gpa + len; at += ABI_PAGE_SIZE)
		npt_unmap_shared(at);
	rmp_assign(gpa, size);
	scrub(gpa, len);
}

static void check_shareable(const struct vcpu *vcpu, uint64_t gpa)
{
	uint8_t flags = rmp_find(gpa)->flags;

	if (flags & RMP_VMSA_PAGE)
		rules_break(RULE_PSC_VMSA, "vcpu=%u gpa=%lx", vcpu->cpu->idx, gpa);
	if (flags & RMP_VALIDATED)
		rules_break(RULE_PSC_VALIDATED, "vcpu=%u gpa=%lx", vcpu->cpu->idx, gpa);
}

static bool share_one(const struct vcpu *vcpu, uint64_t gpa)
{
	bool was_mapped = false;

	check_shareable(vcpu, gpa);
	if (!(rmp_find(gpa)->flags & RMP_ASSIGNED))
		return false;
	rmp_smash(gpa);
	for (uint32_t vmpl = 0; vmpl < VMPL_COUNT; vmpl++)
		was_mapped |= npt_unmap_private(vmpl, gpa);
	*rmp_find(gpa) = (struct rmp_entry){ 0 };
	scrub(gpa, ABI_PAGE_SIZE);
	return was_mapped;
}

static void make_shared(struct vcpu *vcpu, uint64_t gpa, enum rmp_size size)
{
	bool was_mapped = false;

	for (uint64_t at = gpa; at < gpa + bytes_of(size); at += ABI_PAGE_SIZE)
		was_mapped |= share_one(vcpu, at);
	if (was_mapped)
		tlb_flush_others(); /* a hypervisor flushes before it gives the page another use */
}

void psc_change(struct vcpu *vcpu, uint64_t gpa, uint32_t op, enum rmp_size size)
{
	if (gpa % bytes_of(size) || !mem_is_ram(gpa, bytes_of(size)))
		rules_break(RULE_PSC_RANGE, "vcpu=%u gpa=%lx size=%lx", vcpu->cpu->idx, gpa,
			    bytes_of(size));
	report_counts[COUNT_PSC_PAGES] += bytes_of(size) / ABI_PAGE_SIZE;
	if (op == GHCB_PSC_PRIVATE) {
		if (rmp_find(gpa)->flags & RMP_VMSA_PAGE)
			rules_break(RULE_PSC_VMSA, "vcpu=%u gpa=%lx", vcpu->cpu->idx, gpa);
		make_private(vcpu, gpa, size);
	} else if (op == GHCB_PSC_SHARED) {
		make_shared(vcpu, gpa, size);
	} else {
		rules_break(RULE_PSC_OPERATION, "vcpu=%u gpa=%lx op=%u", vcpu->cpu->idx, gpa, op);
	}
}

void nae_psc(struct nae *nae)
{
	volatile struct ghcb_psc *list = nae_scratch(nae, 8);
	uint16_t current = list->current;
	uint16_t end = list->end;

	if (current > end || end >= GHCB_PSC_MAX)
		rules_break(RULE_PSC_LIST, "vcpu=%u current=%u end=%u", nae->vcpu->cpu->idx,
			    (uint32_t)current, (uint32_t)end);
	nae_scratch(nae, 8 + 8ull * (end + 1u));
	for (; current <= end; current++) {
		uint64_t entry = list->entries[current];
		enum rmp_size size = entry >> 56 & 1 ? RMP_PAGE_2M : RMP_PAGE_4K;

		psc_change(nae->vcpu, entry & 0x000ffffffffff000ull, (uint32_t)(entry >> 52 & 0xf),
			   size);
		/* the whole page is done */
		list->entries[current] = (entry & ~0xfffull) | (size == RMP_PAGE_2M ? 512u : 1u);
		list->current = (uint16_t)(current + 1);
	}
	nae_result(nae, GHCB_RESULT_OK, 0);
}
