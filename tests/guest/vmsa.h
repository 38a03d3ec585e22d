/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The start state of the guest's other vCPUs. */
#ifndef GUEST_VMSA_H
#define GUEST_VMSA_H

#include "abi/snp.h"
#include "tests/guest/cpu.h"

/* Fills *vmsa so that cpu starts at ap_entry, in long mode, on its own stack. */
void vmsa_fill(struct vmsa *vmsa, struct cpu *cpu);

/* This guest's sev_features, which every VMSA of it must have. */
uint64_t vmsa_sev_features(void);

#endif
