/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The virtual machine control block. Its save area has the VMSA's layout up to VMCB_SAVE_SIZE.
 * Spec: AMD64 APM volume 2 (24593), appendix B.
 */
#ifndef MACHINE_VMCB_H
#define MACHINE_VMCB_H

#include "abi/snp.h"

#define VMCB_SAVE_SIZE 0x298u

/* intercept_1 */
#define VMCB_INTERCEPT_INTR (1u << 0)
#define VMCB_INTERCEPT_NMI (1u << 1)
#define VMCB_INTERCEPT_RDPMC (1u << 15)
#define VMCB_INTERCEPT_CPUID (1u << 18)
#define VMCB_INTERCEPT_RSM (1u << 19)
#define VMCB_INTERCEPT_INVD (1u << 22)
#define VMCB_INTERCEPT_HLT (1u << 24)
#define VMCB_INTERCEPT_INVLPGA (1u << 26)
#define VMCB_INTERCEPT_IOIO (1u << 27)
#define VMCB_INTERCEPT_MSR (1u << 28)
#define VMCB_INTERCEPT_TASK_SWITCH (1u << 29)
#define VMCB_INTERCEPT_SHUTDOWN (1u << 31)
/* intercept_2 */
#define VMCB_INTERCEPT_VMRUN (1u << 0)
#define VMCB_INTERCEPT_VMMCALL (1u << 1)
#define VMCB_INTERCEPT_VMLOAD (1u << 2)
#define VMCB_INTERCEPT_VMSAVE (1u << 3)
#define VMCB_INTERCEPT_STGI (1u << 4)
#define VMCB_INTERCEPT_CLGI (1u << 5)
#define VMCB_INTERCEPT_SKINIT (1u << 6)
#define VMCB_INTERCEPT_MONITOR (1u << 10)
#define VMCB_INTERCEPT_MWAIT (1u << 11)
#define VMCB_INTERCEPT_XSETBV (1u << 13)

/* int_ctl */
#define VMCB_V_IRQ (1u << 8)
#define VMCB_V_PRIO (0xfu << 16)
#define VMCB_V_IGNORE_TPR (1u << 20)
#define VMCB_V_MASKING (1u << 24)

/* eventinj and exitintinfo */
#define VMCB_EVENT_VALID (1ull << 31)
#define VMCB_EVENT_NMI (2ull << 8)
#define VMCB_EVENT_EXCEPTION (3ull << 8)
#define VMCB_EVENT_SOFTWARE (4ull << 8)
#define VMCB_EVENT_ERROR (1ull << 11)
#define VMCB_EVENT_VECTOR 0xffull
#define VMCB_EVENT_TYPE (7ull << 8)

/* Exit codes beyond abi/snp.h's */
#define VMCB_EXIT_NMI 0x61u
#define VMCB_EXIT_RDPMC 0x6fu
#define VMCB_EXIT_RSM 0x73u
#define VMCB_EXIT_INVD 0x76u
#define VMCB_EXIT_INVLPGA 0x7au
#define VMCB_EXIT_SHUTDOWN 0x7fu
#define VMCB_EXIT_VMRUN 0x80u
#define VMCB_EXIT_VMLOAD 0x82u
#define VMCB_EXIT_VMSAVE 0x83u
#define VMCB_EXIT_STGI 0x84u
#define VMCB_EXIT_CLGI 0x85u
#define VMCB_EXIT_SKINIT 0x86u
#define VMCB_EXIT_MONITOR 0x8au
#define VMCB_EXIT_MWAIT 0x8bu
#define VMCB_EXIT_XSETBV 0x8du
#define VMCB_EXIT_INVALID 0xffffffffull /* TCG writes 32 bits of it */

/* NPF info1 */
#define VMCB_NPF_PRESENT (1ull << 0)
#define VMCB_NPF_WRITE (1ull << 1)
#define VMCB_NPF_FETCH (1ull << 4)
#define VMCB_NPF_WALK (1ull << 33)

struct vmcb {
	uint32_t intercept_cr;
	uint32_t intercept_dr;
	uint32_t intercept_exceptions;
	uint32_t intercept_1;
	uint32_t intercept_2;
	uint32_t intercept_3;
	uint8_t reserved_018[0x28];
	uint64_t iopm_hpa;
	uint64_t msrpm_hpa;
	uint64_t tsc_offset;
	uint32_t asid;
	uint32_t tlb_control;
	uint32_t int_ctl;
	uint32_t int_vector;
	uint64_t int_state;
	uint64_t exit_code;
	uint64_t exit_info_1;
	uint64_t exit_info_2;
	uint64_t exit_int_info;
	uint64_t nested_control;
	uint8_t reserved_098[0x10];
	uint64_t event_inj;
	uint64_t ncr3;
	uint8_t reserved_0b8[0x348];
	uint8_t save[VMCB_SAVE_SIZE];
	uint8_t reserved_698[0x968];
};
ABI_SIZE(struct vmcb, 4096);
ABI_OFFSET(struct vmcb, iopm_hpa, 0x40);
ABI_OFFSET(struct vmcb, asid, 0x58);
ABI_OFFSET(struct vmcb, int_state, 0x68);
ABI_OFFSET(struct vmcb, nested_control, 0x90);
ABI_OFFSET(struct vmcb, event_inj, 0xa8);
ABI_OFFSET(struct vmcb, save, 0x400);

#endif
