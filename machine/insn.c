/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of the SNP instructions: a table of byte patterns. Spec: AMD64 APM volume 3. */
#include "insn.h"

#include "lib/freestanding/memory.h"
#include "tlb.h"
#include "x86.h"

#define RFLAGS_ARITHMETIC 0x8d5ull /* OF SF ZF AF PF CF */
#define RFLAGS_ZF 0x40ull
#define VECTOR_PF 14u
#define INSN_LEN 4u

typedef void insn_fn(struct vcpu *vcpu, struct level *level);

struct insn_row {
	uint8_t bytes[4];
	uint8_t len;
	insn_fn *execute;
};

static void flush_begin(struct vcpu *vcpu, struct level *level)
{
	tlb_invlpgb(vcpu, level);
	vcpu_skip(level, 3);
}

static void flush_end(struct vcpu *vcpu, struct level *level)
{
	tlb_tlbsync(vcpu, level);
	vcpu_skip(level, 3);
}

static const struct insn_row rows[] = {
	{ { 0xf2, 0x0f, 0x01, 0xff }, 4, insn_pvalidate },
	{ { 0xf3, 0x0f, 0x01, 0xfe }, 4, insn_rmpadjust },
	{ { 0xf3, 0x0f, 0x01, 0xfd }, 4, insn_rmpquery },
	{ { 0x0f, 0x01, 0xfe }, 3, flush_begin },
	{ { 0x0f, 0x01, 0xff }, 3, flush_end },
};

bool insn_operand(struct level *level, struct walk *out)
{
	uint64_t error;

	if (walk_translate(level, level->vmsa->rax & ~(uint64_t)(ABI_PAGE_SIZE - 1), WALK_READ, out,
			   &error))
		return true;
	level->vmsa->cr2 = level->vmsa->rax;
	vcpu_inject(level, VECTOR_PF, error);
	return false;
}

void insn_finish(struct level *level, uint32_t result, enum insn_carry carry)
{
	struct vmsa *vmsa = level->vmsa;

	vmsa->rax = result;
	vmsa->rflags &= ~RFLAGS_ARITHMETIC;
	if (!result)
		vmsa->rflags |= RFLAGS_ZF;
	if (carry == INSN_CARRY_SET)
		vmsa->rflags |= X86_RFLAGS_CF;
	vcpu_skip(level, INSN_LEN);
}

static const struct insn_row *find(struct level *level)
{
	uint8_t bytes[INSN_LEN] = { 0 };

	/* the shortest is three bytes, and the next page need not exist */
	if (!walk_fetch(level, bytes, 3) ||
	    !walk_fetch(level, bytes, bytes[0] == 0x0f ? 3 : INSN_LEN))
		return NULL;
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!memcmp(bytes, rows[i].bytes, rows[i].len))
			return &rows[i];
	return NULL;
}

void insn_undefined(struct vcpu *vcpu, struct level *level)
{
	const struct insn_row *row = find(level);

	if (!row)
		vcpu_inject(level, X86_VECTOR_UD, VCPU_NO_ERROR);
	else if (level->vmsa->cpl)
		vcpu_inject(level, X86_VECTOR_GP, 0);
	else
		row->execute(vcpu, level);
}
