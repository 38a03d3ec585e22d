/* SPDX-License-Identifier: MIT */
/*
 * The guest-hypervisor communication block and its MSR protocol.
 * Spec: AMD SEV-ES Guest-Hypervisor Communication Block Standardization (56421) revision 2.04.
 */
#ifndef ABI_GHCB_H
#define ABI_GHCB_H

#include "check.h"

/* MSR protocol: low 12 bits select, the rest is data */
#define GHCB_MSR_INFO_MASK 0xfffull
#define GHCB_MSR_SEV_INFO_RESP 0x001u
#define GHCB_MSR_SEV_INFO_REQ 0x002u
#define GHCB_MSR_CPUID_REQ 0x004u
#define GHCB_MSR_CPUID_RESP 0x005u
#define GHCB_MSR_AP_RESET_HOLD_REQ 0x006u
#define GHCB_MSR_PREFERRED_GPA_REQ 0x010u
#define GHCB_MSR_PREFERRED_GPA_RESP 0x011u
#define GHCB_MSR_REGISTER_GPA_REQ 0x012u
#define GHCB_MSR_REGISTER_GPA_RESP 0x013u
#define GHCB_MSR_PSC_REQ 0x014u
#define GHCB_MSR_PSC_RESP 0x015u
#define GHCB_MSR_RUN_VMPL_REQ 0x016u
#define GHCB_MSR_RUN_VMPL_RESP 0x017u
#define GHCB_MSR_FEATURES_REQ 0x080u
#define GHCB_MSR_FEATURES_RESP 0x081u
#define GHCB_MSR_TERMINATE_REQ 0x100u

/* TERMINATE: bits 15:12 reason set, 23:16 reason code */
#define GHCB_MSR_TERMINATE(set, code) \
	(GHCB_MSR_TERMINATE_REQ | ((uint64_t)(set) & 0xf) << 12 | ((uint64_t)(code) & 0xff) << 16)

/* PSC by MSR: GFN in 51:12, operation in 55:52; the response's 63:32 is an error code */
#define GHCB_PSC_PRIVATE 1u
#define GHCB_PSC_SHARED 2u

/* Hypervisor features */
#define GHCB_FEATURE_SNP (1ull << 0)
#define GHCB_FEATURE_AP_CREATION (1ull << 1)
#define GHCB_FEATURE_RESTRICTED_INJECTION (1ull << 2)
#define GHCB_FEATURE_RESTRICTED_INJECTION_TIMER (1ull << 3)
#define GHCB_FEATURE_APIC_ID_LIST (1ull << 4)
#define GHCB_FEATURE_MULTI_VMPL (1ull << 5)

/* Exit codes of the GHCB page beyond the architectural ones */
#define GHCB_EXIT_MMIO_READ 0x80000001u
#define GHCB_EXIT_MMIO_WRITE 0x80000002u
#define GHCB_EXIT_NMI_COMPLETE 0x80000003u
#define GHCB_EXIT_AP_RESET_HOLD 0x80000004u
#define GHCB_EXIT_PSC 0x80000010u
#define GHCB_EXIT_GUEST_REQUEST 0x80000011u
#define GHCB_EXIT_EXT_GUEST_REQUEST 0x80000012u
#define GHCB_EXIT_AP_CREATION 0x80000013u
#define GHCB_EXIT_HV_DOORBELL 0x80000014u
#define GHCB_EXIT_HV_IPI 0x80000015u
#define GHCB_EXIT_HV_TIMER 0x80000016u
#define GHCB_EXIT_APIC_ID_LIST 0x80000017u
#define GHCB_EXIT_RUN_VMPL 0x80000018u
#define GHCB_EXIT_FEATURES 0x8000fffdu
#define GHCB_EXIT_TERMINATE 0x8000fffeu

/* AP creation: info1 = apic id << 32 | vmpl << 16 | event; info2 = VMSA GPA; RAX = its sev_features */
#define GHCB_AP_CREATE_ON_INIT 0u
#define GHCB_AP_CREATE 1u
#define GHCB_AP_DESTROY 2u

/* HV doorbell: info1 operation, info2 the doorbell page's GPA */
#define GHCB_HV_DOORBELL_PREFERRED 0u
#define GHCB_HV_DOORBELL_SET 1u
#define GHCB_HV_DOORBELL_QUERY 2u
#define GHCB_HV_DOORBELL_CLEAR 3u

/* sw_exitinfo1[31:0] after a request */
#define GHCB_RESULT_OK 0u
#define GHCB_RESULT_EXCEPTION 1u /* sw_exitinfo2 is an EVENTINJ word */
#define GHCB_RESULT_MALFORMED 2u /* sw_exitinfo2 is one of GHCB_MALFORMED_* */
#define GHCB_MALFORMED_NOT_REGISTERED 1u
#define GHCB_MALFORMED_USAGE 2u
#define GHCB_MALFORMED_SCRATCH 3u
#define GHCB_MALFORMED_MISSING_INPUT 4u
#define GHCB_MALFORMED_INPUT 5u
#define GHCB_MALFORMED_EVENT 6u

/* IOIO exit info1 */
#define GHCB_IOIO_IN (1u << 0)
#define GHCB_IOIO_STRING (1u << 2)
#define GHCB_IOIO_REP (1u << 3)
#define GHCB_IOIO_SIZE8 (1u << 4)
#define GHCB_IOIO_SIZE16 (1u << 5)
#define GHCB_IOIO_SIZE32 (1u << 6)
#define GHCB_IOIO_PORT(p) ((uint32_t)(p) << 16)

#define GHCB_PROTOCOL_MIN 2u
#define GHCB_PROTOCOL_MAX 2u
#define GHCB_USAGE_STANDARD 0u
#define GHCB_BUFFER_SIZE 2032u

struct ghcb {
	uint8_t reserved_000[0xcb];
	uint8_t cpl;
	uint8_t reserved_0cc[0x74];
	uint64_t xss;
	uint8_t reserved_148[0x18];
	uint64_t dr7;
	uint8_t reserved_168[0x90];
	uint64_t rax;
	uint8_t reserved_200[0x108];
	uint64_t rcx;
	uint64_t rdx;
	uint64_t rbx;
	uint8_t reserved_320[0x70];
	uint64_t sw_exitcode;
	uint64_t sw_exitinfo1;
	uint64_t sw_exitinfo2;
	uint64_t sw_scratch;
	uint8_t reserved_3b0[0x38];
	uint64_t xcr0;
	uint8_t valid_bitmap[16]; /* bit n: the quadword at 8n was written by the writer of this exit */
	uint64_t x87_state_gpa;
	uint8_t reserved_408[0x3f8];
	uint8_t buffer[GHCB_BUFFER_SIZE];
	uint8_t reserved_ff0[10];
	uint16_t protocol_version;
	uint32_t usage;
};
ABI_SIZE(struct ghcb, 4096);
ABI_OFFSET(struct ghcb, rax, 0x1f8);
ABI_OFFSET(struct ghcb, rcx, 0x308);
ABI_OFFSET(struct ghcb, sw_exitcode, 0x390);
ABI_OFFSET(struct ghcb, sw_scratch, 0x3a8);
ABI_OFFSET(struct ghcb, xcr0, 0x3e8);
ABI_OFFSET(struct ghcb, valid_bitmap, 0x3f0);
ABI_OFFSET(struct ghcb, buffer, 0x800);
ABI_OFFSET(struct ghcb, protocol_version, 0xffa);
ABI_OFFSET(struct ghcb, usage, 0xffc);

/* Page-state-change request in the shared buffer, sw_scratch pointing at it */
#define GHCB_PSC_MAX 253u
struct ghcb_psc {
	uint16_t current;
	uint16_t end; /* index of the last entry */
	uint32_t reserved;
	uint64_t entries[GHCB_PSC_MAX];
};
/* An entry: 11:0 pages already done, 51:12 GFN, 55:52 operation, 56 size (1 = 2M) */
#define GHCB_PSC_ENTRY(gpa, op, large) \
	(((gpa) & 0xffffffffff000ull) | (uint64_t)(op) << 52 | (uint64_t)(large) << 56)

/* Restricted injection's doorbell page: u16 pending event at 0 (vector 7:0, NMI 8, #MC 9, no EOI 10… 15 more) */
struct hv_doorbell {
	uint16_t pending;
	uint8_t no_eoi_required;
	uint8_t reserved_03[61];
	uint8_t vectors[32]; /* bitmap of pending vectors 31..255 */
	uint8_t reserved_60[4000];
};
ABI_SIZE(struct hv_doorbell, 4096);

#endif
