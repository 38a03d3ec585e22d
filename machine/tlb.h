/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which reductions of rights other vCPUs may not have noticed yet. Neither hardware nor TCG tells
 * them: a vCPU keeps a translation until it exits (TCG) or until INVLPGB + TLBSYNC (hardware). The
 * machine makes TLBSYNC work, and reports a guest that goes on without it.
 */
#ifndef MACHINE_TLB_H
#define MACHINE_TLB_H

#include <stdbool.h>
#include <stdint.h>

#include "vcpu.h"

/* vCPU idx reduced rights to gpa's page while a translation of it existed. */
void tlb_note_revoked(uint32_t idx, uint64_t gpa);

/* Whether gpa's page may still be reached with rights that were taken away. */
bool tlb_is_stale(uint64_t gpa);

/* The two instructions, executed by vcpu at level. */
void tlb_invlpgb(struct vcpu *vcpu, struct level *level);
void tlb_tlbsync(struct vcpu *vcpu, struct level *level);

/* vCPU idx is about to run a lower VMPL: breaks a rule if it owes a flush. */
void tlb_check_switch(uint32_t idx, uint32_t vmpl);

/* Makes every other CPU leave its guest, and waits until it has: no stale translation is left. */
void tlb_flush_others(void);

#endif
