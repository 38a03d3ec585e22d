/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages that an IGVM file populates, kept in ascending order of address. */
#ifndef TOOLS_PAGE_SET_H
#define TOOLS_PAGE_SET_H

#include <stddef.h>
#include <stdint.h>

#include "abi/boot.h"
#include "lib/err.h"

/* Whose a page is */
enum page_owner {
	PAGE_MONITOR, /* inside the region: no range is listed for it */
	PAGE_GUEST = BOOT_RANGE_GUEST,
	PAGE_GUEST_RESERVED = BOOT_RANGE_GUEST_RESERVED,
	PAGE_GUEST_ACPI = BOOT_RANGE_GUEST_ACPI,
};

struct page {
	uint64_t gpa;
	uint16_t type; /* IGVM_PAGE_* */
	enum page_owner owner;
	uint8_t bytes[ABI_PAGE_SIZE];
};

/* Zeroed is empty */
struct page_set {
	struct page **pages; /* ascending by gpa */
	size_t count;
	size_t room;
};

/* Adds a zeroed page of type NORMAL; the set owns it. Returns NULL if there is one at gpa already.
 */
struct page *page_set_add(struct page_set *set, uint64_t gpa, enum page_owner owner);

/* The page at gpa, or NULL. */
struct page *page_set_find(const struct page_set *set, uint64_t gpa);

/* How many pages have addresses within [from, to). */
size_t page_set_count_within(const struct page_set *set, uint64_t from, uint64_t to);
void page_set_free(struct page_set *set);

#endif
