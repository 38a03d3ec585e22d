/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A VMSA from nothing. Spec: APM volume 2 appendix B. */
#include "tests/guest/vmsa.h"

#include "lib/freestanding/memory.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/paging.h"
#include "tests/guest/x86.h"

#define ATTRIBUTES_CODE 0xa9bu
#define ATTRIBUTES_DATA 0xc93u
#define ATTRIBUTES_LDT 0x082u
#define ATTRIBUTES_TSS 0x08bu
#define SEV_STATUS_FEATURES_SHIFT 2

extern const char ap_entry[];

uint64_t vmsa_sev_features(void)
{
	return rdmsr(MSR_SEV_STATUS) >> SEV_STATUS_FEATURES_SHIFT;
}

static void segments_fill(struct vmsa *vmsa)
{
	const struct vmsa_segment data = { SELECTOR_DATA, ATTRIBUTES_DATA, 0xffffffff, 0 };

	vmsa->cs = (struct vmsa_segment){ SELECTOR_CODE, ATTRIBUTES_CODE, 0xffffffff, 0 };
	vmsa->ds = data;
	vmsa->es = data;
	vmsa->fs = data;
	vmsa->gs = data;
	vmsa->ss = data;
	vmsa->ldtr = (struct vmsa_segment){ .attributes = ATTRIBUTES_LDT, .limit = 0xffff };
	vmsa->tr = (struct vmsa_segment){ .attributes = ATTRIBUTES_TSS, .limit = 0xffff };
}

void vmsa_fill(struct vmsa *vmsa, struct cpu *cpu)
{
	memset(vmsa, 0, sizeof(*vmsa));
	segments_fill(vmsa);
	vmsa->vmpl = boot_info()->secrets->guest_vmpl;
	vmsa->efer = EFER_SVME | EFER_LME | EFER_LMA | EFER_NXE;
	vmsa->cr0 = CR0_LONG;
	vmsa->cr3 = paging_cr3();
	vmsa->cr4 = CR4_LONG;
	vmsa->dr6 = 0xffff0ff0;
	vmsa->dr7 = 0x400;
	vmsa->rflags = 0x2;
	vmsa->g_pat = 0x0007040600070406;
	vmsa->xcr0 = 1;
	vmsa->mxcsr = 0x1f80;
	vmsa->x87_fcw = 0x37f;
	vmsa->rip = address_of(ap_entry);
	vmsa->rsp = address_of(cpu->stack + CPU_STACK);
	vmsa->rdi = address_of(cpu);
	vmsa->sev_features = vmsa_sev_features();
}
