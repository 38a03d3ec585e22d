/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An IGVM file in memory, all of its headers read and its page references checked. */
#ifndef TOOLS_IGVM_FILE_H
#define TOOLS_IGVM_FILE_H

#include "lib/igvm.h"
#include "tools/file.h"

struct igvm_file {
	struct buffer file;
	struct igvm_reader reader;
	struct igvm_item *items;
	size_t count;
	uint32_t mask; /* of the SEV-SNP platform */
};

/*
 * Reads and checks the file at path: it must be well-formed, be for SEV-SNP, refer only to pages
 * inside itself and populate no page twice. On success the caller ends with igvm_file_close.
 */
MUST_USE enum err igvm_file_open(struct igvm_file *igvm, const char *path, struct problem *problem);

/* The same from memory; takes the buffer over, also on error. */
MUST_USE enum err igvm_file_open_memory(struct igvm_file *igvm, struct buffer file,
					const char *name, struct problem *problem);
void igvm_file_close(struct igvm_file *igvm);

/* The 4 KiB that a PAGE_DATA or VP_CONTEXT item stands for; never NULL. */
const uint8_t *igvm_file_page(const struct igvm_file *igvm, const struct igvm_item *item);

/* Bytes of the parameter area of this index, 0 if there is none. */
uint64_t igvm_file_area_bytes(const struct igvm_file *igvm, uint32_t index);

/* "PAGE_DATA" …, or NULL for a type this file does not know. */
const char *igvm_type_name(uint32_t type);

#endif
