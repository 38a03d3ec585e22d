/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where CPUs other than the first leave assembly. */
#ifndef CORE_PLATFORM_SNP_VCPU_H
#define CORE_PLATFORM_SNP_VCPU_H

/* Called by entry.S on the new CPU's stack: descriptor tables, GHCB, doorbell, then vcpu_main. */
__attribute__((noreturn)) void snp_ap_main(void);

#endif
