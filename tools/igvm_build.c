/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The builder: every populated page, then the directives. Writes nothing to disk. */
#include "tools/igvm_build.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tools/alloc.h"
#include "tools/guest_area.h"
#include "tools/igvm_emit.h"
#include "tools/page_tables.h"
#include "tools/start_state.h"

#define MIB ((uint64_t)1 << 20)

/* The leaves that Parapet and its guests look at. The loader writes the values; a page of zeros
 * asks for all. */
static const struct {
	uint32_t leaf;
	uint32_t subleaf;
} cpuid_requests[] = {
	{ 0x00000000, 0 }, { 0x00000001, 0 }, { 0x00000005, 0 }, { 0x00000006, 0 },
	{ 0x00000007, 0 }, { 0x00000007, 1 }, { 0x0000000b, 0 }, { 0x0000000b, 1 },
	{ 0x0000000d, 0 }, { 0x0000000d, 1 }, { 0x80000000, 0 }, { 0x80000001, 0 },
	{ 0x80000002, 0 }, { 0x80000003, 0 }, { 0x80000004, 0 }, { 0x80000005, 0 },
	{ 0x80000006, 0 }, { 0x80000007, 0 }, { 0x80000008, 0 }, { 0x8000000a, 0 },
	{ 0x80000019, 0 }, { 0x8000001a, 0 }, { 0x8000001d, 0 }, { 0x8000001d, 1 },
	{ 0x8000001d, 2 }, { 0x8000001d, 3 }, { 0x8000001e, 0 }, { 0x8000001f, 0 },
};

static struct page *add_monitor_page(struct page_set *set, uint64_t gpa)
{
	struct page *page = page_set_add(set, gpa, PAGE_MONITOR);

	assert(page != NULL);
	return page;
}

static void add_image(struct page_set *set, const struct layout *layout, const struct image *image)
{
	for (uint32_t i = 0; i < image->pages; i++)
		add_monitor_page(set, layout->image_gpa + i * (uint64_t)ABI_PAGE_SIZE);
	for (unsigned int i = 0; i < image->segment_count; i++) {
		const struct image_segment *segment = &image->segments[i];
		uint64_t gpa = layout->image_gpa + (segment->va - BOOT_VA_IMAGE);

		for (uint64_t at = 0; at < segment->filesz; at += ABI_PAGE_SIZE) {
			uint64_t left = segment->filesz - at;

			memcpy(page_set_find(set, gpa + at)->bytes, segment->bytes + at,
			       left < ABI_PAGE_SIZE ? left : ABI_PAGE_SIZE);
		}
	}
}

static void add_cpuid(struct page_set *set, uint64_t gpa)
{
	struct page *page = add_monitor_page(set, gpa);
	struct snp_cpuid_page table = { .count = sizeof(cpuid_requests) /
						 sizeof(cpuid_requests[0]) };

	static_assert(sizeof(cpuid_requests) / sizeof(cpuid_requests[0]) <= SNP_CPUID_MAX, "");
	for (uint32_t i = 0; i < table.count; i++) {
		table.entries[i].eax_in = cpuid_requests[i].leaf;
		table.entries[i].ecx_in = cpuid_requests[i].subleaf;
	}
	page->type = IGVM_PAGE_CPUID;
	memcpy(page->bytes, &table, sizeof(table));
}

static void add_percpu(struct page_set *set, const struct layout *layout)
{
	/* All but the last three: GHCB and doorbell are shared, and the first CPU's VMSA is the VP
	 * context */
	for (uint32_t i = 0; i + 3 < layout->percpu_pages; i++)
		add_monitor_page(set, layout->percpu_gpa + i * (uint64_t)ABI_PAGE_SIZE);
}

/* Lists the populated pages outside the region, neighbours of one kind as one range. */
static enum err add_ranges(struct page_set *set, uint64_t gpa, uint32_t *count,
			   struct problem *problem)
{
	struct boot_range ranges[BOOT_RANGE_MAX] = { 0 };
	size_t used = 0;

	for (size_t i = 0; i < set->count; i++) {
		const struct page *page = set->pages[i];
		struct boot_range *last = used > 0 ? &ranges[used - 1] : NULL;

		if (page->owner == PAGE_MONITOR)
			continue;
		if (last != NULL && last->kind == (uint32_t)page->owner &&
		    last->gpa + last->pages * ABI_PAGE_SIZE == page->gpa) {
			last->pages++;
			continue;
		}
		if (used == BOOT_RANGE_MAX)
			return problem_set(problem, ERR_NO_SPACE, NULL,
					   "the payload lies in more than %zu pieces",
					   (size_t)BOOT_RANGE_MAX);
		ranges[used++] = (struct boot_range){ page->gpa, 1, (uint32_t)page->owner, 0 };
	}
	for (uint32_t i = 0; i < BOOT_RANGE_PAGES; i++) {
		size_t from = i * (size_t)ABI_PAGE_SIZE;
		size_t left = sizeof(ranges) > from ? sizeof(ranges) - from : 0;

		memcpy(add_monitor_page(set, gpa + from)->bytes, (const uint8_t *)ranges + from,
		       left < ABI_PAGE_SIZE ? left : ABI_PAGE_SIZE);
	}
	*count = (uint32_t)used;
	return OK;
}

static void add_boot_block(struct page_set *set, const struct igvm_build *build,
			   const struct layout *layout, uint32_t range_count,
			   const struct guest_madt *madt, uint64_t memory_end)
{
	const struct image_needs *needs = &build->image->needs;
	const struct boot_block block = {
		.magic = BOOT_MAGIC,
		.version = BOOT_VERSION,
		.size = sizeof(block),
		.c_bit = build->c_bit,
		.vcpus_max = build->vcpus_max,
		.region_gpa = layout->base,
		.region_size = layout->size,
		.image_gpa = layout->image_gpa,
		.heap_gpa = layout->heap_gpa,
		.percpu_gpa = layout->percpu_gpa,
		.tables_gpa = layout->tables_gpa,
		.launch_gpa = layout->launch_gpa,
		.image_pages = layout->image_pages,
		.heap_pages = layout->heap_pages,
		.percpu_pages = layout->percpu_pages,
		.stack_pages = needs->stack_pages,
		.ist_pages = needs->ist_pages,
		.data_pages = needs->data_pages,
		.table_pages = layout->table_pages,
		.range_count = range_count,
		.guest_vmsa_gpa = layout->guest_vmsa_gpa,
		.guest_caa_gpa = GUEST_CAA,
		.guest_secrets_gpa = GUEST_SECRETS,
		.guest_cpuid_gpa = GUEST_CPUID,
		.guest_boot_params_gpa = GUEST_BOOT_PARAMS,
		.guest_madt_gpa = madt->gpa,
		.guest_madt_size = madt->len,
		.guest_vmpl = IGVM_BUILD_GUEST_VMPL,
		.sev_features = build->sev_features,
		.svn = build->svn,
		.guest_memory_mib = (uint32_t)((memory_end + MIB - 1) / MIB),
	};

	memcpy(add_monitor_page(set, layout->launch_gpa + BOOT_OFF_BLOCK)->bytes, &block,
	       sizeof(block));
}

static void add_launch_pages(struct page_set *set, const struct igvm_build *build,
			     const struct layout *layout)
{
	memcpy(add_monitor_page(set, layout->launch_gpa + BOOT_OFF_PROFILE)->bytes,
	       build->profile_page, ABI_PAGE_SIZE);
	add_cpuid(set, layout->launch_gpa + BOOT_OFF_CPUID);
	add_monitor_page(set, layout->launch_gpa + BOOT_OFF_SECRETS)->type = IGVM_PAGE_SECRETS;
}

static void add_guest_vmsa(struct page_set *set, const struct igvm_build *build,
			   const struct layout *layout, uint64_t entry)
{
	struct vmsa vmsa;

	start_state_guest(&vmsa, entry, GUEST_BOOT_PARAMS, GUEST_TABLES | 1ull << build->c_bit,
			  IGVM_BUILD_GUEST_VMPL);
	memcpy(add_monitor_page(set, layout->guest_vmsa_gpa)->bytes, &vmsa, sizeof(vmsa));
}

/* All populated pages, and the first vCPU's VMSA. */
static enum err build_pages(const struct igvm_build *build, const struct layout *layout,
			    struct page_set *set, struct vmsa *vmsa, struct problem *problem)
{
	const struct payload_room room = { layout->base, layout->base + layout->size,
					   build->memory_min };
	const struct guest_area area = {
		.machine = { .vcpus = build->vcpus_max, .has_srat = build->has_srat },
		.cmdline = build->payload->append,
		.c_bit = build->c_bit,
	};
	struct guest_madt madt;
	uint32_t range_count = 0;
	struct payload_start start = { 0 };
	uint64_t cr3;
	enum err err;

	madt = guest_area_build(set, &area);
	err = payload_load(build->payload, set, &room, &start, problem);
	if (err != OK)
		return err;
	add_image(set, layout, build->image);
	add_launch_pages(set, build, layout);
	err = add_ranges(set, layout->launch_gpa + BOOT_OFF_RANGES, &range_count, problem);
	if (err != OK)
		return err;
	add_boot_block(set, build, layout, range_count, &madt, start.memory_end);
	add_guest_vmsa(set, build, layout, start.entry);
	add_percpu(set, layout);
	cr3 = page_tables_build(set, layout, build->image, build->c_bit);
	start_state_monitor(vmsa, build->image->entry, BOOT_VA_PERCPU + BOOT_PERCPU_STACK_TOP, cr3,
			    build->sev_features);
	return OK;
}

enum err igvm_build(const struct igvm_build *build, struct buffer *out, struct problem *problem)
{
	struct layout layout = layout_compute(&build->image->needs, build->image->pages,
					      build->vcpus_max, build->base);
	struct page_set set = { 0 };
	struct vmsa vmsa;
	enum err err;

	err = build_pages(build, &layout, &set, &vmsa, problem);
	if (err == OK)
		err = igvm_emit(&set, &layout, &vmsa, build->policy, out);
	if (err == ERR_NO_SPACE)
		problem_set(problem, err, NULL,
			    "the IGVM file would be larger than the format allows");
	page_set_free(&set);
	return err;
}
