/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GHCB MSR, SEV_STATUS and EFER as hardware has them; a small table for the VMM's. */
#include "msr.h"

#include "clock.h"
#include "lapic.h"
#include "vc.h"
#include "x86.h"

#define EFER_SCE (1ull << 0)
#define EFER_FFXSR (1ull << 14)
#define EFER_WRITABLE (EFER_SCE | EFER_LME | EFER_NXE | EFER_FFXSR)
#define INSN_LEN 2u

static uint64_t operand(const struct vmsa *vmsa)
{
	return (vmsa->rax & 0xffffffff) | vmsa->rdx << 32;
}

static void answer(struct level *level, uint64_t value)
{
	level->vmsa->rax = (uint32_t)value;
	level->vmsa->rdx = value >> 32;
	vcpu_skip(level, INSN_LEN);
}

static void refuse(struct level *level)
{
	vcpu_inject(level, X86_VECTOR_GP, 0);
}

static void efer_write(struct level *level, uint64_t value)
{
	struct vmsa *vmsa = level->vmsa;

	if (value & ~(EFER_WRITABLE | EFER_SVME | EFER_LMA)) {
		refuse(level);
		return;
	}
	/* an encrypted-state guest cannot take SVME from itself */
	vmsa->efer = (value & EFER_WRITABLE) | EFER_SVME | (vmsa->efer & EFER_LMA);
	vcpu_skip(level, INSN_LEN);
}

static void efer_read(struct level *level)
{
	answer(level, level->vmsa->efer);
}

static void ghcb_write(struct level *level, uint64_t value)
{
	level->ghcb_msr = value;
	vcpu_skip(level, INSN_LEN);
}

static void ghcb_read(struct level *level)
{
	answer(level, level->ghcb_msr);
}

static void status_write(struct level *level, uint64_t value)
{
	(void)value;
	refuse(level);
}

static void status_read(struct level *level)
{
	answer(level, SEV_STATUS_SEV | SEV_STATUS_ES | level->vmsa->sev_features << 2);
}

struct hardware_row {
	uint32_t msr;
	void (*read)(struct level *level);
	void (*write)(struct level *level, uint64_t value);
};

/* What hardware answers without a #VC */
static const struct hardware_row hardware[] = {
	{ MSR_GHCB, ghcb_read, ghcb_write },
	{ MSR_SEV_STATUS, status_read, status_write },
	{ MSR_EFER, efer_read, efer_write },
};

void msr_exit(struct vcpu *vcpu, struct level *level)
{
	struct vmsa *vmsa = level->vmsa;

	for (uint32_t i = 0; i < sizeof(hardware) / sizeof(hardware[0]); i++) {
		if (hardware[i].msr != (uint32_t)vmsa->rcx)
			continue;
		if (vmsa->guest_exit_info_1 & 1)
			hardware[i].write(level, operand(vmsa));
		else
			hardware[i].read(level);
		return;
	}
	vc_deliver(vcpu, level, SVM_EXIT_MSR);
}

struct msr_row {
	uint32_t msr;
	bool writable; /* writes are accepted and change nothing */
	uint64_t value;
};

static const struct msr_row rows[] = {
	{ 0x8b, true, 0 },                /* microcode revision */
	{ 0xfe, false, 0 },               /* MTRRs: none */
	{ 0x2ff, true, 0 },               /* MTRR default type */
	{ 0x179, false, 0 },              /* machine check banks: none */
	{ 0xc0010015, true, 1ull << 24 }, /* HWCR: the TSC counts at P0's rate */
	{ 0xc0010010, true, 0 },          /* SYSCFG */
	{ 0xc001001f, true, 0 },          /* NB_CFG */
	{ 0xc0011029, true, 2 },          /* DE_CFG: LFENCE serialises */
	{ 0x3a, false, 0 },
	{ 0x3b, false, 0 }, /* TSC_ADJUST: nothing was added, and nothing can be */
};

static const struct msr_row *find(uint32_t msr)
{
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].msr == msr)
			return &rows[i];
	return NULL;
}

bool msr_vmm_read(struct vcpu *vcpu, uint32_t msr, uint64_t *value)
{
	const struct msr_row *row = find(msr);

	if (row)
		*value = row->value;
	return row || lapic_msr_read(vcpu, msr, value);
}

bool msr_vmm_write(struct vcpu *vcpu, uint32_t msr, uint64_t value)
{
	const struct msr_row *row = find(msr);

	if (row)
		return row->writable;
	if (msr == MSR_KVM_WALL_CLOCK || msr == MSR_KVM_SYSTEM_TIME)
		return clock_msr_write(msr, value);
	return lapic_msr_write(vcpu, msr, value);
}
