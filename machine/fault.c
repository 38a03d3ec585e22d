/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a nested page fault means. Spec: AMD64 APM volume 2, 15.36 (RMP and VMPL access checks).
 */
#include "fault.h"

#include "mem.h"
#include "npt.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "vc.h"
#include "x86.h"

struct fault {
	uint64_t gpa;
	uint64_t info;
	bool is_private;
};

static uint8_t rights_needed(const struct fault *fault)
{
	uint8_t need = RMP_RIGHT_READ;

	if (fault->info & VMCB_NPF_WRITE)
		need |= RMP_RIGHT_WRITE;
	return need;
}

static bool has_rights(const struct fault *fault, uint8_t rights)
{
	uint8_t need = rights_needed(fault);

	if ((rights & need) != need)
		return false;
	return !(fault->info & VMCB_NPF_FETCH) ||
	       rights & (RMP_RIGHT_USER_EXEC | RMP_RIGHT_SUPER_EXEC);
}

static __attribute__((noreturn)) void breach(enum rule rule, const struct vcpu *vcpu,
					     const struct level *level, const struct fault *fault)
{
	rules_break(rule, "vcpu=%u vmpl=%u gpa=%lx rip=%lx %s%s", vcpu->cpu->idx, level->vmpl,
		    fault->gpa, level->vmsa->rip,
		    fault->info & VMCB_NPF_FETCH   ? "fetch"
		    : fault->info & VMCB_NPF_WRITE ? "write"
						   : "read",
		    fault->info & VMCB_NPF_WALK ? " of a page table" : "");
}

static void on_private(struct vcpu *vcpu, struct level *level, const struct fault *fault)
{
	const struct rmp_entry *entry;

	if (!mem_is_ram(fault->gpa, 1))
		breach(RULE_PRIVATE_MMIO, vcpu, level, fault);
	entry = rmp_find(fault->gpa);
	if (!(entry->flags & RMP_ASSIGNED))
		breach(RULE_PRIVATE_UNASSIGNED, vcpu, level, fault);
	if (!(entry->flags & RMP_VALIDATED)) {
		report_counts[COUNT_VC]++;
		vc_deliver(vcpu, level, SVM_EXIT_PAGE_NOT_VALIDATED);
		return;
	}
	if (!has_rights(fault, entry->rights[level->vmpl]))
		breach(RULE_VMPL_RIGHTS, vcpu, level, fault);
	npt_map_private(level->vmpl, fault->gpa);
}

static void on_shared(struct vcpu *vcpu, struct level *level, const struct fault *fault)
{
	if (!mem_is_ram(fault->gpa, 1)) {
		report_counts[COUNT_VC]++;
		vc_deliver(vcpu, level, SVM_EXIT_NPF);
		return;
	}
	if (rmp_find(fault->gpa)->flags & RMP_ASSIGNED)
		breach(RULE_SHARED_ALIAS, vcpu, level, fault);
	if (fault->info & VMCB_NPF_FETCH)
		breach(RULE_SHARED_FETCH, vcpu, level, fault);
	npt_map_shared(fault->gpa);
}

/* Hardware walks page tables as private memory whatever CR3's C-bit says; TCG's walk goes by it, so
 * the next entry sets it */
static bool is_bare_walk(const struct level *level, const struct fault *fault)
{
	return !fault->is_private && fault->info & VMCB_NPF_WALK && level->wrote_cr3;
}

void fault_handle(struct vcpu *vcpu, struct level *level)
{
	const struct vmsa *vmsa = level->vmsa;
	const struct fault fault = {
		.gpa = vmsa->guest_exit_info_2 & ~NPT_C_MASK,
		.info = vmsa->guest_exit_info_1,
		.is_private = vmsa->guest_exit_info_2 & NPT_C_MASK || !(vmsa->cr0 & X86_CR0_PG),
	};

	if (is_bare_walk(level, &fault))
		return;
	if (fault.is_private)
		on_private(vcpu, level, &fault);
	else
		on_shared(vcpu, level, &fault);
}
