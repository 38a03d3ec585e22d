/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Breakers of the rules about memory, PVALIDATE, RMPADJUST and stale translations. */
#include "guest.h"

static volatile uint8_t *probe;

static void touch(volatile void *at)
{
	(void)*(volatile uint8_t *)at;
}

static void vmpl2_touches(void)
{
	touch(probe);
	leave();
	touch(probe);
	leave();
}

/* A page that VMPL2 has translated */
static uint64_t touched_page(void)
{
	uint64_t page = new_page();

	probe = private_at(page);
	check(rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(2) | RMP_READ) == RMP_OK, 1);
	vmpl2_start(vmpl2_touches);
	return page;
}

CASE(private_unassigned, "private-unassigned")
{
	touch(private_at(AT_FREE));
}

CASE(private_mmio, "private-mmio")
{
	/* the packer's page tables */
	touch((void *)VA_DEVICES_PRIVATE);
}

CASE(shared_alias, "shared-alias")
{
	touch(shared_at(new_page()));
}

CASE(shared_fetch, "shared-fetch")
{
	uint8_t *code = shared_at(AT_FREE);

	*code = 0xc3; /* RET */
	((void (*)(void))code)();
}

CASE(vmpl_rights, "vmpl-rights")
{
	probe = private_at(new_page());
	vmpl2_start(vmpl2_touches);
}

CASE(pvalidate_operand, "pvalidate-operand")
{
	pvalidate(private_at(new_page()), 2, 0);
}

CASE(pvalidate_c_bit, "pvalidate-c-bit")
{
	pvalidate(shared_at(new_page()), RMP_SIZE_4K, 0);
}

CASE(pvalidate_unassigned, "pvalidate-unassigned")
{
	pvalidate(private_at(AT_FREE), RMP_SIZE_4K, 1);
}

CASE(pvalidate_vmsa, "pvalidate-vmsa")
{
	uint64_t page = new_page();

	vmsa_mark(page);
	pvalidate(private_at(page), RMP_SIZE_4K, 0);
}

CASE(rmpadjust_operand, "rmpadjust-operand")
{
	rmpadjust(private_at(new_page()), RMP_SIZE_4K, RMP_TARGET_VMPL(2) | 1u << 20);
}

CASE(rmpadjust_c_bit, "rmpadjust-c-bit")
{
	rmpadjust(shared_at(new_page()), RMP_SIZE_4K, RMP_TARGET_VMPL(2));
}

CASE(rmpadjust_unassigned, "rmpadjust-unassigned")
{
	rmpadjust(private_at(AT_FREE), RMP_SIZE_4K, RMP_TARGET_VMPL(2));
}

CASE(rmpadjust_own_vmpl, "rmpadjust-own-vmpl")
{
	rmpadjust(private_at(new_page()), RMP_SIZE_4K, RMP_TARGET_VMPL(0) | RMP_ALL);
}

CASE(rmpadjust_vmsa_open, "rmpadjust-vmsa-open")
{
	uint64_t page = new_page();

	rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(2) | RMP_READ | RMP_WRITE);
	rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(1) | RMP_VMSA);
}

CASE(rmpadjust_vmsa_stale, "rmpadjust-vmsa-stale")
{
	uint64_t page = touched_page();

	rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(2));
	rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(1) | RMP_VMSA);
}

CASE(vmsa_2m_aligned, "vmsa-2m-aligned")
{
	uint64_t page = AT_FREE + ABI_PAGE_2M - AT_FREE % ABI_PAGE_2M;

	set_state(page, GHCB_PSC_PRIVATE);
	check(pvalidate(private_at(page), RMP_SIZE_4K, 1) == RMP_OK, 1);
	rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(1) | RMP_VMSA);
}

CASE(stale_rights, "stale-rights")
{
	uint64_t page = touched_page();

	rmpadjust(private_at(page), RMP_SIZE_4K, RMP_TARGET_VMPL(2));
	vmpl2_continue();
}

CASE(invlpgb_unsynced, "invlpgb-unsynced")
{
	touched_page();
	invlpgb(0xc);
	vmpl2_continue();
}

CASE(invlpgb_operand, "invlpgb-operand")
{
	invlpgb(1);
}
