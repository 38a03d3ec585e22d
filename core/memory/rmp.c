/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PVALIDATE and RMPADJUST in their safe orders. Decides nothing about which pages: its callers
 * have. */
#include "core/memory/rmp.h"

#include "core/memory/shared.h"
#include "core/platform/platform.h"
#include "core/trace/panic.h"

static void __shared *rmp_map(gpa_t page, enum page_size size)
{
	return size == PAGE_2M ? platform_window_2m(page) : platform_window(WINDOW_PAGE, page);
}

static void rmp_unmap(enum page_size size)
{
	if (size == PAGE_2M)
		platform_window_2m_close();
	else
		platform_window_close(WINDOW_PAGE);
}

static uint64_t guest_rights(uint64_t rights)
{
	return RMP_TARGET_VMPL(platform_boot_block()->guest_vmpl) | rights;
}

/*
 * After a step behind PVALIDATE failed. If the host swapped the page, this hits the wrong one, and
 * the host keeps a validated page to swap back: only a PVALIDATE that changes something tells that
 * there is none. Returns why.
 */
static uint32_t rmp_undo(void __shared *window, enum page_size size, uint32_t why)
{
	return platform_pvalidate(window, size, false) == RMP_OK ? why : RMP_LOST;
}

/* PVALIDATE and clear at window; a page that cannot be cleared is given back. */
static uint32_t rmp_take(void __shared *window, enum page_size size)
{
	uint32_t result = platform_pvalidate(window, size, true);

	if (result != RMP_OK)
		return result;
	if (shared_window_clear(window, (size_t)page_bytes(size)) == OK)
		return RMP_OK;
	return rmp_undo(window, size, RMP_FAIL_PERMISSION);
}

uint32_t rmp_validate(gpa_t page, enum page_size size)
{
	void __shared *window = rmp_map(page, size);
	uint32_t result = rmp_take(window, size);

	if (result == RMP_OK) {
		result = platform_rmpadjust(window, size, guest_rights(RMP_ALL));
		if (result != RMP_OK)
			result = rmp_undo(window, size, result);
	}
	rmp_unmap(size);
	return result;
}

static uint32_t rmp_revoke_at(void __shared *window, enum page_size size)
{
	for (uint32_t vmpl = 1; vmpl < VMPL_COUNT; vmpl++) {
		uint32_t result = platform_rmpadjust(window, size, RMP_TARGET_VMPL(vmpl));

		if (result != RMP_OK)
			return result;
	}
	return RMP_OK;
}

uint32_t rmp_invalidate(gpa_t page, enum page_size size)
{
	void __shared *window = rmp_map(page, size);
	uint32_t result = rmp_revoke_at(window, size);

	if (result == RMP_OK)
		result = platform_pvalidate(window, size, false);
	/* If this fails too, the guest has lost a page that it wanted to lose */
	if (result != RMP_OK)
		(void)platform_rmpadjust(window, size, guest_rights(RMP_ALL));
	rmp_unmap(size);
	return result;
}

uint32_t rmp_open(gpa_t page, enum page_size size)
{
	uint32_t result = platform_rmpadjust(rmp_map(page, size), size, guest_rights(RMP_ALL));

	rmp_unmap(size);
	return result;
}

uint32_t rmp_revoke(gpa_t page, enum page_size size)
{
	uint32_t result = rmp_revoke_at(rmp_map(page, size), size);

	rmp_unmap(size);
	return result;
}

uint32_t rmp_set_vmsa(gpa_t page)
{
	uint32_t result = platform_rmpadjust(rmp_map(page, PAGE_4K), PAGE_4K,
					     guest_rights(RMP_READ | RMP_VMSA));

	rmp_unmap(PAGE_4K);
	return result;
}

uint32_t rmp_clear_vmsa(gpa_t page)
{
	return rmp_open(page, PAGE_4K);
}

static uint32_t rmp_own_one(gpa_t page, enum page_size size)
{
	uint32_t result = rmp_take(rmp_map(page, size), size);

	rmp_unmap(size);
	return result;
}

/* A 2M piece that the hypervisor backs by 4K pages */
static uint32_t rmp_own_split(gpa_t piece)
{
	uint32_t result = RMP_OK;

	for (uint64_t i = 0; i < PAGES_PER_2M && result == RMP_OK; i++)
		result = rmp_own_one(gpa(piece.value + i * PAGE_SIZE), PAGE_4K);
	return result;
}

enum err rmp_own(gpa_t start, enum page_size size, uint64_t count)
{
	enum err err = platform_page_state(start, size, count, PAGE_STATE_PRIVATE);

	for (uint64_t i = 0; i < count && err == OK; i++) {
		gpa_t page = gpa(start.value + i * page_bytes(size));
		uint32_t result = rmp_own_one(page, size);

		if (result == RMP_FAIL_SIZEMISMATCH && size == PAGE_2M)
			result = rmp_own_split(page);
		err = result == RMP_OK ? OK : ERR_STATE;
	}
	return err;
}
