/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SNP instructions, which TCG takes for undefined ones. */
#ifndef MACHINE_INSN_H
#define MACHINE_INSN_H

#include "walk.h"

/* #UD at level's RIP: executes an SNP instruction, or gives the guest its exception. */
void insn_undefined(struct vcpu *vcpu, struct level *level);

/*
 * The page an instruction's rAX names. Returns whether it could be translated; if not, a #PF pends.
 * A privileged instruction outside CPL 0 is the caller's to refuse.
 */
bool insn_operand(struct level *level, struct walk *out);

/* Ends an instruction of len bytes with a result in EAX; carry as PVALIDATE reports it. */
enum insn_carry { INSN_CARRY_CLEAR, INSN_CARRY_SET };
void insn_finish(struct level *level, uint32_t result, enum insn_carry carry);

/* pvalidate.c, rmpadjust.c */
void insn_pvalidate(struct vcpu *vcpu, struct level *level);
void insn_rmpadjust(struct vcpu *vcpu, struct level *level);
void insn_rmpquery(struct vcpu *vcpu, struct level *level);

#endif
