/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The simulated RMP: PVALIDATE, RMPADJUST, page state changes. Spec: APM volume 3, and volume 2 s15.36 for the order of
 * checks as far as results depend on it.
 */
#include "core/platform/host/state.h"

static uint64_t gpa_of(const void __shared *address)
{
	return (uint64_t)((const uint8_t *)shared_plain(address) - sim.memory);
}

static uint64_t pages_of(enum page_size size)
{
	return size == PAGE_2M ? PAGES_PER_2M : 1;
}

/* A 4K operation on a large entry splits it, as hypervisors do; a 2M one on small entries does not
 * fit. */
static uint32_t size_check(struct sim_page *page, enum page_size size, uint64_t address)
{
	if (size == PAGE_2M)
		return page->is_large ? RMP_OK : RMP_FAIL_SIZEMISMATCH;
	if (page->is_large) {
		struct sim_page *head = sim_page(address & ~(PAGE_SIZE_2M - 1));

		for (uint64_t i = 0; i < PAGES_PER_2M; i++)
			head[i].is_large = false;
	}
	return RMP_OK;
}

uint32_t platform_pvalidate(void __shared *address, enum page_size size, bool validate)
{
	uint64_t at = gpa_of(address);
	struct sim_page *page = sim_page(at);
	uint32_t result;

	if (sim_enter(SIM_PVALIDATE, &result))
		return result;
	if (at % page_bytes(size) != 0)
		return RMP_FAIL_INPUT;
	if (!page->is_private)
		return RMP_FAIL_PERMISSION;
	result = size_check(page, size, at);
	if (result != RMP_OK)
		return result;
	if (page->is_validated == validate)
		return RMP_UNCHANGED;
	for (uint64_t i = 0; i < pages_of(size); i++)
		page[i].is_validated = validate;
	return RMP_OK;
}

uint32_t platform_rmpadjust(void __shared *address, enum page_size size, uint64_t attributes)
{
	uint64_t at = gpa_of(address);
	struct sim_page *page = sim_page(at);
	uint32_t vmpl = attributes & 0xff;
	uint32_t result;

	if (sim_enter(SIM_RMPADJUST, &result))
		return result;
	if (at % page_bytes(size) != 0 || vmpl == 0 || vmpl >= VMPL_COUNT)
		return RMP_FAIL_INPUT;
	if (!page->is_private || !page->is_validated)
		return RMP_FAIL_PERMISSION;
	result = size_check(page, size, at);
	if (result != RMP_OK)
		return result;
	if (page->is_in_use)
		return RMP_FAIL_INUSE;
	for (uint64_t i = 0; i < pages_of(size); i++) {
		page[i].rights[vmpl] = (uint8_t)(attributes >> 8 & 0xf);
		page[i].is_vmsa = (attributes & RMP_VMSA) != 0;
	}
	return RMP_OK;
}

/* A change of state loses validation and rights, and brings other contents. */
static void page_assign(uint64_t at, enum page_state state, bool is_large)
{
	struct sim_page *page = sim_page(at);

	*page = (struct sim_page){ .is_private = state == PAGE_STATE_PRIVATE,
				   .is_large = is_large };
	/* Some of it will do, and is a hundred times faster than all */
	__builtin_memset(sim_memory(at), 0xdb, 64);
	__builtin_memset(sim_memory(at + PAGE_SIZE - 64), 0xdb, 64);
}

enum err platform_page_state(gpa_t start, enum page_size size, uint64_t count,
			     enum page_state state)
{
	bool is_large =
		size == PAGE_2M && sim.backing == SIM_BACKING_2M && state == PAGE_STATE_PRIVATE;
	uint64_t bytes = count * page_bytes(size);
	uint32_t result;

	if (sim_enter(SIM_PAGE_STATE, &result))
		return (enum err)result;
	if (start.value % page_bytes(size) != 0 || start.value >= sim.ram ||
	    bytes > sim.ram - start.value)
		return ERR_IO;
	for (uint64_t at = start.value; at < start.value + bytes; at += PAGE_SIZE)
		page_assign(at, state, is_large);
	return OK;
}
