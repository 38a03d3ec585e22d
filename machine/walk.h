/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's reading of guest page tables, and its access to guest memory by guest-virtual
 * address. 64-bit four-level paging and paging off; anything else breaks RULE_UNMODELLED. Spec:
 * AMD64 APM volume 2, 5.3.
 */
#ifndef MACHINE_WALK_H
#define MACHINE_WALK_H

#include <stdbool.h>

#include "vcpu.h"

enum walk_access { WALK_READ, WALK_WRITE, WALK_FETCH };

struct walk {
	uint64_t gpa; /* without the C-bit */
	bool is_private;
	uint64_t page_size; /* of the mapping */
};

/*
 * Translates gva as a supervisor access. Returns whether it is mapped (and writable, for
 * WALK_WRITE); if not, *error is the #PF error code.
 */
bool walk_translate(struct level *level, uint64_t gva, enum walk_access access, struct walk *out,
		    uint64_t *error);

/* Copies len ≤ 64 bytes at RIP. Returns whether they could be read. */
bool walk_fetch(struct level *level, void *out, uint32_t len);

/* Copies between guest-virtual memory, by the rights of level, and a buffer. Returns whether all
 * was done. */
bool walk_read(struct level *level, uint64_t gva, void *out, uint32_t len);
bool walk_write(struct level *level, uint64_t gva, const void *data, uint32_t len);

#endif
