/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest RAM's geometry and the machine's page pool. Nothing is ever given back. */
#include "mem.h"

#include "layout.h"
#include "lib/freestanding/memory.h"
#include "report.h"

struct mem mem;

static uint64_t pool_next;
static uint64_t pool_end;
static uint64_t hole_hpa; /* what the guest has in the hole; 0: nothing yet */

void mem_fill_hole(void)
{
	hole_hpa = mem_pool_take((MEM_HOLE_END - MEM_HOLE) / ABI_PAGE_SIZE);
}

uint64_t mem_hpa(uint64_t gpa)
{
	if (hole_hpa && gpa >= MEM_HOLE && gpa < MEM_HOLE_END)
		return hole_hpa + (gpa - MEM_HOLE);
	return gpa;
}

void *mem_at(uint64_t gpa)
{
	/* the direct map is the machine's only view of physical memory */
	return (void *)(LAYOUT_DIRECT + mem_hpa(gpa));
}

bool mem_is_ram(uint64_t gpa, uint64_t len)
{
	if (gpa < mem.low_end)
		return len <= mem.low_end - gpa;
	return gpa >= MEM_4G && gpa < mem.high_end && len <= mem.high_end - gpa;
}

uint64_t mem_pages(void)
{
	return (mem.low_end + mem.high_end - MEM_4G) / ABI_PAGE_SIZE;
}

uint64_t mem_index(uint64_t gpa)
{
	return (gpa < MEM_4G ? gpa : gpa - MEM_4G + mem.low_end) / ABI_PAGE_SIZE;
}

void mem_pool_init(uint64_t start, uint64_t end)
{
	pool_next = start;
	pool_end = end;
}

uint64_t mem_pool_take(uint64_t pages)
{
	uint64_t taken = pool_next;

	if (pages > (pool_end - pool_next) / ABI_PAGE_SIZE)
		report_end("input", "the machine's carve-out is too small: give QEMU more memory");
	pool_next += pages * ABI_PAGE_SIZE;
	memset(mem_at(taken), 0, pages * ABI_PAGE_SIZE);
	return taken;
}
