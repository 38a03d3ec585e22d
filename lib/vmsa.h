/* SPDX-License-Identifier: MIT */
/*
 * The VMSA that KVM and QEMU give a vCPU which the IGVM file says nothing about: a processor after
 * reset. It is part of the launch digest, so the measuring tool and the machine must agree on every
 * byte.
 */
#ifndef LIB_VMSA_H
#define LIB_VMSA_H

#include "../abi/snp.h"

/* CPUID Fn1 EAX of QEMU's "EPYC": what RDX holds after reset, unless a CPU model says otherwise */
#define VMSA_SIGNATURE_EPYC 0x00800f12u

/*
 * Fills *vmsa with the reset state at VMPL0. signature: CPUID Fn1 EAX of the CPU model.
 * sev_features: those of the first vCPU's VMSA.
 */
void vmsa_reset(struct vmsa *vmsa, uint32_t signature, uint64_t sev_features);

#endif
