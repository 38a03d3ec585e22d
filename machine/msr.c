/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GHCB MSR, SEV_STATUS and EFER as hardware has them; a small table for the VMM's. */
#include "msr.h"

#include "apic.h"
#include "vc.h"

#define EFER_SCE (1ull << 0)
#define EFER_FFXSR (1ull << 14)
#define EFER_WRITABLE (EFER_SCE | EFER_LME | EFER_NXE | EFER_FFXSR)
#define INSN_LEN 2u
#define APIC_BASE_BSP (1u << 8)
#define APIC_BASE_ENABLE (1u << 11)

static uint64_t operand(const struct vmsa *vmsa)
{
	return (vmsa->rax & 0xffffffff) | vmsa->rdx << 32;
}

static void done(struct level *level, bool is_write, uint64_t value)
{
	if (!is_write) {
		level->vmsa->rax = (uint32_t)value;
		level->vmsa->rdx = value >> 32;
	}
	vcpu_skip(level, INSN_LEN);
}

static void write_efer(struct level *level)
{
	struct vmsa *vmsa = level->vmsa;
	uint64_t value = operand(vmsa);

	if (value & ~(EFER_WRITABLE | EFER_SVME | EFER_LMA)) {
		vcpu_inject(level, X86_VECTOR_GP, 0);
		return;
	}
	/* an encrypted-state guest cannot take SVME from itself */
	vmsa->efer = (value & EFER_WRITABLE) | EFER_SVME | (vmsa->efer & EFER_LMA);
	done(level, true, 0);
}

void msr_exit(struct vcpu *vcpu, struct level *level)
{
	struct vmsa *vmsa = level->vmsa;
	bool is_write = vmsa->guest_exit_info_1 & 1;

	switch ((uint32_t)vmsa->rcx) {
	case MSR_GHCB:
		if (is_write)
			level->ghcb_msr = operand(vmsa);
		done(level, is_write, level->ghcb_msr);
		return;
	case MSR_SEV_STATUS:
		if (is_write)
			vcpu_inject(level, X86_VECTOR_GP, 0);
		else
			done(level, false, SEV_STATUS_SEV | SEV_STATUS_ES | vmsa->sev_features << 2);
		return;
	case MSR_EFER:
		if (is_write)
			write_efer(level);
		else
			done(level, false, vmsa->efer);
		return;
	default:
		vc_deliver(vcpu, level, SVM_EXIT_MSR);
	}
}

struct msr_row {
	uint32_t msr;
	bool writable; /* writes are accepted and change nothing */
	uint64_t value;
};

static const struct msr_row rows[] = {
	{ 0x8b, true, 0 },         /* microcode revision */
	{ 0xfe, false, 0 },        /* MTRRs: none */
	{ 0x2ff, true, 0 },        /* MTRR default type */
	{ 0x179, false, 0 },       /* machine check banks: none */
	{ 0xc0010015, true, 0 },   /* HWCR */
	{ 0xc0010010, true, 0 },   /* SYSCFG */
	{ 0xc001001f, true, 0 },   /* NB_CFG */
	{ 0xc0011029, true, 2 },   /* DE_CFG: LFENCE serialises */
	{ 0x3a, false, 0 },
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

	if (msr == MSR_APIC_BASE)
		*value = APIC_BASE | APIC_BASE_ENABLE | (vcpu->cpu->idx ? 0 : APIC_BASE_BSP);
	else if (row)
		*value = row->value;
	else
		return false;
	return true;
}

bool msr_vmm_write(struct vcpu *vcpu, uint32_t msr, uint64_t value)
{
	const struct msr_row *row = find(msr);

	(void)vcpu;
	if (msr == MSR_APIC_BASE)
		return (value & ~0xfffull) == APIC_BASE;
	return row && row->writable;
}
