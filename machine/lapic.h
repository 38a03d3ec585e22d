/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The local APIC that guests see: the CPU's own, in either mode, with the time-stamp deadline that
 * TCG's lacks. Interrupts other than NMI reach it without the machine's help; INIT and startup do
 * nothing, because AP creation is the only start. Spec: AMD64 APM volume 2, chapter 16.
 */
#ifndef MACHINE_LAPIC_H
#define MACHINE_LAPIC_H

#include "vcpu.h"

#define MSR_X2APIC_FIRST 0x800u
#define MSR_X2APIC_LAST 0x8ffu
#define MSR_TSC_DEADLINE 0x6e0u

/* A 32-bit access to the register page; offset < 0x1000. In x2APIC mode it reads as ones. */
uint32_t lapic_read(struct vcpu *vcpu, uint32_t offset);
void lapic_write(struct vcpu *vcpu, uint32_t offset, uint32_t value);

/* APIC_BASE, MSR_TSC_DEADLINE and the x2APIC's MSRs. Return false where hardware has #GP. */
bool lapic_msr_read(struct vcpu *vcpu, uint32_t msr, uint64_t *value);
bool lapic_msr_write(struct vcpu *vcpu, uint32_t msr, uint64_t value);

#endif
