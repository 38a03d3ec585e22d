/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the machine must let a guest do, and the answers hardware gives to what is refused without
 * harm. */
#include "guest.h"

#define LEAF_SEV 0x8000001full

CASE(nothing, "pass-nothing")
{
}

CASE(msr_protocol, "pass-msr-protocol")
{
	uint64_t info = msr_request(GHCB_MSR_SEV_INFO_REQ);

	check((info & 0xfff) == GHCB_MSR_SEV_INFO_RESP && (info >> 24 & 0xff) == 39, 1);
	check((msr_request(GHCB_MSR_FEATURES_REQ) >> 12 & GHCB_FEATURE_MULTI_VMPL) != 0, 2);
	/* register 1 is EBX: the position of the C-bit */
	check((msr_request(LEAF_SEV << 32 | 1u << 30 | GHCB_MSR_CPUID_REQ) >> 32 & 0x3f) == 39, 3);
	check(msr_request(GHCB_MSR_PREFERRED_GPA_REQ) ==
		      (~GHCB_MSR_INFO_MASK | GHCB_MSR_PREFERRED_GPA_RESP),
	      5);
	check(read_msr(MSR_SEV_STATUS) == (SEV_STATUS_SEV | SEV_STATUS_ES | SEV_STATUS_SNP), 4);
}

CASE(pages, "pass-pages")
{
	const struct snp_cpuid_page *cpuid = private_at(AT_CPUID);
	const struct snp_secrets *secrets = private_at(AT_SECRETS);

	check(cpuid->count > 8 && cpuid->count <= SNP_CPUID_MAX, 1);
	check(secrets->version == 3, 2);
	check(secrets->vmpck[0][0] || secrets->vmpck[0][1] || secrets->vmpck[0][2], 3);
}

CASE(vc, "pass-vc")
{
	check(try_cpuid() == SVM_EXIT_CPUID, 1);
	set_state(AT_FREE, GHCB_PSC_PRIVATE);
	check(try_read(private_at(AT_FREE)) == SVM_EXIT_PAGE_NOT_VALIDATED, 2);
	/* the packer's page tables */
	check(try_read((void *)VA_DEVICES) == SVM_EXIT_NPF, 3);
}

CASE(results, "pass-results")
{
	uint64_t page = new_page();
	uint64_t large = AT_FREE + 4 * (uint64_t)ABI_PAGE_2M - AT_FREE % ABI_PAGE_2M;

	check(pvalidate(private_at(page), RMP_SIZE_4K, 1) == RMP_UNCHANGED, 1);
	check(pvalidate(private_at(page), RMP_SIZE_2M, 1) == RMP_FAIL_INPUT, 2);
	set_state(large, GHCB_PSC_PRIVATE);
	check(pvalidate(private_at(large), RMP_SIZE_2M, 1) == RMP_FAIL_SIZEMISMATCH, 3);
	check(pvalidate(private_at(large), RMP_SIZE_4K, 1) == RMP_OK, 4);
	check(rmpadjust(private_at(large), RMP_SIZE_2M, RMP_TARGET_VMPL(1)) ==
		      RMP_FAIL_SIZEMISMATCH,
	      5);
	check(pvalidate(private_at(large), RMP_SIZE_4K, 0) == RMP_OK, 6);
	set_state(large, GHCB_PSC_SHARED);
	*(volatile uint8_t *)shared_at(large) = 1;
}

CASE(query, "pass-query")
{
	const void *page = private_at(new_page());
	uint64_t rdx = RMP_TARGET_VMPL(2);

	check(rmpadjust(page, RMP_SIZE_4K, RMP_TARGET_VMPL(2) | RMP_READ | RMP_WRITE) == RMP_OK, 1);
	check(rmpquery(page, &rdx) == RMP_OK && rdx == (RMP_TARGET_VMPL(2) | RMP_READ | RMP_WRITE),
	      2);
}

static volatile uint32_t steps;
static volatile uint32_t refused;

static void vmpl2_body(void)
{
	steps++;
	refused = rmpadjust(private_at(AT_GUEST), RMP_SIZE_4K, RMP_TARGET_VMPL(1) | RMP_ALL);
	leave();
	for (;;) {
		uint64_t value = 0x55;

		/* the other VMPL's registers must not be these */
		__asm__ volatile("movq %0, %%xmm0" : : "r"(value));
		steps++;
		leave();
	}
}

CASE(switches, "pass-switches")
{
	vmpl2_start(vmpl2_body);
	check(steps == 1, 1);
	check(refused == RMP_FAIL_PERMISSION, 2);
	vmpl2_continue();
	check(steps == 2, 3);
	check(xmm_survives(2ull << 32 | GHCB_MSR_RUN_VMPL_REQ), 4);
	check(steps == 3, 5);
}

CASE(large, "pass-large")
{
	struct ghcb *page = ghcb_page(0, 0);
	struct ghcb_psc *list = (struct ghcb_psc *)page->buffer;
	uint64_t large = AT_FREE + 4 * (uint64_t)ABI_PAGE_2M - AT_FREE % ABI_PAGE_2M;

	list->current = list->end = 0;
	list->entries[0] = GHCB_PSC_ENTRY(large, GHCB_PSC_PRIVATE, 1);
	ghcb_begin(page, GHCB_EXIT_PSC, 0, 0);
	ghcb_set(page, offsetof(struct ghcb, sw_scratch), AT_GHCB + offsetof(struct ghcb, buffer));
	check(ghcb_call(0, 0) == 0 && list->current == 1, 1);
	check(pvalidate(private_at(large), RMP_SIZE_2M, 1) == RMP_OK, 2);
	*(volatile uint64_t *)private_at(large + 0x12345 * 8) = 7;
	check(rmpadjust(private_at(large), RMP_SIZE_2M, RMP_TARGET_VMPL(2) | RMP_READ) == RMP_OK,
	      3);
	/* one page of it goes: the rest stays */
	check(pvalidate(private_at(large + ABI_PAGE_SIZE), RMP_SIZE_4K, 0) == RMP_OK, 4);
	check(try_read(private_at(large + ABI_PAGE_SIZE)) == SVM_EXIT_PAGE_NOT_VALIDATED, 5);
	check(*(volatile uint64_t *)private_at(large + 0x12345 * 8) == 7, 6);
}

CASE(unknown_msr, "pass-unknown-msr")
{
	struct ghcb *page = ghcb_page(0, 0);

	ghcb_begin(page, SVM_EXIT_MSR, 0, 0);
	ghcb_set(page, offsetof(struct ghcb, rcx), 0xdeadbeef);
	check(ghcb_call(0, 0) == GHCB_RESULT_EXCEPTION, 1);
}

CASE(resets, "reset-port")
{
	struct ghcb *page = ghcb_page(0, 0);

	ghcb_begin(page, SVM_EXIT_IOIO, GHCB_IOIO_PORT(0xcf9) | GHCB_IOIO_SIZE8, 0);
	ghcb_set(page, offsetof(struct ghcb, rax), 0x6);
	ghcb_call(0, 0);
}

CASE(terminates, "halt-terminates")
{
	msr_request(GHCB_MSR_TERMINATE(8, 2));
}
