/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Page tables of 2 MiB leaves. */
#include "tests/guest/paging.h"

#include "abi/check.h"
#include "tests/guest/x86.h"

#define ENTRIES 512u
#define PTE_TABLE 0x3ull /* present, writable */
#define PTE_LEAF 0x83ull /* and large */

static uint64_t pml4[ENTRIES] __attribute__((aligned(4096)));
static uint64_t pdpt[2][ENTRIES] __attribute__((aligned(4096)));
static uint64_t pd[2][PAGING_GIB][ENTRIES] __attribute__((aligned(4096)));
static uint64_t table_mask;

static void half_init(uint32_t half, uint64_t leaf_mask)
{
	for (uint64_t gib = 0; gib < PAGING_GIB; gib++) {
		pdpt[half][gib] = address_of(pd[half][gib]) | PTE_TABLE | table_mask;
		for (uint64_t i = 0; i < ENTRIES; i++)
			pd[half][gib][i] = (gib << 30 | i * ABI_PAGE_2M) | PTE_LEAF | leaf_mask;
	}
	pml4[half] = address_of(pdpt[half]) | PTE_TABLE | table_mask;
}

void paging_init(uint64_t c_mask)
{
	table_mask = c_mask;
	half_init(0, c_mask);
	half_init(1, 0);
	cr3_write(paging_cr3());
}

uint64_t paging_cr3(void)
{
	return address_of(pml4) | table_mask;
}
