/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(parapet-parts) */
/* fuzz-libs: -lyaml */
/* Any bytes as a kernel: what is accepted lies inside them and has a place that is free. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bzimage.h"

#define REGION_START 0x800000ull
#define REGION_END 0xc00000ull
#define LIMIT 0x20000000ull

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_place(const struct bzimage *image)
{
	struct problem problem;
	uint64_t at = 0;

	if (bzimage_place(image, REGION_START, REGION_END, LIMIT, &at, "fuzz", &problem) != OK)
		return;
	assert(at % image->alignment == 0);
	assert(at + image->header.init_size <= LIMIT);
	assert(at >= REGION_END || at + image->header.init_size <= REGION_START);
	assert(at == image->header.pref_address || image->header.relocatable_kernel != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly its size, so that the sanitizer sees a read beyond it */
	uint8_t *file = malloc(size + 1);
	struct problem problem;
	struct bzimage image;

	assert(file != NULL);
	file = realloc(file, size != 0 ? size : 1);
	memcpy(file, data, size);
	if (bzimage_open(&image, file, size, "fuzz", &problem) == OK) {
		assert(image.code >= file && image.code_len <= size);
		assert(image.code + image.code_len <= file + size);
		assert(image.header_len <= sizeof(image.header));
		assert(image.header_len <= image.header_bytes_len);
		assert(image.header_bytes + image.header_bytes_len <= file + size);
		assert(image.header.init_size >= image.code_len);
		check_place(&image);
	}
	free(file);
	return 0;
}
