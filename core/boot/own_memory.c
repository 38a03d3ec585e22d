/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parapet's memory that the IGVM file does not populate: the page pool and the other CPUs' pages.
 * Validated page by page, 4K each, since single pages of it change state later (VMSAs). Stacks are
 * left as zeros, which is how core/boot/stack.c sees how deep they were used.
 */
#include "core/boot/boot.h"
#include "core/memory/pool.h"
#include "core/memory/rmp.h"
#include "core/trace/log.h"

static enum err own_cpu(const struct boot_block *block, uint32_t cpu)
{
	uint64_t private_pages = block->stack_pages + block->ist_pages + block->data_pages;
	uint64_t start = block->percpu_gpa + (uint64_t)cpu * block->percpu_pages * PAGE_SIZE;
	uint64_t shared = start + private_pages * PAGE_SIZE;
	uint64_t vmsa = shared + 2 * PAGE_SIZE;
	enum err err = rmp_own(gpa(start), PAGE_4K, private_pages);

	if (err == OK)
		err = platform_page_state(gpa(shared), PAGE_4K, 2, PAGE_STATE_SHARED);
	if (err == OK)
		err = rmp_own(gpa(vmsa), PAGE_4K, 1);
	return err;
}

static enum err log_start(void)
{
	uint64_t bytes = (uint64_t)CONFIG_LOG_ENTRIES * sizeof(struct log_record);
	struct log_record *ring = pool_alloc((uint32_t)((bytes + PAGE_SIZE - 1) / PAGE_SIZE));

	if (ring == NULL)
		return ERR_NO_SPACE;
	log_init_take(ring, CONFIG_LOG_ENTRIES);
	return OK;
}

enum termination own_memory_init(void)
{
	const struct boot_block *block = platform_boot_block();

	if (rmp_own(gpa(block->heap_gpa), PAGE_4K, block->heap_pages) != OK)
		return TERM_OWN_MEMORY;
	for (uint32_t cpu = 1; cpu < block->vcpus_max; cpu++) {
		if (own_cpu(block, cpu) != OK)
			return TERM_OWN_MEMORY;
	}
	pool_init_take(platform_heap(), block->heap_pages);
	return log_start() == OK ? 0 : TERM_OWN_MEMORY;
}
