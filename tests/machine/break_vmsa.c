/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Breakers of the rules about VMSAs, AP creation and switching. */
#include "guest.h"

static void idle(void)
{
	for (;;)
		leave();
}

/* A marked VMSA for VMPL2, on a page of its own */
static struct vmsa *marked(uint64_t *page)
{
	struct vmsa *vmsa;

	*page = new_page();
	vmsa = vmsa_make(*page, 2, idle, new_page());
	vmsa_mark(*page);
	return vmsa;
}

static void run(uint64_t page, uint64_t features)
{
	check(ap_create(0, 2, GHCB_AP_CREATE_ON_INIT, page, features) == 0, 1);
	vmpl2_continue();
}

CASE(vmsa_unmarked, "vmsa-unmarked")
{
	uint64_t page = new_page();

	vmsa_make(page, 2, idle, new_page());
	run(page, SEV_FEATURE_SNP);
}

CASE(vmsa_vmpl, "vmsa-vmpl")
{
	uint64_t page;

	marked(&page)->vmpl = 1;
	run(page, SEV_FEATURE_SNP);
}

CASE(vmsa_features, "vmsa-features")
{
	uint64_t features = SEV_FEATURE_SNP | SEV_FEATURE_REFLECT_VC;
	uint64_t page;

	marked(&page)->sev_features = features;
	run(page, features);
}

CASE(vmsa_state, "vmsa-state")
{
	uint64_t page;

	/* NW without CD */
	marked(&page)->cr0 |= 1u << 29;
	run(page, SEV_FEATURE_SNP);
}

CASE(ap_target, "ap-target")
{
	uint64_t page;

	marked(&page);
	ap_create(99, 2, GHCB_AP_CREATE, page, SEV_FEATURE_SNP);
}

static void create_above(void)
{
	struct ghcb *page = ghcb_page(0, 2);

	ghcb_register(0, 2);
	ghcb_begin(page, GHCB_EXIT_AP_CREATION, 1ull << 32 | 0 << 16 | GHCB_AP_CREATE,
		   AT_FREE + 3 * ABI_PAGE_SIZE);
	ghcb_set(page, offsetof(struct ghcb, rax), SEV_FEATURE_SNP);
	ghcb_call(0, 2);
}

CASE(ap_vmpl, "ap-vmpl")
{
	vmpl2_start(create_above);
}

CASE(ap_event, "ap-event")
{
	uint64_t page;

	marked(&page);
	ap_create(0, 2, 7, page, SEV_FEATURE_SNP);
}

CASE(ap_vmsa_address, "ap-vmsa-address")
{
	ap_create(0, 2, GHCB_AP_CREATE, AT_DEVICES, SEV_FEATURE_SNP);
}

CASE(ap_features, "ap-features")
{
	uint64_t page;

	marked(&page);
	ap_create(0, 2, GHCB_AP_CREATE, page, SEV_FEATURE_SNP | SEV_FEATURE_VTOM);
}

CASE(run_vmpl_target, "run-vmpl-target")
{
	msr_request(0ull << 32 | GHCB_MSR_RUN_VMPL_REQ);
}

static void wait_for_ever(void)
{
	for (;;)
		/* the other vCPU's turn */
		__asm__ volatile("hlt");
}

/* Starts vCPU 1 with a VMSA of the case's making, at VMPL0 or 2 */
static struct vmsa *other_cpu(uint64_t *page, uint32_t vmpl, void (*fn)(void))
{
	struct vmsa *vmsa;

	*page = new_page();
	vmsa = vmsa_make(*page, vmpl, fn, new_page());
	vmsa_mark(*page);
	return vmsa;
}

CASE(run_vmpl_absent, "run-vmpl-absent")
{
	uint64_t page;
	struct vmsa *vmsa = other_cpu(&page, 2, leave);

	open_guest();
	open_to_vmpl2(vmsa->rsp & ~0xfffull, 1);
	ap_create(1, 2, GHCB_AP_CREATE, page, SEV_FEATURE_SNP);
	wait_for_ever();
}

CASE(vc_mode, "vc-mode")
{
	uint64_t page;
	struct vmsa *vmsa = other_cpu(&page, 0, wait_for_ever);

	vmsa->efer = EFER_SVME;
	vmsa->cr0 = 0x60000010;
	vmsa->cr4 = 0;
	/* real mode: a segment whose base is the code's address */
	vmsa->cs =
		(struct vmsa_segment){ 0x2000, 0x9b, 0xffff, (uint64_t)(uintptr_t)real_mode_code };
	vmsa->ss = (struct vmsa_segment){ 0, 0x93, 0xffff, 0 };
	vmsa->rip = 0;
	ap_create(1, 0, GHCB_AP_CREATE, page, SEV_FEATURE_SNP);
	wait_for_ever();
}

CASE(unmodelled, "unmodelled")
{
	/* nested virtualization */
	__asm__ volatile("clgi");
}

static void without_handlers(void)
{
	static const struct __attribute__((packed)) {
		uint16_t limit;
		uint64_t base;
	} none;

	/* an interrupt table of nothing */
	__asm__ volatile("lidt %0" : : "m"(none));
}

CASE(vc_handler, "vc-handler")
{
	without_handlers();
	try_cpuid();
}

CASE(shutdown, "shutdown")
{
	without_handlers();
	/* an exception without a handler, twice over */
	__asm__ volatile("ud2");
}
