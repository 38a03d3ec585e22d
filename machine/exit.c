/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of exits. Spec: AMD64 APM volume 2, appendix C; 15.35 for which become a #VC. */
#include "exit.h"

#include "fault.h"
#include "ghcb.h"
#include "insn.h"
#include "msr.h"
#include "report.h"
#include "rules.h"
#include "vc.h"
#include "walk.h"
#include "x86.h"

#define OPCODE_HLT 0xf4u

typedef void exit_fn(struct vcpu *vcpu, struct level *level);

static void on_vc(struct vcpu *vcpu, struct level *level)
{
	vc_deliver(vcpu, level, level->vmsa->guest_exit_code);
}

static void on_hlt(struct vcpu *vcpu, struct level *level)
{
	(void)vcpu;
	vcpu_skip(level, 1);
	level->state = LEVEL_HALTED;
}

/*
 * Between STI and HLT no interrupt is taken, so that none is lost to a guest that looks for work,
 * enables interrupts and halts. TCG does not load the interrupt shadow back: the HLT is done here.
 */
static bool is_in_shadow_of_hlt(struct level *level)
{
	uint8_t opcode;

	return level->vmcb->int_state && walk_fetch(level, &opcode, 1) && opcode == OPCODE_HLT;
}

static void on_interrupt(struct vcpu *vcpu, struct level *level)
{
	cpu_take_interrupts();
	if (is_in_shadow_of_hlt(level))
		on_hlt(vcpu, level);
}

/* VMMCALL, or VMGEXIT, which is the same with a prefix */
static void on_vmmcall(struct vcpu *vcpu, struct level *level)
{
	uint8_t prefix = 0;

	if (walk_fetch(level, &prefix, 1) && (prefix == 0xf3 || prefix == 0xf2)) {
		level->vmsa->guest_exit_code = SVM_EXIT_VMGEXIT;
		report_counts[COUNT_VMGEXIT]++;
		vcpu_skip(level, 4);
		ghcb_vmgexit(vcpu, level);
		return;
	}
	vc_deliver(vcpu, level, SVM_EXIT_VMMCALL);
}

/* No such thing with this CPUID */
static void on_hidden(struct vcpu *vcpu, struct level *level)
{
	(void)vcpu;
	vcpu_inject(level, X86_VECTOR_UD, VCPU_NO_ERROR);
}

static __attribute__((noreturn)) void on_svm(struct vcpu *vcpu, struct level *level)
{
	rules_break(RULE_UNMODELLED,
		    "vcpu=%u vmpl=%u rip=%lx: an instruction of nested virtualization",
		    vcpu->cpu->idx, level->vmpl, level->vmsa->rip);
}

/* Below VMPL0 it is a way to reset; Linux uses it as its last one */
static __attribute__((noreturn)) void on_shutdown(struct vcpu *vcpu, struct level *level)
{
	if (level->vmpl)
		report_end("reset", "triple fault vcpu=%u vmpl=%u rip=%lx", vcpu->cpu->idx,
			   level->vmpl, level->vmsa->rip);
	rules_break(RULE_SHUTDOWN, "vcpu=%u vmpl=%u", vcpu->cpu->idx, level->vmpl);
}

static void on_invalid(struct vcpu *vcpu, struct level *level)
{
	rules_break(RULE_VMSA_STATE, "vcpu=%u vmpl=%u gpa=%lx", vcpu->cpu->idx, level->vmpl,
		    level->vmsa_hpa);
}

struct exit_row {
	uint64_t code;
	exit_fn *handle;
	enum report_count count;
};

static const struct exit_row rows[] = {
	{ SVM_EXIT_VMMCALL, on_vmmcall, COUNT_EXITS },
	{ SVM_EXIT_MSR, msr_exit, COUNT_MSR },
	{ SVM_EXIT_EXCEPTION(X86_VECTOR_UD), insn_undefined, COUNT_UD },
	{ SVM_EXIT_NPF, fault_handle, COUNT_NPF },
	{ SVM_EXIT_INTR, on_interrupt, COUNT_INTR },
	{ VMCB_EXIT_NMI, on_interrupt, COUNT_INTR },
	{ SVM_EXIT_HLT, on_hlt, COUNT_HLT },
	{ SVM_EXIT_CPUID, on_vc, COUNT_VC },
	{ SVM_EXIT_IOIO, on_vc, COUNT_VC },
	{ VMCB_EXIT_RDPMC, on_vc, COUNT_VC },
	{ VMCB_EXIT_INVD, on_vc, COUNT_VC },
	{ VMCB_EXIT_MONITOR, on_vc, COUNT_VC },
	{ VMCB_EXIT_MWAIT, on_vc, COUNT_VC },
	{ VMCB_EXIT_VMRUN, on_svm, COUNT_UD },
	{ VMCB_EXIT_VMLOAD, on_svm, COUNT_UD },
	{ VMCB_EXIT_VMSAVE, on_svm, COUNT_UD },
	{ VMCB_EXIT_STGI, on_svm, COUNT_UD },
	{ VMCB_EXIT_CLGI, on_svm, COUNT_UD },
	{ VMCB_EXIT_SKINIT, on_svm, COUNT_UD },
	{ VMCB_EXIT_INVLPGA, on_svm, COUNT_UD },
	{ VMCB_EXIT_XSETBV, on_hidden, COUNT_UD },
	{ VMCB_EXIT_RSM, on_hidden, COUNT_UD },
	{ VMCB_EXIT_SHUTDOWN, on_shutdown, COUNT_EXITS },
	{ VMCB_EXIT_INVALID, on_invalid, COUNT_EXITS },
};

void exit_handle(struct vcpu *vcpu, struct level *level)
{
	uint64_t code = level->vmsa->guest_exit_code;
	uint64_t begin = x86_rdtsc();

	report_counts[COUNT_EXITS]++;
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code) {
			if (rows[i].count != COUNT_EXITS)
				report_counts[rows[i].count]++;
			rows[i].handle(vcpu, level);
			report_counts[COUNT_MACHINE_TICKS] += x86_rdtsc() - begin;
			return;
		}
	rules_break(RULE_UNMODELLED, "vcpu=%u vmpl=%u exit=%lx rip=%lx", vcpu->cpu->idx,
		    level->vmpl, code, level->vmsa->rip);
}
