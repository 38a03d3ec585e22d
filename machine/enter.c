/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * VMRUN for an encrypted-state guest: what hardware moves between VMSA and CPU is moved here, on
 * every entry and exit, because the VMSA is what VMPL0 reads and writes. x87 and SSE state moves
 * when another VMPL takes the CPU.
 */
#include "enter.h"

#include "boot.h"
#include "doorbell.h"
#include "fpu.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "npt.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "x86.h"

#define VECTOR_NMI 2u
#define MSR_INSN_LEN 2u

void vmrun(uint64_t vmcb_hpa, struct vmsa *vmsa);

uint64_t enter_features(void)
{
	if (boot_bundle->flags & MACHINE_FLAG_RESTRICTED)
		return SEV_FEATURE_SNP | SEV_FEATURE_RESTRICTED_INJECTION;
	return SEV_FEATURE_SNP;
}

/* Whether the page still is what it was registered as */
static bool is_vmsa(const struct level *level)
{
	const uint8_t need = RMP_VMSA_PAGE | RMP_VALIDATED;

	return level->home == VMSA_IN_MACHINE || (rmp_find(level->vmsa_hpa)->flags & need) == need;
}

static void check_vmsa(const struct vcpu *vcpu, const struct level *level)
{
	const struct vmsa *vmsa = level->vmsa;
	uint32_t idx = vcpu->cpu->idx;

	if (!is_vmsa(level))
		rules_break(RULE_VMSA_UNMARKED, "vcpu=%u vmpl=%u gpa=%lx", idx, level->vmpl,
			    level->vmsa_hpa);
	if (vmsa->vmpl != level->vmpl)
		rules_break(RULE_VMSA_VMPL, "vcpu=%u vmpl=%u gpa=%lx says %u", idx, level->vmpl,
			    level->vmsa_hpa, vmsa->vmpl);
	if (!(vmsa->sev_features & SEV_FEATURE_SNP) || vmsa->sev_features & ~enter_features())
		rules_break(RULE_VMSA_FEATURES, "vcpu=%u vmpl=%u features=%lx offered=%lx", idx,
			    level->vmpl, vmsa->sev_features, enter_features());
}

static void copy(void *to, const void *from)
{
	uint64_t quads = VMCB_SAVE_SIZE / 8;

	/* quadwords: byte moves cost ten times as much under TCG */
	__asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(quads) : : "memory");
}

static struct vmsa *save_of(struct level *level)
{
	return (struct vmsa *)level->vmcb->save;
}

static bool wants_hv(const struct level *level)
{
	return level->hv_pending && level->vmsa->sev_features & SEV_FEATURE_RESTRICTED_INJECTION;
}

static void offer_nmi(struct vcpu *vcpu, struct level *level)
{
	struct vmcb *vmcb = level->vmcb;

	if (!vcpu->nmi_pending || vcpu->nmi_blocked || !level->vmpl || vmcb->event_inj ||
	    vmcb->int_state)
		return;
	vcpu->nmi_pending = false;
	vcpu->nmi_blocked = true;
	vmcb->event_inj = VMCB_EVENT_VALID | VMCB_EVENT_NMI | VECTOR_NMI;
}

/*
 * A physical interrupt goes to the VMPL below 0 that is active, as the CPU's virtual interrupt: the
 * guest takes it when it will, without an exit. The next one is offered at the exit of its EOI.
 * Injected, it would come twice: TCG delivers it at once but keeps the vector as the exception to
 * deliver when the CPU is next asked to leave its loop, whatever the guest's IF is by then.
 */
static void offer_interrupt(struct vcpu *vcpu, struct level *level)
{
	struct vmcb *vmcb = level->vmcb;

	vmcb->int_vector = level->vmpl ? irq_next(&vcpu->cpu->irqs) : IRQ_NONE;
	vmcb->int_ctl = VMCB_V_MASKING;
	if (vmcb->int_vector != IRQ_NONE)
		vmcb->int_ctl |= VMCB_V_IRQ | VMCB_V_PRIO | VMCB_V_IGNORE_TPR;
}

/* What was offered and not taken, or not to the end, stays */
static void settle_interrupt(struct vcpu *vcpu, const struct level *level)
{
	uint32_t vector = level->vmcb->int_vector;

	if (vector != IRQ_NONE && !(level->vmcb->int_ctl & VMCB_V_IRQ))
		irq_give(&vcpu->cpu->irqs, vector);
}

static void prepare_events(struct vcpu *vcpu, struct level *level)
{
	level->vmcb->event_inj = level->event;
	level->event = 0;
	doorbell_refill(level);
	if (!level->vmcb->event_inj && wants_hv(level)) {
		level->hv_pending = false;
		level->vmcb->event_inj = VMCB_EVENT_VALID | VMCB_EVENT_EXCEPTION | VECTOR_HV;
	}
	offer_nmi(vcpu, level);
	offer_interrupt(vcpu, level);
}

static void switch_fpu(struct vcpu *vcpu, const struct level *level)
{
	if (vcpu->fpu == level->vmpl)
		return;
	if (vcpu->fpu < VMPL_COUNT && is_vmsa(&vcpu->levels[vcpu->fpu]))
		fpu_save(vcpu->levels[vcpu->fpu].vmsa);
	fpu_load(level->vmsa);
	vcpu->fpu = level->vmpl;
}

/* Hardware walks page tables and, with paging off, reads all memory as private; TCG goes by the
 * C-bit */
static void prepare_paging(struct level *level)
{
	struct vmsa *save = save_of(level);

	save->cr3 |= NPT_C_MASK;
	save->efer |= EFER_SVME;
	level->vmcb->ncr3 =
		npt_root(level->vmpl, save->cr0 & X86_CR0_PG ? NPT_PAGING_ON : NPT_PAGING_OFF);
}

static void restore_paging(struct level *level, uint64_t cr3)
{
	struct vmsa *save = save_of(level);

	level->wrote_cr3 = !(save->cr3 & NPT_C_MASK);
	if ((save->cr3 & ~NPT_C_MASK) == (cr3 & ~NPT_C_MASK))
		save->cr3 = cr3;
}

static void account(struct vcpu *vcpu, const struct level *level, uint64_t ticks)
{
	static bool below_ran;

	if (level->vmpl)
		below_ran = true;
	else if (!below_ran && vcpu->cpu->idx == 0)
		report_counts[COUNT_VMPL0_BOOT] += ticks;
	if (level->vmpl == 0)
		vcpu->entry_ticks += ticks;
}

/* An exception whose delivery the exit cut short is delivered again. INT and INT3 are executed
 * again: RIP is still there. An interrupt is still pending. */
static uint64_t interrupted_event(uint64_t info)
{
	if (!(info & VMCB_EVENT_VALID) || (info & VMCB_EVENT_TYPE) == VMCB_EVENT_SOFTWARE ||
	    (info & VMCB_EVENT_VECTOR) >= X86_FIRST_INTERRUPT)
		return 0;
	return info;
}

static void record_exit(const struct level *level, struct vmsa *vmsa)
{
	const struct vmcb *vmcb = level->vmcb;

	copy(vmsa, vmcb->save);
	vmsa->guest_exit_code = vmcb->exit_code;
	vmsa->guest_exit_info_1 = vmcb->exit_info_1;
	vmsa->guest_exit_info_2 = vmcb->exit_info_2;
	vmsa->guest_exit_int_info = vmcb->exit_int_info;
}

/*
 * One stay in the guest. What is here does not change while it lasts, though AP creation may give
 * the level another VMSA meanwhile.
 */
struct stay {
	struct vcpu *vcpu;
	struct level *level;
	struct vmsa *vmsa;
	uint64_t generation;
	uint64_t ghcb_msr; /* the level's own while it runs */
	uint64_t ticks;    /* in the guest */
};

/* The GHCB's MSR: hardware itself keeps it */
static bool quick_msr(struct stay *stay)
{
	struct vmsa *save = save_of(stay->level);
	struct vmcb *vmcb = stay->level->vmcb;

	if ((uint32_t)stay->vmsa->rcx != MSR_GHCB)
		return false;
	if (vmcb->exit_info_1 & 1) {
		stay->ghcb_msr = (save->rax & 0xffffffff) | stay->vmsa->rdx << 32;
	} else {
		save->rax = (uint32_t)stay->ghcb_msr;
		stay->vmsa->rdx = stay->ghcb_msr >> 32;
	}
	save->rip += MSR_INSN_LEN;
	vmcb->int_state = 0;
	stay->vcpu->cpu->quick_msr++;
	return true;
}

/* Only without an interrupt shadow: the instruction in it may be a HLT (exit.c). A kick that was
 * taken on the way is for those who have the lock. */
static bool quick_interrupt(const struct stay *stay)
{
	struct cpu *cpu = stay->vcpu->cpu;
	uint64_t kicks = cpu->kicks;

	if (stay->level->vmcb->int_state)
		return false;
	cpu_take_interrupts();
	if (cpu->kicks != kicks)
		return false;
	cpu->quick_intr++;
	return true;
}

/*
 * Exits that concern this CPU and this level alone: what they change, no other CPU looks at while
 * the level runs, so they need no lock. A kick is an NMI, which is not among them.
 */
static bool is_quick(struct stay *stay)
{
	const struct vmcb *vmcb = stay->level->vmcb;

	if (vmcb->exit_int_info & VMCB_EVENT_VALID)
		return false;
	switch (vmcb->exit_code) {
	case SVM_EXIT_MSR:
		return quick_msr(stay);
	case SVM_EXIT_INTR:
		return quick_interrupt(stay);
	default:
		return false;
	}
}

static void run_unlocked(struct stay *stay)
{
	struct cpu *cpu = stay->vcpu->cpu;
	struct vmcb *vmcb = stay->level->vmcb;

	__atomic_store_n(&cpu->in_guest, 1u, __ATOMIC_RELEASE);
	lock_release(&cpu_lock);
	for (;;) {
		uint64_t begin = x86_rdtsc();

		vmrun(stay->level->vmcb_hpa, stay->vmsa);
		stay->ticks += x86_rdtsc() - begin;
		__atomic_add_fetch(&cpu->exits, 1, __ATOMIC_RELEASE);
		settle_interrupt(stay->vcpu, stay->level);
		if (!is_quick(stay))
			break;
		prepare_paging(stay->level);
		vmcb->event_inj = 0; /* what was delivered stays there */
		offer_interrupt(stay->vcpu, stay->level);
	}
	__atomic_store_n(&cpu->in_guest, 0u, __ATOMIC_RELEASE);
	lock_take(&cpu_lock);
}

bool enter_run(struct vcpu *vcpu, struct level *level)
{
	struct stay stay = { vcpu, level, level->vmsa, level->generation, level->ghcb_msr, 0 };
	uint64_t cr3 = level->vmsa->cr3;

	check_vmsa(vcpu, level);
	report_mark(MARK_ENTRY);
	if (level->vmpl)
		report_mark(MARK_FIRST_VMPL2);
	switch_fpu(vcpu, level);
	copy(level->vmcb->save, stay.vmsa);
	prepare_paging(level);
	prepare_events(vcpu, level);
	vcpu->running_hpa = level->vmsa_hpa;
	run_unlocked(&stay);
	restore_paging(level, cr3);
	/* The state goes where it came from, also if AP creation gave this VMPL another VMSA
	 * meanwhile */
	record_exit(level, stay.vmsa);
	vcpu->running_hpa = VCPU_NOT_RUNNING;
	account(vcpu, level, stay.ticks);
	if (level->generation != stay.generation)
		return false;
	level->ghcb_msr = stay.ghcb_msr;
	level->event = interrupted_event(level->vmcb->exit_int_info);
	return true;
}
