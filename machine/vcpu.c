/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which VMPL of a vCPU runs, waits or is woken. Never touches a guest's registers but through its
 * VMSA. */
#include "vcpu.h"

#include "enter.h"
#include "exit.h"
#include "ghcb.h"
#include "intercept.h"
#include "mem.h"
#include "report.h"
#include "rules.h"
#include "tlb.h"
#include "x86.h"

struct vcpu vcpus[MACHINE_VCPUS_MAX];

void vcpu_init(void)
{
	for (uint32_t i = 0; i < MACHINE_VCPUS_MAX; i++) {
		vcpus[i].cpu = &cpus[i];
		vcpus[i].fpu = VMPL_COUNT;
		vcpus[i].apic_divide_now = ~0u; /* unknown */
		vcpus[i].running_hpa = VCPU_NOT_RUNNING;
		for (uint32_t vmpl = 0; vmpl < VMPL_COUNT && i < cpu_count; vmpl++) {
			struct level *level = &vcpus[i].levels[vmpl];

			level->vmpl = vmpl;
			level->vmcb_hpa = mem_pool_take(1);
			level->vmcb = mem_at(level->vmcb_hpa);
			intercept_init(level->vmcb, vmpl);
		}
	}
}

struct level *vcpu_level(struct vcpu *vcpu)
{
	return &vcpu->levels[vcpu->active];
}

void vcpu_set_vmsa(struct vcpu *vcpu, uint32_t vmpl, uint64_t vmsa_hpa, enum vmsa_home home)
{
	struct level *level = &vcpu->levels[vmpl];

	if (vcpu->fpu == vmpl)
		vcpu->fpu = VMPL_COUNT; /* the new VMSA's, not what the CPU still holds */
	if (vmpl)
		vcpu->nmi_pending = vcpu->nmi_blocked = false;
	level->generation++;
	level->vmsa_hpa = vmsa_hpa;
	level->vmsa = mem_at(vmsa_hpa);
	level->home = home;
	level->state = LEVEL_READY;
	level->answer = ANSWER_NONE;
	level->event = 0;
	level->hv_pending = false;
	level->ghcb_msr = 0;
	level->ghcb_gpa = 0;
	level->doorbell_gpa = 0;
}

void vcpu_clear_vmsa(struct vcpu *vcpu, uint32_t vmpl)
{
	struct level *level = &vcpu->levels[vmpl];

	if (vcpu->fpu == vmpl)
		vcpu->fpu = VMPL_COUNT;
	level->generation++;
	level->state = LEVEL_ABSENT;
	level->vmsa = NULL;
	level->vmsa_hpa = 0;
}

/* Nothing of the active level's is going on: a started lower level may take the CPU */
static bool is_resting(const struct level *level)
{
	return level->state == LEVEL_ABSENT || level->state == LEVEL_READY ||
	       level->state == LEVEL_HALTED;
}

void vcpu_start(struct vcpu *vcpu, uint32_t vmpl)
{
	vcpu->levels[vmpl].state = LEVEL_RUNNABLE;
	if (is_resting(vcpu_level(vcpu)))
		vcpu->active = vmpl;
	cpu_kick(vcpu->cpu);
}

void vcpu_await(struct vcpu *vcpu, uint32_t vmpl)
{
	if (vmpl == 0 || vcpu->active != vmpl)
		return;
	vcpu->levels[vmpl].state = LEVEL_RUNNABLE;
	cpu_kick(vcpu->cpu);
}

static void account_leave(struct vcpu *vcpu)
{
	if (!vcpu->entry_counts)
		return;
	vcpu->entry_counts = false;
	report_max(COUNT_VMPL0_LONGEST, vcpu->entry_ticks);
	report_max(COUNT_VMPL0_LONGEST_ALL, x86_rdtsc() - vcpu->entry_ticks_all);
}

static void account_enter(struct vcpu *vcpu)
{
	report_counts[COUNT_VMPL0_ENTRIES]++;
	vcpu->entry_counts = true;
	vcpu->entry_ticks = 0;
	vcpu->entry_ticks_all = x86_rdtsc();
}

static void resume(struct vcpu *vcpu, struct level *level)
{
	if (level->state == LEVEL_SWITCHED)
		ghcb_answer_run(level);
	if (level->state == LEVEL_SWITCHED || level->state == LEVEL_READY ||
	    (level->state == LEVEL_HALTED && level->vmpl == 0))
		level->state = LEVEL_RUNNABLE;
	vcpu->active = level->vmpl;
}

/* What a lower VMPL wants of VMPL0: the protocol's number is in RAX's upper half */
static void count_call(const struct level *from)
{
	static const enum report_count counts[] = { COUNT_SVSM_CORE, COUNT_SVSM_ATTEST,
						    COUNT_SVSM_VTPM };
	uint64_t protocol = from->vmsa->rax >> 32;

	report_counts[protocol < sizeof(counts) / sizeof(counts[0]) ? counts[protocol]
								    : COUNT_SVSM_OTHER]++;
}

void vcpu_switch(struct vcpu *vcpu, uint32_t vmpl, enum level_answer answer)
{
	struct level *from = vcpu_level(vcpu);
	struct level *to = &vcpu->levels[vmpl];

	if (vmpl >= VMPL_COUNT || vmpl == from->vmpl)
		rules_break(RULE_RUN_VMPL_TARGET, "vcpu=%u vmpl=%u target=%u", vcpu->cpu->idx,
			    from->vmpl, vmpl);
	if (vmpl == 0 && to->state == LEVEL_ABSENT)
		rules_break(RULE_RUN_VMPL_ABSENT, "vcpu=%u vmpl=%u", vcpu->cpu->idx, from->vmpl);
	if (vmpl > from->vmpl)
		tlb_check_switch(vcpu->cpu->idx, vmpl);
	if (from->vmpl == 0)
		account_leave(vcpu);
	else if (vmpl == 0) {
		account_enter(vcpu);
		count_call(from);
	}
	from->state = LEVEL_SWITCHED;
	from->answer = answer;
	resume(vcpu, to);
}

bool vcpu_is_in_use(uint64_t gpa)
{
	for (uint32_t i = 0; i < cpu_count; i++)
		if (vcpus[i].running_hpa == gpa)
			return true;
	return false;
}

void vcpu_skip(struct level *level, uint64_t len)
{
	level->vmsa->rip += len;
	level->vmcb->int_state = 0;
}

void vcpu_inject(struct level *level, uint32_t vector, uint64_t error)
{
	level->event = VMCB_EVENT_VALID | VMCB_EVENT_EXCEPTION | vector;
	if (error != VCPU_NO_ERROR)
		level->event |= VMCB_EVENT_ERROR | error << 32;
}

static bool wakes(const struct vcpu *vcpu, const struct level *level)
{
	return level->hv_pending || (level->vmpl && vcpu->nmi_pending && !vcpu->nmi_blocked) ||
	       (level->vmpl && level->vmsa->rflags & X86_RFLAGS_IF && irq_next(&vcpu->cpu->irqs));
}

static bool can_run(struct vcpu *vcpu, struct level *level)
{
	if (level->state == LEVEL_HALTED && wakes(vcpu, level))
		level->state = LEVEL_RUNNABLE;
	return level->state == LEVEL_RUNNABLE && (level->vmsa->efer & EFER_SVME);
}

/* A doorbell signal takes the CPU to VMPL0, whatever runs or waits below it */
static void preempt(struct vcpu *vcpu)
{
	struct level *top = &vcpu->levels[0];

	if (vcpu->active && top->hv_pending &&
	    (top->state == LEVEL_SWITCHED || top->state == LEVEL_HALTED)) {
		account_enter(vcpu);
		resume(vcpu, top);
	}
}

/* VMPL0 halted: a lower level that was started has the CPU */
static void yield_below(struct vcpu *vcpu)
{
	if (vcpu->active || vcpu->levels[0].state != LEVEL_HALTED)
		return;
	account_leave(vcpu);
	for (uint32_t vmpl = 1; vmpl < VMPL_COUNT; vmpl++)
		if (vcpu->levels[vmpl].state == LEVEL_RUNNABLE ||
		    vcpu->levels[vmpl].state == LEVEL_HALTED) {
			tlb_check_switch(vcpu->cpu->idx, vmpl);
			vcpu->active = vmpl;
		}
}

void cpu_main(struct cpu *cpu)
{
	struct vcpu *vcpu = &vcpus[cpu->idx];

	for (;;) {
		preempt(vcpu);
		yield_below(vcpu);
		if (can_run(vcpu, vcpu_level(vcpu))) {
			struct level *level = vcpu_level(vcpu);

			if (enter_run(vcpu, level))
				exit_handle(vcpu, level);
		} else {
			cpu_idle();
			cpu_take_interrupts();
		}
	}
}
