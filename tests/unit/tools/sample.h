/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A monitor image and a payload made up in memory, with one parameter of each type. */
#ifndef TESTS_UNIT_TOOLS_SAMPLE_H
#define TESTS_UNIT_TOOLS_SAMPLE_H

#include "tests/unit/tools/schema_sample.h"
#include "tools/file.h"
#include "tools/image.h"

/* The image's bytes; the caller frees. Equal build ids for equal bytes id. */
struct buffer sample_image(uint8_t id);

/* Where things lie in sample_image, to break them */
struct sample_offsets {
	size_t params;
	size_t needs;
	size_t schema;
	size_t log;
	size_t segments; /* program headers */
	size_t sections; /* section headers */
};
struct sample_offsets sample_offsets(void);

/* An ELF payload of one segment of 5000 bytes in the file, 9000 in memory, at paddr; the caller
 * frees. */
struct buffer sample_payload(uint64_t paddr);

/* The image, opened; ends the test if it does not open. */
void sample_open(struct image *image, uint8_t id);

#endif
