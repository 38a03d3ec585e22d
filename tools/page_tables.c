/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page tables. Nothing is mapped writable and executable, and no table is mapped but the editable
 * ones at BOOT_VA_TABLES. Accessed and dirty bits are set from the start, so that the CPU never
 * writes to a table.
 */
#include "tools/page_tables.h"

#include <assert.h>
#include <string.h>

#define ENTRY_PRESENT 0x001ull
#define ENTRY_WRITE 0x002ull
#define ENTRY_ACCESSED 0x020ull
#define ENTRY_DIRTY 0x040ull
#define ENTRY_LARGE 0x080ull
#define ENTRY_NX (1ull << 63)
#define ENTRY_ADDRESS 0x000ffffffffff000ull

#define ENTRIES 512u
#define LEAF (ENTRY_PRESENT | ENTRY_ACCESSED | ENTRY_DIRTY)
#define LEAF_RW (LEAF | ENTRY_WRITE | ENTRY_NX)
#define LEAF_RO (LEAF | ENTRY_NX)
#define LINK (ENTRY_PRESENT | ENTRY_WRITE | ENTRY_ACCESSED)

/* Tables that are neither editable nor page tables of image and heap: PML4, PDPT, the page
 * directories of the third and fourth GiB, the page tables of BOOT_VA_TABLES and BOOT_VA_BLOCK */
#define FIXED_TABLES 6u

struct tables {
	struct page_set *set;
	uint64_t gpa; /* of the first table */
	uint64_t c_mask;
	uint32_t used;
	uint32_t count;
	uint64_t root;
};

static uint32_t pages_to_tables(uint32_t pages)
{
	return (pages + ENTRIES - 1) / ENTRIES;
}

uint32_t page_tables_count(uint32_t image_pages, uint32_t heap_pages, uint32_t vcpus)
{
	return BOOT_TABLE_PERCPU + vcpus + FIXED_TABLES + pages_to_tables(image_pages) +
	       pages_to_tables(heap_pages);
}

static void entry_store(struct page *table, uint64_t idx, uint64_t entry)
{
	memcpy(table->bytes + idx * sizeof(entry), &entry, sizeof(entry));
}

static uint64_t entry_load(const struct page *table, uint64_t idx)
{
	uint64_t entry;

	memcpy(&entry, table->bytes + idx * sizeof(entry), sizeof(entry));
	return entry;
}

static uint64_t index_at(uint64_t va, unsigned int level)
{
	return va >> (12 + 9 * level) & (ENTRIES - 1);
}

static uint64_t take_table(struct tables *tables)
{
	assert(tables->used < tables->count);
	return tables->gpa + tables->used++ * (uint64_t)ABI_PAGE_SIZE;
}

/* The table of va at level (0: the one of 4K entries), made on the way if it is not there. */
static struct page *table_at(struct tables *tables, uint64_t va, unsigned int level)
{
	struct page *table = page_set_find(tables->set, tables->root);

	for (unsigned int above = 3; above > level; above--) {
		uint64_t idx = index_at(va, above);
		uint64_t entry = entry_load(table, idx);

		if (entry == 0) {
			entry = take_table(tables) | LINK | tables->c_mask;
			entry_store(table, idx, entry);
		}
		table = page_set_find(tables->set, entry & ENTRY_ADDRESS & ~tables->c_mask);
	}
	return table;
}

/* Makes an editable table the one that serves va at level. */
static void link_editable(struct tables *tables, uint64_t va, unsigned int level, uint32_t number)
{
	uint64_t gpa = tables->gpa + number * (uint64_t)ABI_PAGE_SIZE;

	entry_store(table_at(tables, va, level + 1), index_at(va, level + 1),
		    gpa | LINK | tables->c_mask);
}

static void map_pages(struct tables *tables, uint64_t va, uint64_t gpa, uint64_t pages,
		      uint64_t flags)
{
	for (uint64_t i = 0; i < pages; i++) {
		uint64_t at = va + i * ABI_PAGE_SIZE;

		entry_store(table_at(tables, at, 0), index_at(at, 0),
			    (gpa + i * ABI_PAGE_SIZE) | flags);
	}
}

static void map_image(struct tables *tables, const struct layout *layout, const struct image *image)
{
	for (unsigned int i = 0; i < image->segment_count; i++) {
		const struct image_segment *segment = &image->segments[i];
		uint64_t flags = LEAF | tables->c_mask;

		if (segment->is_writable)
			flags |= ENTRY_WRITE;
		if (!segment->is_executable)
			flags |= ENTRY_NX;
		map_pages(tables, segment->va, layout->image_gpa + (segment->va - BOOT_VA_IMAGE),
			  segment->pages, flags);
	}
}

static void map_percpu(struct tables *tables, const struct layout *layout,
		       const struct image_needs *needs, uint32_t cpu)
{
	uint64_t va = BOOT_VA_PERCPU + cpu * BOOT_PERCPU_STRIDE;
	uint64_t gpa = layout_percpu(layout, cpu);
	const struct {
		uint64_t offset;
		uint64_t pages;
		uint64_t flags;
	} parts[] = {
		{ BOOT_PERCPU_STACK_TOP - needs->stack_pages * ABI_PAGE_SIZE, needs->stack_pages,
		  LEAF_RW | tables->c_mask },
		{ BOOT_PERCPU_IST_TOP - needs->ist_pages * ABI_PAGE_SIZE, needs->ist_pages,
		  LEAF_RW | tables->c_mask },
		{ BOOT_PERCPU_DATA, needs->data_pages, LEAF_RW | tables->c_mask },
		{ BOOT_PERCPU_GHCB, 1, LEAF_RW },
		{ BOOT_PERCPU_DOORBELL, 1, LEAF_RW },
		{ BOOT_PERCPU_VMSA, 1, LEAF_RW | tables->c_mask },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		map_pages(tables, va + parts[i].offset, gpa, parts[i].pages, parts[i].flags);
		gpa += parts[i].pages * ABI_PAGE_SIZE;
	}
}

static void map_launch(struct tables *tables, const struct layout *layout)
{
	static const struct {
		uint64_t offset;
		uint32_t pages;
		uint64_t flags;
	} parts[] = {
		{ BOOT_OFF_BLOCK, 1, LEAF_RO },
		{ BOOT_OFF_PROFILE, 1, LEAF_RO },
		{ BOOT_OFF_CPUID, 1, LEAF_RW },
		{ BOOT_OFF_SECRETS, 1, LEAF_RW },
		{ BOOT_OFF_RANGES, BOOT_RANGE_PAGES, LEAF_RO },
		{ BOOT_OFF_MEMORY_MAP, BOOT_MEMORY_MAP_PAGES, LEAF_RO },
		{ BOOT_OFF_VP_COUNT, 1, LEAF_RO },
		{ BOOT_OFF_ENVIRONMENT, 1, LEAF_RO },
		{ BOOT_OFF_MADT, BOOT_MADT_PAGES, LEAF_RO },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		map_pages(tables, BOOT_VA_BLOCK + parts[i].offset,
			  layout->launch_gpa + parts[i].offset, parts[i].pages,
			  parts[i].flags | tables->c_mask);
}

static void add_tables(struct page_set *set, uint64_t gpa, uint32_t count, enum page_owner owner)
{
	for (uint32_t i = 0; i < count; i++) {
		struct page *page = page_set_add(set, gpa + i * (uint64_t)ABI_PAGE_SIZE, owner);

		assert(page != NULL);
	}
}

uint64_t page_tables_build(struct page_set *set, const struct layout *layout,
			   const struct image *image, unsigned int c_bit)
{
	struct tables tables = {
		.set = set,
		.gpa = layout->tables_gpa,
		.c_mask = 1ull << c_bit,
		.used = layout->editable_tables,
		.count = layout->table_pages,
	};

	add_tables(set, tables.gpa, tables.count, PAGE_MONITOR);
	tables.root = take_table(&tables);
	link_editable(&tables, BOOT_VA_MAP, 1, BOOT_TABLE_MAP_PD);
	link_editable(&tables, BOOT_VA_MAP, 0, BOOT_TABLE_MAP_PT);
	link_editable(&tables, BOOT_VA_WIN2M, 1, BOOT_TABLE_WIN2M_PD);
	map_image(&tables, layout, image);
	map_pages(&tables, BOOT_VA_HEAP, layout->heap_gpa, layout->heap_pages,
		  LEAF_RW | tables.c_mask);
	for (uint32_t cpu = 0; cpu < layout->vcpus; cpu++) {
		link_editable(&tables, BOOT_VA_PERCPU + cpu * BOOT_PERCPU_STRIDE, 0,
			      BOOT_TABLE_PERCPU + cpu);
		map_percpu(&tables, layout, &image->needs, cpu);
	}
	map_pages(&tables, BOOT_VA_TABLES, layout->tables_gpa, layout->editable_tables,
		  LEAF_RW | tables.c_mask);
	map_launch(&tables, layout);
	return tables.root | tables.c_mask;
}

void page_tables_build_guest(struct page_set *set, uint64_t gpa, unsigned int c_bit)
{
	uint64_t c_mask = 1ull << c_bit;
	uint64_t directories = gpa + 2 * (uint64_t)ABI_PAGE_SIZE;
	struct page *pointers;

	add_tables(set, gpa, PAGE_TABLES_GUEST_PAGES, PAGE_GUEST);
	entry_store(page_set_find(set, gpa), 0, (gpa + ABI_PAGE_SIZE) | LINK | c_mask);
	pointers = page_set_find(set, gpa + ABI_PAGE_SIZE);
	for (uint64_t gib = 0; gib < 4; gib++) {
		uint64_t at = directories + gib * ABI_PAGE_SIZE;
		struct page *directory = page_set_find(set, at);

		entry_store(pointers, gib, at | LINK | c_mask);
		for (uint64_t i = 0; i < ENTRIES; i++)
			entry_store(directory, i,
				    (gib << 30 | i << 21) | LEAF | ENTRY_WRITE | ENTRY_LARGE |
					    c_mask);
	}
}
