/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What runs at the guest's VMPL: elf:FILE[,append=TEXT] or linux:FILE[,initrd=FILE][,append=TEXT].
 */
#ifndef TOOLS_PAYLOAD_H
#define TOOLS_PAYLOAD_H

#include "tools/file.h"
#include "tools/page_set.h"

struct payload {
	char *text; /* the specification, cut into what follows */
	const char *kind;
	const char *file;
	const char *initrd; /* NULL: none */
	const char *append; /* "": none */
};

/* Splits a specification; on success the caller ends with payload_free. */
MUST_USE enum err payload_parse(struct payload *payload, const char *specification,
				struct problem *problem);
void payload_free(struct payload *payload);

/* Guest-physical addresses that the monitor keeps, and where memory surely is */
struct payload_room {
	uint64_t region_start;
	uint64_t region_end;
	uint64_t memory_min; /* in bytes from 0, at least 32M: no guest gets less */
};

/* What else the monitor must know of a payload */
struct payload_start {
	uint64_t entry;      /* where the first vCPU starts */
	uint64_t memory_end; /* memory must reach up to here; 0: its pages are all that it needs */
};

/* Adds the payload's pages to set, which has those of the guest's low area. */
MUST_USE enum err payload_load(const struct payload *payload, struct page_set *set,
			       const struct payload_room *room, struct payload_start *start,
			       struct problem *problem);

/*
 * Adds the pages of one piece of a payload: filesz bytes at gpa, then zeros to memsz. name is for
 * messages. Errors: ERR_OVERLAP, ERR_RANGE.
 */
MUST_USE enum err payload_put(struct page_set *set, const struct payload_room *room, uint64_t gpa,
			      const uint8_t *bytes, uint64_t filesz, uint64_t memsz,
			      const char *name, struct problem *problem);

#endif
