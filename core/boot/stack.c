/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stack statistics, read through a window: another CPU's stack is not mapped here. Changes nothing.
 */
#include "core/boot/stack.h"

#include "core/platform/platform.h"

/* Offset of the first word that is not zero, or the page's size. */
static uint32_t first_used(const uint64_t *page)
{
	uint32_t words = (uint32_t)(PAGE_SIZE / sizeof(*page));

	for (uint32_t i = 0; i < words; i++) {
		if (page[i] != 0)
			return i * (uint32_t)sizeof(*page);
	}
	return (uint32_t)PAGE_SIZE;
}

uint32_t stack_high_water(uint32_t cpu)
{
	const struct boot_block *block = platform_boot_block();
	uint64_t start = block->percpu_gpa + (uint64_t)cpu * block->percpu_pages * PAGE_SIZE;
	uint32_t unused = 0;

	for (uint32_t i = 0; i < block->stack_pages; i++) {
		/* The monitor's own page: nobody else can write it */
		uint32_t offset = first_used(
			shared_plain(platform_window(WINDOW_OTHER, gpa(start + i * PAGE_SIZE))));

		unused += offset;
		if (offset < PAGE_SIZE)
			break;
	}
	platform_window_close(WINDOW_OTHER);
	return block->stack_pages * (uint32_t)PAGE_SIZE - unused;
}
