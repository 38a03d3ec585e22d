/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognising Parapet in an IGVM file. Believes nothing of the boot block but for words in a
 * listing. */
#include "tools/boot_pages.h"

#include <string.h>

#define FIELD(member)                                                                              \
	{                                                                                          \
#member, offsetof(struct boot_block, member),                                      \
			sizeof(((struct boot_block *)NULL)->member)                                \
	}

const struct boot_field boot_fields[] = {
	FIELD(c_bit),
	FIELD(vcpus_max),
	FIELD(region_gpa),
	FIELD(region_size),
	FIELD(image_gpa),
	FIELD(image_pages),
	FIELD(launch_gpa),
	FIELD(tables_gpa),
	FIELD(table_pages),
	FIELD(guest_vmsa_gpa),
	FIELD(percpu_gpa),
	FIELD(percpu_pages),
	FIELD(stack_pages),
	FIELD(ist_pages),
	FIELD(data_pages),
	FIELD(heap_gpa),
	FIELD(heap_pages),
	FIELD(range_count),
	FIELD(guest_caa_gpa),
	FIELD(guest_secrets_gpa),
	FIELD(guest_cpuid_gpa),
	FIELD(guest_boot_params_gpa),
	FIELD(guest_madt_gpa),
	FIELD(guest_madt_size),
	FIELD(guest_vmpl),
	FIELD(sev_features),
	FIELD(svn),
	FIELD(guest_memory_mib),
};
const size_t boot_field_count = sizeof(boot_fields) / sizeof(boot_fields[0]);

uint64_t boot_field_value(const struct boot_field *field, const struct boot_block *block)
{
	uint64_t value = 0;

	memcpy(&value, (const uint8_t *)block + field->offset, field->size);
	return value;
}

const struct igvm_item *boot_pages_item_at(const struct igvm_file *igvm, uint64_t gpa, size_t *hint)
{
	size_t start = hint != NULL ? *hint : 0;

	for (size_t i = 0; i < igvm->count; i++) {
		size_t at = (start + i) % igvm->count;

		if (igvm->items[at].type != IGVM_PAGE_DATA || igvm->items[at].page.gpa != gpa)
			continue;
		if (hint != NULL)
			*hint = at + 1;
		return &igvm->items[at];
	}
	return NULL;
}

static bool is_boot_block(const struct igvm_file *igvm, const struct igvm_item *item,
			  struct boot_block *block)
{
	if (item->type != IGVM_PAGE_DATA || item->page.type != IGVM_PAGE_NORMAL)
		return false;
	memcpy(block, igvm_file_page(igvm, item), sizeof(*block));
	return block->magic == BOOT_MAGIC && block->version == BOOT_VERSION &&
	       block->size == sizeof(*block) &&
	       block->launch_gpa + BOOT_OFF_BLOCK == item->page.gpa;
}

enum err boot_pages_find(struct boot_pages *pages, const struct igvm_file *igvm, const char *name,
			 struct problem *problem)
{
	for (size_t i = 0; i < igvm->count; i++) {
		if (!is_boot_block(igvm, &igvm->items[i], &pages->block))
			continue;
		pages->block_item = &igvm->items[i];
		pages->profile_item =
			boot_pages_item_at(igvm, pages->block.launch_gpa + BOOT_OFF_PROFILE, NULL);
		if (pages->profile_item == NULL || pages->profile_item->page.file_offset == 0)
			continue;
		guest_pages_read(&pages->guest, igvm, &pages->block);
		return OK;
	}
	return problem_set(problem, ERR_NOT_FOUND, name,
			   "it holds no Parapet that this version knows");
}

static bool is_within(uint64_t gpa, uint64_t from, uint64_t pages)
{
	return gpa >= from && (gpa - from) / ABI_PAGE_SIZE < pages;
}

static const char *launch_role(uint64_t offset)
{
	static const struct {
		uint64_t offset;
		const char *role;
	} roles[] = {
		{ BOOT_OFF_BLOCK, "boot block" },
		{ BOOT_OFF_PROFILE, "profile" },
		{ BOOT_OFF_CPUID, "CPUID" },
		{ BOOT_OFF_SECRETS, "secrets" },
	};

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (roles[i].offset == offset)
			return roles[i].role;
	}
	return offset < BOOT_OFF_RANGES + BOOT_RANGE_PAGES * ABI_PAGE_SIZE ? "populated ranges"
									   : "parameters";
}

const char *boot_pages_role(const struct boot_pages *pages, uint64_t gpa)
{
	const struct boot_block *block = &pages->block;

	if (!is_within(gpa, block->region_gpa, block->region_size / ABI_PAGE_SIZE))
		return guest_pages_role(&pages->guest, gpa);
	if (is_within(gpa, block->image_gpa, block->image_pages))
		return "image";
	if (is_within(gpa, block->tables_gpa, block->table_pages))
		return "page tables";
	if (is_within(gpa, block->guest_vmsa_gpa, 1))
		return "guest VMSA";
	if (is_within(gpa, block->percpu_gpa, block->percpu_pages))
		return "first CPU";
	if (is_within(gpa, block->launch_gpa, (BOOT_OFF_MADT >> 12) + BOOT_MADT_PAGES))
		return launch_role(gpa - block->launch_gpa);
	return "region";
}
