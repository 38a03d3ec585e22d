/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSRs: the ones hardware answers by itself, and those the VMM answers through the GHCB. */
#ifndef MACHINE_MSR_H
#define MACHINE_MSR_H

#include "vcpu.h"

/* An intercepted RDMSR or WRMSR: emulated, or a #VC. */
void msr_exit(struct vcpu *vcpu, struct level *level);

/* The VMM's own MSRs. Returns whether there is such an MSR (and it may be written). */
bool msr_vmm_read(struct vcpu *vcpu, uint32_t msr, uint64_t *value);
bool msr_vmm_write(struct vcpu *vcpu, uint32_t msr, uint64_t value);

#endif
