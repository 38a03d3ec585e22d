/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RMPADJUST and RMPQUERY. Spec: AMD64 APM volume 3; volume 2, 15.36. */
#include "insn.h"
#include "mem.h"
#include "npt.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "tlb.h"
#include "vc.h"

#define RDX_ALLOWED (0xffull | RMP_ALL | RMP_VMSA)

struct adjust {
	uint32_t idx; /* of the vCPU */
	uint32_t vmpl;
	uint32_t target;
	uint32_t size;
	uint8_t rights;
	bool vmsa;
	uint64_t gpa;
};

static void check_target(const struct adjust *a, const struct walk *at)
{
	if (!at->is_private)
		rules_break(RULE_RMPADJUST_C_BIT, "vcpu=%u vmpl=%u gpa=%lx", a->idx, a->vmpl,
			    at->gpa);
	if (!mem_is_ram(at->gpa, 1))
		rules_break(RULE_PRIVATE_MMIO, "vcpu=%u vmpl=%u gpa=%lx RMPADJUST", a->idx, a->vmpl,
			    at->gpa);
	if (!(rmp_find(at->gpa)->flags & RMP_ASSIGNED))
		rules_break(RULE_RMPADJUST_UNASSIGNED, "vcpu=%u vmpl=%u gpa=%lx", a->idx, a->vmpl,
			    at->gpa);
}

static void check_vmsa(const struct adjust *a, const struct rmp_entry *entry)
{
	if (a->gpa % ABI_PAGE_2M == 0)
		rules_break(RULE_VMSA_2M_ALIGNED, "vcpu=%u gpa=%lx", a->idx, a->gpa);
	if (tlb_is_stale(a->gpa))
		rules_break(RULE_RMPADJUST_VMSA_STALE, "vcpu=%u gpa=%lx", a->idx, a->gpa);
	for (uint32_t vmpl = 1; vmpl < VMPL_COUNT; vmpl++) {
		uint8_t rights = vmpl == a->target ? a->rights : entry->rights[vmpl];

		if (rights & RMP_RIGHT_WRITE)
			rules_break(RULE_RMPADJUST_VMSA_OPEN, "vcpu=%u gpa=%lx vmpl=%u", a->idx,
				    a->gpa, vmpl);
	}
}

/* Hardware's order of refusals; RMP_OK if nothing is wrong */
static uint32_t refuse(const struct adjust *a, const struct rmp_entry *entry)
{
	if (a->size == RMP_SIZE_2M && a->gpa % ABI_PAGE_2M)
		return RMP_FAIL_INPUT;
	if (a->target <= a->vmpl || (a->vmpl && a->vmsa))
		return RMP_FAIL_PERMISSION;
	if (a->size == RMP_SIZE_2M && !(entry->flags & RMP_LARGE))
		return RMP_FAIL_SIZEMISMATCH;
	if (a->size == RMP_SIZE_2M && a->vmsa)
		return RMP_FAIL_INPUT;
	if (a->rights & ~entry->rights[a->vmpl])
		return RMP_FAIL_PERMISSION; /* nobody gives what he has not */
	if (entry->flags & RMP_VMSA_PAGE && vcpu_is_in_use(a->gpa))
		return RMP_FAIL_INUSE;
	return RMP_OK;
}

static void apply(const struct adjust *a)
{
	struct rmp_entry *entry;
	bool reduced;

	if (a->size == RMP_SIZE_4K)
		rmp_smash(a->gpa);
	entry = rmp_find(a->gpa);
	if (a->vmsa)
		check_vmsa(a, entry);
	reduced = (entry->rights[a->target] & ~a->rights) != 0;
	if (npt_unmap_private(a->target, a->gpa) && reduced)
		tlb_note_revoked(a->idx, a->gpa);
	entry->rights[a->target] = a->rights;
	if (a->vmpl == 0)
		entry->flags =
			(uint8_t)((entry->flags & ~RMP_VMSA_PAGE) | (a->vmsa ? RMP_VMSA_PAGE : 0));
}

void insn_rmpadjust(struct vcpu *vcpu, struct level *level)
{
	const struct vmsa *vmsa = level->vmsa;
	struct adjust a = {
		.idx = vcpu->cpu->idx,
		.vmpl = level->vmpl,
		.target = (uint32_t)vmsa->rdx & 0xff,
		.size = (uint32_t)vmsa->rcx,
		.rights = (uint8_t)(vmsa->rdx >> 8 & RMP_RIGHT_ALL),
		.vmsa = (vmsa->rdx & RMP_VMSA) != 0,
	};
	struct walk at;
	uint32_t result;

	report_counts[COUNT_RMPADJUST]++;
	if (a.size > RMP_SIZE_2M || vmsa->rdx & ~RDX_ALLOWED || a.target >= VMPL_COUNT)
		rules_break(RULE_RMPADJUST_OPERAND, "vcpu=%u rcx=%lx rdx=%lx", a.idx, vmsa->rcx,
			    vmsa->rdx);
	if (a.vmpl == 0 && a.target == 0)
		rules_break(RULE_RMPADJUST_OWN_VMPL, "vcpu=%u rax=%lx", a.idx, vmsa->rax);
	if (!insn_operand(level, &at))
		return;
	check_target(&a, &at);
	a.gpa = at.gpa;
	if (!(rmp_find(a.gpa)->flags & RMP_VALIDATED)) {
		vc_deliver(vcpu, level, SVM_EXIT_PAGE_NOT_VALIDATED);
		return;
	}
	result = refuse(&a, rmp_find(a.gpa));
	if (result == RMP_OK)
		apply(&a);
	insn_finish(level, result, INSN_CARRY_CLEAR);
}

void insn_rmpquery(struct vcpu *vcpu, struct level *level)
{
	struct vmsa *vmsa = level->vmsa;
	uint32_t target = (uint32_t)vmsa->rdx & 0xff;
	const struct rmp_entry *entry;
	struct walk at;

	if (!insn_operand(level, &at))
		return;
	if (!at.is_private || !mem_is_ram(at.gpa, 1) ||
	    !(rmp_find(at.gpa)->flags & RMP_VALIDATED)) {
		vc_deliver(vcpu, level, SVM_EXIT_PAGE_NOT_VALIDATED);
		return;
	}
	if (target >= VMPL_COUNT || target <= level->vmpl) {
		insn_finish(level, RMP_FAIL_PERMISSION, INSN_CARRY_CLEAR);
		return;
	}
	entry = rmp_find(at.gpa);
	vmsa->rdx = target | (uint64_t)entry->rights[target] << 8 |
		    (entry->flags & RMP_VMSA_PAGE ? RMP_VMSA : 0);
	vmsa->rcx = entry->flags & RMP_LARGE ? RMP_SIZE_2M : RMP_SIZE_4K;
	insn_finish(level, RMP_OK, INSN_CARRY_CLEAR);
}
