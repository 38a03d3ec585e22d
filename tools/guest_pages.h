/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's side of an IGVM file: what its payload is handed, as far as listings name it.
 * Believes nothing of the pages but for words. */
#ifndef TOOLS_GUEST_PAGES_H
#define TOOLS_GUEST_PAGES_H

#include <stdbool.h>

#include "abi/boot.h"
#include "tools/guest_area.h"
#include "tools/igvm_file.h"

struct guest_pages {
	char cmdline[GUEST_CMDLINE_MAX + 1]; /* what is not printable as '?' */
	bool is_linux;
	uint64_t kernel; /* of a Linux payload: where its pages begin */
	uint64_t initrd; /* and its initrd's; size 0: none */
	uint64_t initrd_size;
};

/* Finds out what the file hands its guest. */
void guest_pages_read(struct guest_pages *guest, const struct igvm_file *igvm,
		      const struct boot_block *block);

/* What a page outside Parapet's region is for: "ACPI tables", "kernel", "payload" … */
const char *guest_pages_role(const struct guest_pages *guest, uint64_t gpa);

#endif
