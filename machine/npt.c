/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nested page tables: four levels, leaves of 4 KiB and 2 MiB. */
#include "npt.h"

#include <stddef.h>

#include "lib/freestanding/memory.h"
#include "mem.h"
#include "report.h"
#include "rmp.h"

#define NPT_PRESENT 0x1ull
#define NPT_WRITE 0x2ull
#define NPT_USER 0x4ull
#define NPT_LARGE 0x80ull
#define NPT_NX (1ull << 63)
#define NPT_LINK (NPT_PRESENT | NPT_WRITE | NPT_USER)
#define NPT_ADDRESS 0x000ffffffffff000ull

/* Third-level tables cover 512 GiB: the address space below the C-bit */
static uint64_t *private_top[VMPL_COUNT];
static uint64_t *shared_top;
static uint64_t roots[VMPL_COUNT][2];
static uint64_t free_tables; /* a chain through their first entries */

static uint64_t take_table(void)
{
	uint64_t taken = free_tables;

	if (!taken) {
		report_counts[COUNT_TABLE_PAGES]++;
		return mem_pool_take(1);
	}
	free_tables = *(uint64_t *)mem_at(taken);
	memset(mem_at(taken), 0, ABI_PAGE_SIZE);
	return taken;
}

static void give_table(uint64_t table)
{
	memset(mem_at(table), 0, ABI_PAGE_SIZE);
	*(uint64_t *)mem_at(table) = free_tables;
	free_tables = table;
}

void npt_init(void)
{
	uint64_t shared = take_table();

	shared_top = mem_at(shared);
	for (uint32_t vmpl = 0; vmpl < VMPL_COUNT; vmpl++) {
		uint64_t private = take_table();

		private_top[vmpl] = mem_at(private);
		for (uint32_t paging = 0; paging < 2; paging++) {
			uint64_t *root;

			roots[vmpl][paging] = take_table();
			root = mem_at(roots[vmpl][paging]);
			root[0] = (paging == NPT_PAGING_ON ? shared : private) | NPT_LINK;
			root[1] = private | NPT_LINK;
		}
	}
}

uint64_t npt_root(uint32_t vmpl, enum npt_paging paging)
{
	return roots[vmpl][paging];
}

static uint64_t *slot(uint64_t *table, uint64_t gpa, uint32_t level)
{
	return &table[gpa >> (12 + 9 * level) & 511];
}

static uint64_t *next(uint64_t entry)
{
	return mem_at(entry & NPT_ADDRESS);
}

/* The slot of gpa at level 1 (2 MiB) or 0 (4 KiB), with the tables above it made */
static uint64_t *slot_make(uint64_t *top, uint64_t gpa, uint32_t level)
{
	uint64_t *table = top;

	for (uint32_t at = 2; at > level; at--) {
		uint64_t *entry = slot(table, gpa, at);

		if (!(*entry & NPT_PRESENT) || *entry & NPT_LARGE)
			*entry = take_table() | NPT_LINK;
		table = next(*entry);
	}
	return slot(table, gpa, level);
}

/* The leaf that translates gpa now, NULL if none does */
static uint64_t *leaf_find(uint64_t *top, uint64_t gpa)
{
	uint64_t *table = top;

	for (uint32_t at = 2;; at--) {
		uint64_t *entry = slot(table, gpa, at);

		if (!(*entry & NPT_PRESENT))
			return NULL;
		if (at == 0 || *entry & NPT_LARGE)
			return entry;
		table = next(*entry);
	}
}

static uint64_t rights_bits(uint8_t rights)
{
	uint64_t bits = NPT_PRESENT | NPT_USER;

	if (rights & RMP_RIGHT_WRITE)
		bits |= NPT_WRITE;
	if (!(rights & (RMP_RIGHT_USER_EXEC | RMP_RIGHT_SUPER_EXEC)))
		bits |= NPT_NX;
	return bits;
}

void npt_map_private(uint32_t vmpl, uint64_t gpa)
{
	const struct rmp_entry *entry = rmp_find(gpa);
	uint64_t bits = rights_bits(entry->rights[vmpl]);

	if (entry->flags & RMP_LARGE) {
		uint64_t *leaf = slot_make(private_top[vmpl], gpa, 1);
		uint64_t old = *leaf;

		*leaf = (gpa & ~(uint64_t)(ABI_PAGE_2M - 1)) | bits | NPT_LARGE;
		if (old & NPT_PRESENT && !(old & NPT_LARGE))
			give_table(old & NPT_ADDRESS);
	} else {
		gpa &= NPT_ADDRESS;
		*slot_make(private_top[vmpl], gpa, 0) = mem_hpa(gpa) | bits;
	}
}

void npt_map_shared(uint64_t gpa)
{
	gpa &= NPT_ADDRESS;
	*slot_make(shared_top, gpa, 0) = mem_hpa(gpa) | NPT_LINK | NPT_NX;
}

static bool unmap(uint64_t *top, uint64_t gpa)
{
	uint64_t *leaf = leaf_find(top, gpa);

	if (!leaf)
		return false;
	*leaf = 0;
	return true;
}

bool npt_unmap_private(uint32_t vmpl, uint64_t gpa)
{
	return unmap(private_top[vmpl], gpa);
}

bool npt_unmap_shared(uint64_t gpa)
{
	return unmap(shared_top, gpa);
}
