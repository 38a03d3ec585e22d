/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which memory is the guest's: the RAM of the host's checked map without Parapet's region, the
 * validity map and the page of the reset vector. Fixed once guest_map_init (core/boot/boot.h) has
 * run.
 */
#ifndef CORE_MEMORY_GUEST_MAP_H
#define CORE_MEMORY_GUEST_MAP_H

#include "core/boot/boot.h"

/* The page an x86 CPU starts in after reset: never opened, so a host cannot start a guest vCPU
 * there */
#define RESET_VECTOR_PAGE 0xfffff000ull

/* Each of three holes may split a range in two */
#define GUEST_RANGES_MAX (HOST_RAM_RANGES_MAX + 3)

struct guest_range {
	uint64_t start; /* page-aligned */
	uint64_t end;
	uint64_t first_bit; /* of start in the validity map; congruent to start's page number modulo
			       512 */
};

/* Whether [start, start + len), len ≥ 1, lies in one guest range; any values. */
bool guest_map_contains(gpa_t start, uint64_t len);

/* Bit number of a page in the validity map. Returns OK, or ERR_RANGE if it is not the guest's. */
MUST_USE enum err guest_map_bit(gpa_t page, uint64_t *bit);

/* The ranges, ascending. */
uint32_t guest_map_count(void);
const struct guest_range *guest_map_at(uint32_t index);

/* Pages that the validity map takes. */
uint64_t guest_map_validity_pages(void);

#endif
