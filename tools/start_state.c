/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Start states. Only fields that QEMU's IGVM loader passes on to KVM are set in the monitor's: it
 * refuses others. Spec: APM volume 2 appendix B; abi/boot.h (entry).
 */
#include "tools/start_state.h"

#include <string.h>

#include "abi/linux.h"
#include "tools/guest_area.h"

#define CR0_LONG_MODE 0x80010033ull /* PG, WP, NE, ET, MP, PE */
#define CR4_PAE 0x020ull
#define CR4_MCE 0x040ull /* KVM forces it: without it the measured VMSA would not be the file's */
#define CR4_PGE 0x080ull
#define CR4_OSFXSR 0x200ull
#define CR4_OSXMMEXCPT 0x400ull

#define ATTRIBUTES_CODE64 0xa9bu /* G, L, present, code, read, accessed */
#define ATTRIBUTES_DATA 0xc93u   /* G, D, present, data, write, accessed */
#define ATTRIBUTES_LDT 0x082u
#define ATTRIBUTES_TSS 0x08bu

static struct vmsa_segment flat(uint16_t selector, uint16_t attributes)
{
	return (struct vmsa_segment){ selector, attributes, 0xffffffff, 0 };
}

static void set_segments(struct vmsa *vmsa, uint16_t code, uint16_t data)
{
	vmsa->cs = flat(code, ATTRIBUTES_CODE64);
	vmsa->ds = flat(data, ATTRIBUTES_DATA);
	vmsa->es = vmsa->ds;
	vmsa->fs = vmsa->ds;
	vmsa->gs = vmsa->ds;
	vmsa->ss = vmsa->ds;
	vmsa->ldtr = (struct vmsa_segment){ .attributes = ATTRIBUTES_LDT, .limit = 0xffff };
	vmsa->tr = (struct vmsa_segment){ .attributes = ATTRIBUTES_TSS, .limit = 0xffff };
}

static void set_common(struct vmsa *vmsa)
{
	memset(vmsa, 0, sizeof(*vmsa));
	vmsa->efer = EFER_LME | EFER_LMA | EFER_NXE | EFER_SVME;
	vmsa->cr0 = CR0_LONG_MODE;
	vmsa->dr6 = 0xffff0ff0;
	vmsa->dr7 = 0x400;
	vmsa->rflags = 0x2;
	vmsa->g_pat = 0x0007040600070406;
	vmsa->xcr0 = 1;
	vmsa->mxcsr = 0x1f80;
	vmsa->x87_fcw = 0x37f;
}

void start_state_monitor(struct vmsa *vmsa, uint64_t rip, uint64_t rsp, uint64_t cr3,
			 uint64_t sev_features)
{
	set_common(vmsa);
	set_segments(vmsa, 0x08, 0x10);
	vmsa->cr4 = CR4_PAE | CR4_MCE | CR4_PGE | CR4_OSFXSR | CR4_OSXMMEXCPT;
	vmsa->cr3 = cr3;
	vmsa->rip = rip;
	vmsa->rsp = rsp;
	vmsa->sev_features = sev_features;
}

void start_state_guest(struct vmsa *vmsa, uint64_t rip, uint64_t boot_params, uint64_t cr3,
		       uint8_t vmpl)
{
	set_common(vmsa);
	set_segments(vmsa, LINUX_CODE_SELECTOR, LINUX_DATA_SELECTOR);
	vmsa->gdtr = (struct vmsa_segment){ .limit = GUEST_GDT_SIZE - 1, .base = GUEST_GDT };
	vmsa->cr4 = CR4_PAE;
	vmsa->cr3 = cr3;
	vmsa->rip = rip;
	vmsa->rsi = boot_params;
	vmsa->vmpl = vmpl;
}
