/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CPUID policy: what guests are told, by the VMM and by the CPUID page, which firmware checks
 * against the same policy. It is what QEMU's CPU has, less what TCG's SVM cannot carry, plus the
 * SEV leaf.
 */
#ifndef MACHINE_CPUID_H
#define MACHINE_CPUID_H

#include "abi/snp.h"
#include "x86.h"

/* The answer for vCPU idx; unknown leaves are zeros. */
struct x86_cpuid cpuid_answer(uint32_t idx, uint32_t leaf, uint32_t subleaf);

/*
 * Makes a CPUID page of a file's: every leaf of the policy, as QEMU overwrites what was there. That
 * must have been entries that agree with the policy (per-CPU fields: zero) or entries of zeros.
 * Breaks a rule otherwise.
 */
void cpuid_fill_page(struct snp_cpuid_page *page);

#endif
