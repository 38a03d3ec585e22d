/* SPDX-License-Identifier: MIT */
/*
 * AMD SEV-SNP: what the CPU and the secure processor fix.
 * Spec: AMD64 APM volume 2 (24593) chapter 15 and appendix B; SNP firmware ABI (56860) revision 1.55.
 */
#ifndef ABI_SNP_H
#define ABI_SNP_H

#include "check.h"

/* MSRs */
#define MSR_GHCB 0xc0010130u
#define MSR_SEV_STATUS 0xc0010131u
#define SEV_STATUS_SEV (1ull << 0)
#define SEV_STATUS_ES (1ull << 1)
#define SEV_STATUS_SNP (1ull << 2)
#define SEV_STATUS_VTOM (1ull << 3)
#define SEV_STATUS_REFLECT_VC (1ull << 4)
#define SEV_STATUS_RESTRICTED_INJECTION (1ull << 5)
#define SEV_STATUS_ALTERNATE_INJECTION (1ull << 6)

/* VMSA.sev_features: the bits of SEV_STATUS from 2 upwards, shifted down by 2 */
#define SEV_FEATURE_SNP (1ull << 0)
#define SEV_FEATURE_VTOM (1ull << 1)
#define SEV_FEATURE_REFLECT_VC (1ull << 2)
#define SEV_FEATURE_RESTRICTED_INJECTION (1ull << 3)
#define SEV_FEATURE_ALTERNATE_INJECTION (1ull << 4)

/* RMPADJUST RDX (APM volume 3, RMPADJUST) */
#define RMP_TARGET_VMPL(n) ((uint64_t)(n))
#define RMP_READ (1ull << 8)
#define RMP_WRITE (1ull << 9)
#define RMP_USER_EXEC (1ull << 10)
#define RMP_SUPER_EXEC (1ull << 11)
#define RMP_ALL (RMP_READ | RMP_WRITE | RMP_USER_EXEC | RMP_SUPER_EXEC)
#define RMP_VMSA (1ull << 16)

/* Page size operand of PVALIDATE and RMPADJUST (RCX) */
#define RMP_SIZE_4K 0u
#define RMP_SIZE_2M 1u

/* Result of PVALIDATE and RMPADJUST (EAX); PVALIDATE also sets CF when nothing changed */
#define RMP_OK 0u
#define RMP_FAIL_INPUT 1u
#define RMP_FAIL_PERMISSION 2u
#define RMP_FAIL_INUSE 3u
#define RMP_FAIL_SIZEMISMATCH 6u
/* Software's code for "CF set": not produced by hardware in EAX */
#define RMP_UNCHANGED 0x10u

#define VMPL_COUNT 4u

/* Exit codes a guest sees in VMSA.guest_exit_code and in the #VC error code */
#define SVM_EXIT_EXCEPTION(vector) (0x40u + (vector))
#define SVM_EXIT_INTR 0x60u
#define SVM_EXIT_CPUID 0x72u
#define SVM_EXIT_HLT 0x78u
#define SVM_EXIT_IOIO 0x7bu
#define SVM_EXIT_MSR 0x7cu
#define SVM_EXIT_VMMCALL 0x81u
#define SVM_EXIT_NPF 0x400u
#define SVM_EXIT_VMGEXIT 0x403u
/* #VC error code: the page is assigned to the guest but not validated */
#define SVM_EXIT_PAGE_NOT_VALIDATED 0x404u

#define VECTOR_HV 28u
#define VECTOR_VC 29u

struct vmsa_segment {
	uint16_t selector;
	uint16_t attributes; /* VMCB form: type, S, DPL, P in 7:0; AVL, L, D, G in 11:8 */
	uint32_t limit;
	uint64_t base;
};
ABI_SIZE(struct vmsa_segment, 16);

struct vmsa {
	struct vmsa_segment es;
	struct vmsa_segment cs;
	struct vmsa_segment ss;
	struct vmsa_segment ds;
	struct vmsa_segment fs;
	struct vmsa_segment gs;
	struct vmsa_segment gdtr;
	struct vmsa_segment ldtr;
	struct vmsa_segment idtr;
	struct vmsa_segment tr;
	uint8_t reserved_0a0[0x2a];
	uint8_t vmpl;
	uint8_t cpl;
	uint32_t reserved_0cc;
	uint64_t efer;
	uint8_t reserved_0d8[0x68];
	uint64_t xss;
	uint64_t cr4;
	uint64_t cr3;
	uint64_t cr0;
	uint64_t dr7;
	uint64_t dr6;
	uint64_t rflags;
	uint64_t rip;
	uint8_t reserved_180[0x58];
	uint64_t rsp;
	uint8_t reserved_1e0[0x18];
	uint64_t rax;
	uint64_t star;
	uint64_t lstar;
	uint64_t cstar;
	uint64_t sfmask;
	uint64_t kernel_gs_base;
	uint64_t sysenter_cs;
	uint64_t sysenter_esp;
	uint64_t sysenter_eip;
	uint64_t cr2;
	uint8_t reserved_248[0x20];
	uint64_t g_pat;
	uint8_t reserved_270[0x98];
	uint64_t rcx;
	uint64_t rdx;
	uint64_t rbx;
	uint64_t reserved_320;
	uint64_t rbp;
	uint64_t rsi;
	uint64_t rdi;
	uint64_t r8;
	uint64_t r9;
	uint64_t r10;
	uint64_t r11;
	uint64_t r12;
	uint64_t r13;
	uint64_t r14;
	uint64_t r15;
	uint8_t reserved_380[0x10];
	uint64_t guest_exit_info_1;
	uint64_t guest_exit_info_2;
	uint64_t guest_exit_int_info;
	uint64_t guest_nrip;
	uint64_t sev_features;
	uint64_t vintr_ctrl;
	uint64_t guest_exit_code;
	uint64_t virtual_tom;
	uint64_t tlb_id;
	uint64_t pcpu_id;
	uint64_t event_inj;
	uint64_t xcr0;
	uint8_t reserved_3f0[0x10];
	uint64_t x87_dp;
	uint32_t mxcsr;
	uint16_t x87_ftw;
	uint16_t x87_fsw;
	uint16_t x87_fcw;
	uint16_t x87_fop;
	uint16_t x87_ds;
	uint16_t x87_cs;
	uint64_t x87_rip;
	uint8_t x87[80];
	uint8_t xmm[256];
	uint8_t ymm[256];
	uint8_t reserved_670[0x990];
};
ABI_SIZE(struct vmsa, 4096);
ABI_OFFSET(struct vmsa, gdtr, 0x60);
ABI_OFFSET(struct vmsa, tr, 0x90);
ABI_OFFSET(struct vmsa, vmpl, 0xca);
ABI_OFFSET(struct vmsa, cpl, 0xcb);
ABI_OFFSET(struct vmsa, efer, 0xd0);
ABI_OFFSET(struct vmsa, xss, 0x140);
ABI_OFFSET(struct vmsa, cr4, 0x148);
ABI_OFFSET(struct vmsa, cr0, 0x158);
ABI_OFFSET(struct vmsa, rflags, 0x170);
ABI_OFFSET(struct vmsa, rip, 0x178);
ABI_OFFSET(struct vmsa, rsp, 0x1d8);
ABI_OFFSET(struct vmsa, rax, 0x1f8);
ABI_OFFSET(struct vmsa, cr2, 0x240);
ABI_OFFSET(struct vmsa, g_pat, 0x268);
ABI_OFFSET(struct vmsa, rcx, 0x308);
ABI_OFFSET(struct vmsa, rbp, 0x328);
ABI_OFFSET(struct vmsa, r8, 0x340);
ABI_OFFSET(struct vmsa, r15, 0x378);
ABI_OFFSET(struct vmsa, guest_exit_info_1, 0x390);
ABI_OFFSET(struct vmsa, sev_features, 0x3b0);
ABI_OFFSET(struct vmsa, guest_exit_code, 0x3c0);
ABI_OFFSET(struct vmsa, event_inj, 0x3e0);
ABI_OFFSET(struct vmsa, xcr0, 0x3e8);
ABI_OFFSET(struct vmsa, mxcsr, 0x408);
ABI_OFFSET(struct vmsa, x87_fcw, 0x410);
ABI_OFFSET(struct vmsa, x87, 0x420);
ABI_OFFSET(struct vmsa, xmm, 0x470);
ABI_OFFSET(struct vmsa, ymm, 0x570);

#define EFER_SVME (1ull << 12)
#define EFER_LME (1ull << 8)
#define EFER_LMA (1ull << 10)
#define EFER_NXE (1ull << 11)

struct snp_secrets {
	uint32_t version;
	uint32_t flags;
	uint32_t fms;
	uint32_t reserved_00c;
	uint8_t gosvw[16];
	uint8_t vmpck[4][32];
	uint8_t os_area[0x60];
	uint8_t vmsa_tweak_bitmap[64];
	uint64_t svsm_base;
	uint64_t svsm_size;
	uint64_t svsm_caa;
	uint32_t svsm_max_version;
	uint8_t guest_vmpl;
	uint8_t reserved_15d[3];
	uint32_t tsc_factor;
	uint8_t reserved_164[0xe9c];
};
ABI_SIZE(struct snp_secrets, 4096);
ABI_OFFSET(struct snp_secrets, vmpck, 0x20);
ABI_OFFSET(struct snp_secrets, os_area, 0xa0);
ABI_OFFSET(struct snp_secrets, svsm_base, 0x140);
ABI_OFFSET(struct snp_secrets, svsm_caa, 0x150);
ABI_OFFSET(struct snp_secrets, guest_vmpl, 0x15c);
ABI_OFFSET(struct snp_secrets, tsc_factor, 0x160);

#define SNP_CPUID_MAX 64u

struct snp_cpuid_entry {
	uint32_t eax_in;
	uint32_t ecx_in;
	uint64_t xcr0_in;
	uint64_t xss_in;
	uint32_t eax;
	uint32_t ebx;
	uint32_t ecx;
	uint32_t edx;
	uint64_t reserved;
};
ABI_SIZE(struct snp_cpuid_entry, 48);

struct snp_cpuid_page {
	uint32_t count; /* 1..SNP_CPUID_MAX */
	uint32_t reserved_04;
	uint64_t reserved_08;
	struct snp_cpuid_entry entries[SNP_CPUID_MAX];
	uint8_t reserved_c10[0x3f0];
};
ABI_SIZE(struct snp_cpuid_page, 4096);

/* SNP_LAUNCH_UPDATE page types, and PAGE_INFO, whose SHA-384 is the next launch digest */
#define SNP_PAGE_NORMAL 1u
#define SNP_PAGE_VMSA 2u
#define SNP_PAGE_ZERO 3u
#define SNP_PAGE_UNMEASURED 4u
#define SNP_PAGE_SECRETS 5u
#define SNP_PAGE_CPUID 6u

#define SNP_DIGEST_SIZE 48u

struct snp_page_info {
	uint8_t digest_current[SNP_DIGEST_SIZE];
	uint8_t contents[SNP_DIGEST_SIZE];
	uint16_t length; /* 0x70 */
	uint8_t page_type;
	uint8_t is_migration_image;
	uint8_t vmpl_perms[4];
	uint64_t gpa;
};
ABI_SIZE(struct snp_page_info, 0x70);
ABI_OFFSET(struct snp_page_info, length, 0x60);
ABI_OFFSET(struct snp_page_info, gpa, 0x68);

/* GPA at which the secure processor measures every VMSA */
#define SNP_VMSA_GPA 0xfffffffff000ull

/* Guest policy */
#define SNP_POLICY_SMT (1ull << 16)
#define SNP_POLICY_RESERVED_ONE (1ull << 17)
#define SNP_POLICY_MIGRATE (1ull << 18)
#define SNP_POLICY_DEBUG (1ull << 19)
#define SNP_POLICY_SINGLE_SOCKET (1ull << 20)

#endif
