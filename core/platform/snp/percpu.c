/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where each CPU's pages are, as addresses and in guest memory. */
#include "core/platform/snp/percpu.h"

#include "core/platform/platform.h"

uint32_t platform_cpu(void)
{
	return (uint32_t)((percpu_slot() - BOOT_VA_PERCPU) / BOOT_PERCPU_STRIDE);
}

void *platform_percpu(uint32_t cpu)
{
	/* cast: slots lie at fixed addresses (abi/boot.h) */
	return (void *)(BOOT_VA_PERCPU + cpu * BOOT_PERCPU_STRIDE);
}

gpa_t percpu_page_gpa(uint32_t cpu, enum percpu_page page)
{
	const struct boot_block *block = platform_boot_block();
	uint64_t first = (uint64_t)block->stack_pages + block->ist_pages + block->data_pages;
	uint64_t index = (uint64_t)cpu * block->percpu_pages + first + page;

	return gpa(block->percpu_gpa + index * PAGE_SIZE);
}
