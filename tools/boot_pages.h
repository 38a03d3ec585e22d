/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parapet's own pages in an IGVM file: finding the boot block and what it describes. Contract:
 * abi/boot.h. */
#ifndef TOOLS_BOOT_PAGES_H
#define TOOLS_BOOT_PAGES_H

#include "abi/boot.h"
#include "tools/guest_pages.h"
#include "tools/igvm_file.h"

struct boot_pages {
	struct boot_block block;
	const struct igvm_item *block_item;
	const struct igvm_item *profile_item;
	struct guest_pages guest;
};

/* Errors: ERR_NOT_FOUND when the file holds no Parapet of this version, described in *problem. */
MUST_USE enum err boot_pages_find(struct boot_pages *pages, const struct igvm_file *igvm,
				  const char *name, struct problem *problem);

/*
 * The PAGE_DATA at gpa, or NULL. The search starts at header *hint and leaves it behind what it
 * found, so that looking for ascending addresses costs one pass; NULL for no hint.
 */
const struct igvm_item *boot_pages_item_at(const struct igvm_file *igvm, uint64_t gpa,
					   size_t *hint);

/* What a page at gpa is for: "image", "page tables", "profile", "kernel" … */
const char *boot_pages_role(const struct boot_pages *pages, uint64_t gpa);

/* One number of the boot block, for printing and comparing */
struct boot_field {
	const char *name;
	size_t offset;
	size_t size;
};
extern const struct boot_field boot_fields[];
extern const size_t boot_field_count;
uint64_t boot_field_value(const struct boot_field *field, const struct boot_block *block);

#endif
