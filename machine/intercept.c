/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The permission maps and intercept bits, the same for every guest. Spec: AMD64 APM volume 2, 15.9
 * to 15.11. */
#include "intercept.h"

#include "lib/freestanding/memory.h"
#include "mem.h"

#define IOPM_PAGES 3u
#define MSRPM_PAGES 2u
#define MSRPM_RANGE 0x800u /* bytes for 0x2000 MSRs */

/* Part of a VMSA's state, or harmless: hardware lets an encrypted-state guest touch them */
static const uint32_t free_msrs[] = {
	0x10,                                           /* TSC */
	0x174,      0x175,      0x176,                  /* SYSENTER */
	0x277,                                          /* PAT */
	0xc0000081, 0xc0000082, 0xc0000083, 0xc0000084, /* STAR, LSTAR, CSTAR, SFMASK */
	0xc0000100, 0xc0000101, 0xc0000102,             /* FS, GS, kernel GS base */
	0xc0000103,                                     /* TSC_AUX */
};

static uint64_t iopm;
static uint64_t msrpm;

static void allow(uint8_t *map, uint32_t msr)
{
	uint32_t range = msr >> 16 == 0 ? 0 : msr >> 16 == 0xc000 ? 1 : 2;
	uint32_t bit = (msr & 0x1fff) * 2;

	map[range * MSRPM_RANGE + bit / 8] &= (uint8_t) ~(3u << bit % 8);
}

static void make_maps(void)
{
	iopm = mem_pool_take(IOPM_PAGES);
	msrpm = mem_pool_take(MSRPM_PAGES);
	memset(mem_at(iopm), 0xff, IOPM_PAGES * ABI_PAGE_SIZE);
	memset(mem_at(msrpm), 0xff, MSRPM_PAGES * ABI_PAGE_SIZE);
	for (uint32_t i = 0; i < sizeof(free_msrs) / sizeof(free_msrs[0]); i++)
		allow(mem_at(msrpm), free_msrs[i]);
}

void intercept_init(struct vmcb *vmcb, uint32_t vmpl)
{
	if (!iopm)
		make_maps();
	vmcb->intercept_exceptions = 1u << 6; /* #UD: PVALIDATE and its kin */
	vmcb->intercept_1 = VMCB_INTERCEPT_INTR | VMCB_INTERCEPT_NMI | VMCB_INTERCEPT_RDPMC |
			    VMCB_INTERCEPT_CPUID | VMCB_INTERCEPT_RSM | VMCB_INTERCEPT_INVD |
			    VMCB_INTERCEPT_HLT | VMCB_INTERCEPT_INVLPGA | VMCB_INTERCEPT_IOIO |
			    VMCB_INTERCEPT_MSR | VMCB_INTERCEPT_TASK_SWITCH |
			    VMCB_INTERCEPT_SHUTDOWN;
	vmcb->intercept_2 = VMCB_INTERCEPT_VMRUN | VMCB_INTERCEPT_VMMCALL | VMCB_INTERCEPT_VMLOAD |
			    VMCB_INTERCEPT_VMSAVE | VMCB_INTERCEPT_STGI | VMCB_INTERCEPT_CLGI |
			    VMCB_INTERCEPT_SKINIT | VMCB_INTERCEPT_MONITOR | VMCB_INTERCEPT_MWAIT |
			    VMCB_INTERCEPT_XSETBV;
	vmcb->iopm_hpa = iopm;
	vmcb->msrpm_hpa = msrpm;
	vmcb->asid = 1 + vmpl;
	vmcb->int_ctl = VMCB_V_MASKING;
	vmcb->nested_control = 1; /* nested paging */
}
