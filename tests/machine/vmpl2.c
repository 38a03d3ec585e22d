/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second VMPL, and further vCPUs, for the cases that need them. */
#include "guest.h"

#define CODE64 0xa9bu
#define DATA 0xc93u

static void read_tables(struct vmsa *vmsa)
{
	struct __attribute__((packed)) {
		uint16_t limit;
		uint64_t base;
	} gdtr, idtr;

	/* the new context uses the caller's tables */
	__asm__ volatile("sgdt %0; sidt %1" : "=m"(gdtr), "=m"(idtr));
	vmsa->gdtr = (struct vmsa_segment){ .limit = gdtr.limit, .base = gdtr.base };
	vmsa->idtr = (struct vmsa_segment){ .limit = idtr.limit, .base = idtr.base };
	/* and its page tables */
	__asm__ volatile("mov %%cr3, %0" : "=r"(vmsa->cr3));
}

struct vmsa *vmsa_make(uint64_t page, uint32_t vmpl, void (*fn)(void), uint64_t stack)
{
	struct vmsa *vmsa = private_at(page);
	const struct vmsa_segment data = { 0x10, DATA, ~0u, 0 };

	vmsa->cs = (struct vmsa_segment){ 0x8, CODE64, ~0u, 0 };
	vmsa->ds = vmsa->es = vmsa->fs = vmsa->gs = vmsa->ss = data;
	vmsa->tr = (struct vmsa_segment){ .attributes = 0x8b, .limit = 0xffff };
	vmsa->ldtr = (struct vmsa_segment){ .attributes = 0x82, .limit = 0xffff };
	read_tables(vmsa);
	vmsa->vmpl = (uint8_t)vmpl;
	vmsa->efer = EFER_SVME | EFER_LME | EFER_LMA | EFER_NXE;
	vmsa->cr0 = 0x80010033;
	vmsa->cr4 = 0x6a0;
	vmsa->dr6 = 0xffff0ff0;
	vmsa->dr7 = 0x400;
	vmsa->rflags = 2;
	vmsa->g_pat = 0x0007040600070406;
	vmsa->xcr0 = 1;
	vmsa->mxcsr = 0x1f80;
	vmsa->x87_fcw = 0x37f;
	/* a function's address, as a register value */
	vmsa->rip = (uint64_t)(uintptr_t)fn;
	vmsa->rsp = stack + ABI_PAGE_SIZE - 8;
	vmsa->sev_features = SEV_FEATURE_SNP;
	return vmsa;
}

void vmsa_mark(uint64_t page)
{
	check(rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(1) | RMP_VMSA) == RMP_OK,
	      910);
}

uint64_t ap_create(uint32_t vcpu, uint32_t vmpl, uint32_t event, uint64_t vmsa, uint64_t features)
{
	struct ghcb *page = ghcb_page(0, 0);

	ghcb_begin(page, GHCB_EXIT_AP_CREATION, (uint64_t)vcpu << 32 | vmpl << 16 | event, vmsa);
	ghcb_set(page, offsetof(struct ghcb, rax), features);
	return ghcb_call(0, 0);
}

void open_to_vmpl2(uint64_t gpa, uint64_t pages)
{
	for (uint64_t i = 0; i < pages; i++)
		check(rmpadjust(private_at(gpa + i * ABI_PAGE_SIZE), RMP_SIZE_4K,
				RMP_TARGET_VMPL(2) | RMP_ALL) == RMP_OK,
		      911);
}

void open_guest(void)
{
	open_to_vmpl2(AT_GUEST, AT_GUEST_PAGES);
	open_to_vmpl2(AT_TABLES, AT_TABLE_PAGES);
}

void vmpl2_continue(void)
{
	check(msr_request(2ull << 32 | GHCB_MSR_RUN_VMPL_REQ) == GHCB_MSR_RUN_VMPL_RESP, 912);
}

void vmpl2_start(void (*fn)(void))
{
	uint64_t page = new_page();
	uint64_t stack = new_page();

	open_guest();
	open_to_vmpl2(stack, 1);
	vmsa_make(page, 2, fn, stack);
	vmsa_mark(page);
	check(ap_create(0, 2, GHCB_AP_CREATE_ON_INIT, page, SEV_FEATURE_SNP) == 0, 913);
	vmpl2_continue();
}

void leave(void)
{
	msr_request(0ull << 32 | GHCB_MSR_RUN_VMPL_REQ);
}
