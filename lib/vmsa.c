/* SPDX-License-Identifier: MIT */
/* The reset state. Spec: APM volume 2 s14.1.3 (processor state after INIT/reset), as KVM and QEMU
 * set it. */
#include "vmsa.h"

#define CR0_ET 0x10u
#define CR4_MCE 0x40u /* KVM keeps it set whenever the host has it */

static const struct vmsa_segment reset_data = { .attributes = 0x93, .limit = 0xffff };
static const struct vmsa_segment reset_table = { .limit = 0xffff };

void vmsa_reset(struct vmsa *vmsa, uint32_t signature, uint64_t sev_features)
{
	__builtin_memset(vmsa, 0, sizeof(*vmsa));
	vmsa->es = reset_data;
	vmsa->ss = reset_data;
	vmsa->ds = reset_data;
	vmsa->fs = reset_data;
	vmsa->gs = reset_data;
	vmsa->cs = (struct vmsa_segment){ 0xf000, 0x9b, 0xffff, 0xffff0000 };
	vmsa->gdtr = reset_table;
	vmsa->idtr = reset_table;
	vmsa->ldtr = (struct vmsa_segment){ .attributes = 0x82, .limit = 0xffff };
	vmsa->tr = (struct vmsa_segment){ .attributes = 0x8b, .limit = 0xffff };
	vmsa->efer = EFER_SVME;
	vmsa->cr0 = CR0_ET;
	vmsa->cr4 = CR4_MCE;
	vmsa->dr6 = 0xffff0ff0;
	vmsa->dr7 = 0x400;
	vmsa->rflags = 0x2;
	vmsa->rip = 0xfff0;
	vmsa->rdx = signature;
	vmsa->g_pat = 0x0007040600070406;
	vmsa->sev_features = sev_features;
	vmsa->xcr0 = 1;
	vmsa->mxcsr = 0x1f80;
	vmsa->x87_fcw = 0x37f;
}
