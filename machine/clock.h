/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Time: the time stamp's rate, measured once against the CPU's APIC timer, and the paravirtual
 * clock by which KVM tells its guests of it. Spec: Linux Documentation/virt/kvm/x86/msr.rst,
 * cpuid.rst.
 */
#ifndef MACHINE_CLOCK_H
#define MACHINE_CLOCK_H

#include "vcpu.h"

#define MSR_KVM_WALL_CLOCK 0x4b564d00u
#define MSR_KVM_SYSTEM_TIME 0x4b564d01u

/* Measures for about ten milliseconds; the first CPU, once, before guests run. */
void clock_init(void);

/* Nanoseconds in so many ticks of the time stamp, rounded so that waiting for them is enough. */
uint64_t clock_nanoseconds(uint64_t ticks);

/*
 * A write of one of the two MSRs: fills the structure that it names, which must lie in shared RAM.
 * Returns whether the value is one that the MSR takes.
 */
bool clock_msr_write(uint32_t msr, uint64_t value);

#endif
