/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(parapet-parts) */
/* fuzz-libs: -lyaml */
/* Any bytes as an IGVM file: read, check, measure, compare with itself. The CRC is mended so that
 * it hides nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tools/igvm_check.h"
#include "tools/igvm_diff.h"
#include "tools/measure.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void mend_crc(uint8_t *file, size_t size)
{
	struct igvm_fixed_header header;
	size_t fixed;

	if (size < sizeof(header))
		return;
	memcpy(&header, file, sizeof(header));
	fixed = sizeof(header) + (header.version == IGVM_VERSION_2 ? 8 : 0);
	header.total_size = (uint32_t)size;
	if (size < fixed || header.variable_offset > size ||
	    header.variable_size > size - header.variable_offset)
		return;
	header.crc32 = 0;
	header.crc32 = igvm_crc32(0, &header, sizeof(header));
	header.crc32 = igvm_crc32(header.crc32, file + sizeof(header), fixed - sizeof(header));
	header.crc32 =
		igvm_crc32(header.crc32, file + header.variable_offset, header.variable_size);
	memcpy(file, &header, sizeof(header));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer file = { malloc(size + 1), size };
	struct problem problem;
	struct igvm_file igvm;
	char *text = NULL;
	size_t len = 0;
	FILE *out;

	memcpy(file.data, data, size);
	mend_crc(file.data, size);
	if (igvm_file_open_memory(&igvm, file, "fuzz", &problem) != OK)
		return 0;
	(void)measure_file(&igvm, &(struct measure){ 2, 0 });
	(void)!igvm_check_qemu(&igvm, "fuzz", &problem);
	out = open_memstream(&text, &len);
	if (igvm_diff_print(out, &igvm, &igvm, NULL) != 0)
		abort();
	fclose(out);
	free(text);
	igvm_file_close(&igvm);
	return 0;
}
