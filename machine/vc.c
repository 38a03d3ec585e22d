/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Delivery of #VC by hand: gate, stack, frame. Spec: AMD64 APM volume 2, 8.9 (long-mode interrupt
 * control transfer). */
#include "vc.h"

#include "rules.h"
#include "walk.h"
#include "x86.h"

#define GATE_PRESENT 0x8000u
#define GATE_TYPE 0x0f00u
#define GATE_INTERRUPT 0x0e00u
#define GATE_TRAP 0x0f00u
#define TSS_RSP0 4u
#define TSS_IST1 0x24u
#define DESC_DPL(attributes) ((attributes) >> 5 & 3u)

struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint16_t attributes; /* bits 2:0 IST */
	uint16_t offset_middle;
	uint32_t offset_high;
	uint32_t reserved;
};

struct frame {
	uint64_t error;
	uint64_t rip, cs, rflags, rsp, ss;
};

struct delivery {
	struct vcpu *vcpu;
	struct level *level;
	uint64_t code;
};

static __attribute__((noreturn)) void fail(const struct delivery *d, const char *why)
{
	rules_break(RULE_VC_HANDLER, "vcpu=%u vmpl=%u rip=%lx exit=%lx info=%lx/%lx: %s",
		    d->vcpu->cpu->idx, d->level->vmpl, d->level->vmsa->rip, d->code,
		    d->level->vmsa->guest_exit_info_1, d->level->vmsa->guest_exit_info_2, why);
}

static struct gate read_gate(const struct delivery *d)
{
	const struct vmsa *vmsa = d->level->vmsa;
	struct gate gate;

	if (vmsa->idtr.limit < (VECTOR_VC + 1) * sizeof(gate) - 1)
		fail(d, "no gate");
	if (!walk_read(d->level, vmsa->idtr.base + VECTOR_VC * sizeof(gate), &gate, sizeof(gate)))
		fail(d, "gate unreadable");
	if (!(gate.attributes & GATE_PRESENT) || ((gate.attributes & GATE_TYPE) != GATE_INTERRUPT &&
						  (gate.attributes & GATE_TYPE) != GATE_TRAP))
		fail(d, "gate absent");
	return gate;
}

static void load_code_segment(const struct delivery *d, uint16_t selector)
{
	struct vmsa *vmsa = d->level->vmsa;
	uint64_t descriptor;

	if (!walk_read(d->level, vmsa->gdtr.base + (selector & 0xfff8u), &descriptor,
		       sizeof(descriptor)))
		fail(d, "code segment unreadable");
	vmsa->cs.selector = selector & 0xfffcu;
	vmsa->cs.attributes = (uint16_t)((descriptor >> 40 & 0xff) | (descriptor >> 44 & 0xf00));
	vmsa->cs.base = 0;
	vmsa->cs.limit = ~0u;
}

/* The stack that the gate and the change of privilege ask for */
static uint64_t stack_of(const struct delivery *d, const struct gate *gate, uint8_t old_cpl)
{
	const struct vmsa *vmsa = d->level->vmsa;
	uint32_t ist = gate->attributes & 7u;
	uint64_t rsp;
	uint64_t at;

	if (!ist && old_cpl == vmsa->cpl)
		return vmsa->rsp;
	at = vmsa->tr.base + (ist ? TSS_IST1 + 8 * (ist - 1) : TSS_RSP0);
	if (!walk_read(d->level, at, &rsp, sizeof(rsp)))
		fail(d, "task state unreadable");
	return rsp;
}

void vc_deliver(struct vcpu *vcpu, struct level *level, uint64_t code)
{
	const struct delivery d = { vcpu, level, code };
	struct vmsa *vmsa = level->vmsa;
	struct gate gate;
	struct frame frame;
	uint8_t old_cpl = vmsa->cpl;
	uint64_t rsp;

	if (!(vmsa->efer & EFER_LMA))
		rules_break(RULE_VC_MODE, "vcpu=%u vmpl=%u cs=%x rip=%lx exit=%lx", vcpu->cpu->idx,
			    level->vmpl, vmsa->cs.selector, vmsa->rip, code);
	gate = read_gate(&d);
	frame = (struct frame){ code,         vmsa->rip, vmsa->cs.selector,
				vmsa->rflags, vmsa->rsp, vmsa->ss.selector };
	load_code_segment(&d, gate.selector);
	vmsa->cpl = (uint8_t)DESC_DPL(vmsa->cs.attributes);
	rsp = (stack_of(&d, &gate, old_cpl) & ~15ull) - sizeof(frame);
	if (!walk_write(level, rsp, &frame, sizeof(frame)))
		fail(&d, "stack unwritable");
	vmsa->rsp = rsp;
	if (vmsa->cpl != old_cpl)
		vmsa->ss = (struct vmsa_segment){ 0 };
	vmsa->rip = gate.offset_low | (uint64_t)gate.offset_middle << 16 |
		    (uint64_t)gate.offset_high << 32;
	vmsa->rflags &= ~(X86_RFLAGS_TF | X86_RFLAGS_NT | X86_RFLAGS_RF);
	if ((gate.attributes & GATE_TYPE) == GATE_INTERRUPT)
		vmsa->rflags &= ~X86_RFLAGS_IF;
	level->vmcb->int_state = 0;
}
