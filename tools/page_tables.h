/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page tables that the monitor starts on, and those of its guest. Spec: APM volume 2 s5.3. */
#ifndef TOOLS_PAGE_TABLES_H
#define TOOLS_PAGE_TABLES_H

#include "tools/image.h"
#include "tools/layout.h"
#include "tools/page_set.h"

/* Pages that page_tables_build uses. */
uint32_t page_tables_count(uint32_t image_pages, uint32_t heap_pages, uint32_t vcpus);

/*
 * Builds the monitor's tables as pages of set, mapping what abi/boot.h lists and nothing else.
 * c_bit: position of the C-bit. Returns CR3, C-bit included.
 */
uint64_t page_tables_build(struct page_set *set, const struct layout *layout,
			   const struct image *image, unsigned int c_bit);

/* The guest's: 6 pages at gpa, all of the low 4 GiB onto itself by 2M pages, private. */
#define PAGE_TABLES_GUEST_PAGES 6u
void page_tables_build_guest(struct page_set *set, uint64_t gpa, unsigned int c_bit);

#endif
