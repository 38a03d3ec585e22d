/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The monitor's image, as the builder and the profile compiler need it: where its segments go, what
 * memory it wants, and the sections that are not loaded (needs, schema, log messages). Contracts:
 * abi/boot.h, abi/profile.h, abi/log.h.
 */
#ifndef TOOLS_IMAGE_H
#define TOOLS_IMAGE_H

#include "abi/boot.h"
#include "abi/profile.h"
#include "tools/elf_file.h"
#include "tools/file.h"
#include "tools/schema.h"

#define IMAGE_SEGMENTS_MAX 16u

struct image_segment {
	uint64_t va; /* page-aligned */
	uint64_t pages;
	const uint8_t *bytes; /* the first filesz of it; the rest is zero */
	uint64_t filesz;
	bool is_writable;
	bool is_executable;
};

struct image {
	struct buffer file;
	struct elf_file elf;
	struct image_needs needs;
	uint8_t build_id[PROFILE_BUILD_ID_SIZE];
	uint64_t entry;
	uint32_t pages; /* from BOOT_VA_IMAGE to the end of the last segment */
	unsigned int segment_count;
	struct image_segment segments[IMAGE_SEGMENTS_MAX];
	struct schema schema;
	struct elf_section log; /* of struct log_message; empty if there is none */
};

/*
 * Reads and checks the image at path. On success the caller ends with image_close; on error
 * *problem says what is wrong and nothing is to be closed.
 */
MUST_USE enum err image_open(struct image *image, const char *path, struct problem *problem);

/* The same from memory; takes the buffer over, also on error. name: for messages, must outlive
 * *image. */
MUST_USE enum err image_open_memory(struct image *image, struct buffer file, const char *name,
				    struct problem *problem);
void image_close(struct image *image);

#endif
