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
 * Makes a CPUID page of a file's: an empty one (count 0) gets every leaf of the policy, another one
 * must hold entries that agree with it (per-CPU fields: zero) or entries of zeros, which are filled
 * in. Breaks a rule otherwise.
 */
void cpuid_fill_page(struct snp_cpuid_page *page);

#endif
