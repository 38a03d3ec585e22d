/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The layout. VMSA pages never begin at a multiple of 2 MiB: hardware with an erratum (Linux,
 * arch/x86/kvm/svm/sev.c) takes such a VMSA's RMP entry for one of 2 MiB.
 */
#include "tools/layout.h"

#include "tools/page_tables.h"

#define PAGE ((uint64_t)ABI_PAGE_SIZE)

uint64_t layout_percpu(const struct layout *layout, uint32_t cpu)
{
	return layout->percpu_gpa + cpu * (uint64_t)layout->percpu_pages * PAGE;
}

uint64_t layout_percpu_vmsa(const struct layout *layout, uint32_t cpu)
{
	return layout_percpu(layout, cpu) + (layout->percpu_pages - 1) * PAGE;
}

static int has_aligned_vmsa(const struct layout *layout)
{
	for (uint32_t cpu = 0; cpu < layout->vcpus; cpu++) {
		if (layout_percpu_vmsa(layout, cpu) % ABI_PAGE_2M == 0)
			return 1;
	}
	return 0;
}

struct layout layout_compute(const struct image_needs *needs, uint32_t image_pages, uint32_t vcpus,
			     uint64_t base)
{
	struct layout layout = {
		.vcpus = vcpus,
		.image_pages = image_pages,
		.editable_tables = BOOT_TABLE_PERCPU + vcpus,
		.table_pages = page_tables_count(image_pages, needs->heap_pages, vcpus),
		.percpu_pages =
			BOOT_PERCPU_PAGES(needs->stack_pages, needs->ist_pages, needs->data_pages),
		.heap_pages = needs->heap_pages,
		.base = base,
		.image_gpa = base,
	};

	layout.launch_gpa = layout.image_gpa + image_pages * PAGE;
	layout.tables_gpa = layout.launch_gpa + LAYOUT_LAUNCH_PAGES * PAGE;
	layout.guest_vmsa_gpa = layout.tables_gpa + layout.table_pages * PAGE;
	if (layout.guest_vmsa_gpa % ABI_PAGE_2M == 0)
		layout.guest_vmsa_gpa += PAGE;
	layout.percpu_gpa = layout.guest_vmsa_gpa + PAGE;
	while (has_aligned_vmsa(&layout))
		layout.percpu_gpa += PAGE;
	layout.heap_gpa = layout_percpu(&layout, vcpus);
	layout.size = layout.heap_gpa + layout.heap_pages * PAGE - base;
	layout.size = (layout.size + ABI_PAGE_2M - 1) / ABI_PAGE_2M * ABI_PAGE_2M;
	return layout;
}
