/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPUID page, which the secure processor checked; the instruction itself traps. */
#ifndef CORE_PLATFORM_SNP_CPUID_H
#define CORE_PLATFORM_SNP_CPUID_H

#include "core/platform/platform.h"

/* The entry of leaf, subleaf 0; NULL if the page has none. */
const struct snp_cpuid_entry *cpuid_find(uint32_t leaf);

/* Says to crypto/ which instructions there are. */
void cpuid_tell_crypto(void);

#endif
