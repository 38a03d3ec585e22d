/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PVALIDATE. Spec: AMD64 APM volume 3, PVALIDATE; volume 2, 15.36. */
#include "insn.h"
#include "mem.h"
#include "npt.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "tlb.h"

static void check_target(const struct vcpu *vcpu, const struct level *level, const struct walk *at)
{
	if (!at->is_private)
		rules_break(RULE_PVALIDATE_C_BIT, "vcpu=%u gpa=%lx", vcpu->cpu->idx, at->gpa);
	if (!mem_is_ram(at->gpa, 1))
		rules_break(RULE_PRIVATE_MMIO, "vcpu=%u gpa=%lx PVALIDATE", vcpu->cpu->idx,
			    at->gpa);
	if (!(rmp_find(at->gpa)->flags & RMP_ASSIGNED))
		rules_break(RULE_PVALIDATE_UNASSIGNED, "vcpu=%u gpa=%lx rip=%lx", vcpu->cpu->idx,
			    at->gpa, level->vmsa->rip);
	if (rmp_find(at->gpa)->flags & RMP_VMSA_PAGE)
		rules_break(RULE_PVALIDATE_VMSA, "vcpu=%u gpa=%lx", vcpu->cpu->idx, at->gpa);
}

/* Rescinding: whoever has the page mapped keeps it until a flush */
static void revoke(uint32_t idx, uint64_t gpa)
{
	for (uint32_t vmpl = 0; vmpl < VMPL_COUNT; vmpl++)
		if (npt_unmap_private(vmpl, gpa) && vmpl)
			tlb_note_revoked(idx, gpa);
}

/* Rights stay as they were: they belong to RMPADJUST */
static void validate(uint64_t gpa)
{
	rmp_find(gpa)->flags |= RMP_VALIDATED;
}

static void rescind(const struct vcpu *vcpu, uint64_t gpa)
{
	revoke(vcpu->cpu->idx, gpa);
	rmp_find(gpa)->flags &= (uint8_t)~RMP_VALIDATED;
}

static void finish(const struct vcpu *vcpu, struct level *level, uint64_t gpa)
{
	bool wanted = level->vmsa->rdx & 1;
	bool is_valid = (rmp_find(gpa)->flags & RMP_VALIDATED) != 0;

	if (wanted && !is_valid)
		validate(gpa);
	if (!wanted && is_valid)
		rescind(vcpu, gpa);
	insn_finish(level, RMP_OK, wanted == is_valid ? INSN_CARRY_SET : INSN_CARRY_CLEAR);
}

void insn_pvalidate(struct vcpu *vcpu, struct level *level)
{
	uint32_t size = (uint32_t)level->vmsa->rcx;
	struct walk at;

	report_counts[COUNT_PVALIDATE]++;
	if (size > RMP_SIZE_2M || (uint32_t)level->vmsa->rdx > 1)
		rules_break(RULE_PVALIDATE_OPERAND, "vcpu=%u rcx=%lx rdx=%lx", vcpu->cpu->idx,
			    level->vmsa->rcx, level->vmsa->rdx);
	if (level->vmpl) {
		insn_finish(level, RMP_FAIL_PERMISSION, INSN_CARRY_CLEAR);
		return;
	}
	if (!insn_operand(level, &at))
		return;
	check_target(vcpu, level, &at);
	if (size == RMP_SIZE_2M && at.gpa % ABI_PAGE_2M) {
		insn_finish(level, RMP_FAIL_INPUT, INSN_CARRY_CLEAR);
		return;
	}
	if (size == RMP_SIZE_2M && !(rmp_find(at.gpa)->flags & RMP_LARGE)) {
		insn_finish(level, RMP_FAIL_SIZEMISMATCH, INSN_CARRY_CLEAR);
		return;
	}
	if (size == RMP_SIZE_4K)
		rmp_smash(at.gpa); /* as KVM does on the page-size fault */
	finish(vcpu, level, at.gpa);
}
