/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Windows onto guest memory: page-table entries at fixed addresses, one set a CPU. Must never map
 * shared memory, nor anything executable.
 */
#include "core/platform/platform.h"
#include "core/platform/snp/cpu.h"
#include "core/platform/snp/percpu.h"

#define PTE_PRESENT (1ull << 0)
#define PTE_WRITE (1ull << 1)
#define PTE_ACCESSED (1ull << 5)
#define PTE_DIRTY (1ull << 6)
#define PTE_LARGE (1ull << 7)
#define PTE_NX (1ull << 63)

#define TABLE_ENTRIES 512u
#define WINDOW_FIRST_ENTRY (BOOT_PERCPU_WINDOWS / PAGE_SIZE)

static_assert(WINDOW_4K_COUNT <= BOOT_PERCPU_WINDOW_COUNT, "a CPU has an entry for each window");
static_assert(CONFIG_VCPUS_MAX <= TABLE_ENTRIES, "one 2 MiB window a CPU");

static volatile uint64_t *table(uint32_t index)
{
	/* cast: the tables lie at fixed addresses (abi/boot.h) */
	return (volatile uint64_t *)(BOOT_VA_TABLES + index * PAGE_SIZE);
}

static uint64_t entry_for(gpa_t page, uint64_t flags)
{
	uint64_t c_bit = 1ull << platform_boot_block()->c_bit;

	return page.value | c_bit | flags | PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY |
	       PTE_NX;
}

static void entry_set(volatile uint64_t *entry, uint64_t value, uint64_t address)
{
	if (*entry == value)
		return;
	*entry = value;
	cpu_invalidate(address);
}

static void window_set(enum window slot, uint64_t value, uint64_t address)
{
	entry_set(&table(BOOT_TABLE_PERCPU + platform_cpu())[WINDOW_FIRST_ENTRY + slot], value,
		  address);
}

static uint64_t window_address(enum window slot)
{
	return percpu_slot() + BOOT_PERCPU_WINDOWS + slot * PAGE_SIZE;
}

void __shared *platform_window(enum window slot, gpa_t page)
{
	uint64_t address = window_address(slot);

	window_set(slot, entry_for(page, 0), address);
	/* cast: the window's fixed address */
	return (void __shared *)address;
}

void platform_window_close(enum window slot)
{
	window_set(slot, 0, window_address(slot));
}

static uint64_t window_2m_address(void)
{
	return BOOT_VA_WIN2M + platform_cpu() * PAGE_SIZE_2M;
}

void __shared *platform_window_2m(gpa_t page)
{
	uint64_t address = window_2m_address();

	entry_set(&table(BOOT_TABLE_WIN2M_PD)[platform_cpu()], entry_for(page, PTE_LARGE), address);
	/* cast: the window's fixed address */
	return (void __shared *)address;
}

void platform_window_2m_close(void)
{
	entry_set(&table(BOOT_TABLE_WIN2M_PD)[platform_cpu()], 0, window_2m_address());
}

static void map_pages(uint32_t table_index, gpa_t start, uint64_t count, uint64_t step,
		      uint64_t flags)
{
	for (uint64_t i = 0; i < count; i++)
		entry_set(&table(table_index)[i], entry_for(gpa(start.value + i * step), flags),
			  BOOT_VA_MAP + i * step);
}

void *platform_map_validity(gpa_t start, uint64_t pages)
{
	uint64_t pieces = (pages + PAGES_PER_2M - 1) / PAGES_PER_2M;

	if (pages <= TABLE_ENTRIES)
		map_pages(BOOT_TABLE_MAP_PT, start, pages, PAGE_SIZE, 0);
	else if (is_aligned(start, PAGE_SIZE_2M) && pieces <= TABLE_ENTRIES)
		map_pages(BOOT_TABLE_MAP_PD, start, pieces, PAGE_SIZE_2M, PTE_LARGE);
	else
		return NULL;
	/* cast: the map's fixed address */
	return (void *)BOOT_VA_MAP;
}
