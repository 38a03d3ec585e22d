/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The builder's page: measured, so not hostile, but of another build if somebody mixed files up.
 * Every field is checked before anything relies on it. Changes nothing.
 */
#include "core/boot/boot.h"
#include "core/trace/log.h"

#define PHYSICAL_LIMIT (1ull << 52)
#define CPUID_LEAF_SEV 0x8000001fu
#define CPUID_SEV_C_BIT 0x3fu

const struct boot_range *boot_ranges(void)
{
	return platform_launch_page(BOOT_OFF_RANGES);
}

static bool is_page(uint64_t address)
{
	return address % PAGE_SIZE == 0 && address < PHYSICAL_LIMIT;
}

static bool in_region(const struct boot_block *block, uint64_t start, uint64_t pages)
{
	return is_page(start) && start >= block->region_gpa &&
	       pages <= block->region_size / PAGE_SIZE &&
	       start - block->region_gpa <= block->region_size - pages * PAGE_SIZE;
}

static bool header_is_good(const struct boot_block *block)
{
	return block->magic == BOOT_MAGIC && block->version == BOOT_VERSION &&
	       block->size == sizeof(*block) && block->c_bit >= 32 && block->c_bit <= 51 &&
	       block->vcpus_max >= 1 && block->vcpus_max <= CONFIG_VCPUS_MAX &&
	       block->guest_vmpl >= 1 && block->guest_vmpl < VMPL_COUNT && block->svn >= CONFIG_SVN;
}

static bool region_is_good(const struct boot_block *block)
{
	return block->region_gpa % PAGE_SIZE_2M == 0 && block->region_size % PAGE_SIZE_2M == 0 &&
	       block->region_size != 0 && block->region_gpa < PHYSICAL_LIMIT &&
	       block->region_size <= PHYSICAL_LIMIT - block->region_gpa;
}

static bool pieces_are_good(const struct boot_block *block)
{
	uint64_t percpu =
		BOOT_PERCPU_PAGES(block->stack_pages, block->ist_pages, block->data_pages);
	uint64_t launch = BOOT_OFF_MADT / PAGE_SIZE + BOOT_MADT_PAGES;

	return block->stack_pages == CONFIG_STACK_PAGES && block->heap_pages == CONFIG_HEAP_PAGES &&
	       block->ist_pages >= 1 && block->ist_pages <= 15 && block->data_pages >= 1 &&
	       block->data_pages <= 16 && block->percpu_pages == percpu &&
	       in_region(block, block->image_gpa, block->image_pages) &&
	       in_region(block, block->heap_gpa, block->heap_pages) &&
	       in_region(block, block->percpu_gpa, percpu * block->vcpus_max) &&
	       in_region(block, block->tables_gpa, block->table_pages) &&
	       in_region(block, block->launch_gpa, launch) &&
	       block->table_pages >= BOOT_TABLE_PERCPU + block->vcpus_max;
}

static bool guest_pages_are_good(const struct boot_block *block)
{
	return is_page(block->guest_caa_gpa) && is_page(block->guest_secrets_gpa) &&
	       is_page(block->guest_cpuid_gpa) && is_page(block->guest_boot_params_gpa) &&
	       block->guest_madt_gpa < PHYSICAL_LIMIT &&
	       block->guest_madt_size <= BOOT_MADT_PAGES * ABI_PAGE_SIZE &&
	       (block->guest_vmsa_gpa == 0 || (in_region(block, block->guest_vmsa_gpa, 1) &&
					       block->guest_vmsa_gpa % PAGE_SIZE_2M != 0));
}

static bool range_is_good(const struct boot_range *range, uint64_t after)
{
	return is_page(range->gpa) && range->gpa >= after && range->pages != 0 &&
	       range->pages <= (PHYSICAL_LIMIT - range->gpa) / PAGE_SIZE && range->reserved == 0 &&
	       range->kind >= BOOT_RANGE_GUEST && range->kind <= BOOT_RANGE_GUEST_ACPI;
}

static enum termination ranges_check(const struct boot_block *block)
{
	const struct boot_range *ranges = boot_ranges();
	uint64_t after = 0;

	if (block->range_count > BOOT_RANGE_MAX)
		return TERM_BOOT_BLOCK;
	for (uint32_t i = 0; i < block->range_count; i++) {
		uint64_t end;

		if (!range_is_good(&ranges[i], after))
			return TERM_BOOT_BLOCK;
		end = ranges[i].gpa + ranges[i].pages * PAGE_SIZE;
		if (ranges[i].gpa < block->region_gpa + block->region_size &&
		    block->region_gpa < end)
			return TERM_RANGES;
		after = end;
	}
	return 0;
}

/* Hardware takes the C-bit's place from the CPU; the builder and the page tables from the profile
 */
static enum termination c_bit_check(const struct boot_block *block)
{
	const struct snp_cpuid_page *cpuid = platform_launch_page(BOOT_OFF_CPUID);

	if (cpuid->count == 0 || cpuid->count > SNP_CPUID_MAX)
		return TERM_CPUID;
	for (uint32_t i = 0; i < cpuid->count; i++) {
		if (cpuid->entries[i].eax_in == CPUID_LEAF_SEV)
			return (cpuid->entries[i].ebx & CPUID_SEV_C_BIT) == block->c_bit
				       ? 0
				       : TERM_C_BIT;
	}
	return TERM_CPUID;
}

enum termination boot_block_check(void)
{
	const struct boot_block *block = platform_boot_block();
	enum termination reason;

	if (!header_is_good(block) || !region_is_good(block) || !pieces_are_good(block) ||
	    !guest_pages_are_good(block))
		return TERM_BOOT_BLOCK;
	reason = ranges_check(block);
	if (reason != 0)
		return reason;
	return c_bit_check(block);
}
