/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(parapet-parts) */
/* fuzz-libs: -lyaml */
/* Any bytes as the monitor's image, and as a payload's ELF file. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/image.h"
#include "tools/log_decode.h"
#include "tools/payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void decode_logs(const struct image *image, const uint8_t *data, size_t size)
{
	struct log_record record;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	memset(&record, 0, sizeof(record));
	memcpy(&record, data, size < sizeof(record) ? size : sizeof(record));
	for (record.token = 0; record.token < image->log.len;
	     record.token += sizeof(struct log_message))
		log_record_print(out, &image->log, &record);
	fclose(out);
	free(text);
}

static void load_payload(const uint8_t *data, size_t size)
{
	const struct payload_room room = { 0x800000, 0xc00000, 512u << 20 };
	struct page_set set = { 0 };
	struct problem problem;
	struct elf_file elf;

	if (elf_open(&elf, data, size, "fuzz", &problem) != OK)
		return;
	for (unsigned int i = 0; i < elf_segment_count(&elf); i++) {
		const uint8_t *bytes;
		Elf64_Phdr header = elf_segment(&elf, i, &bytes);

		/* What a payload may ask for in zeros is bounded; less of it keeps the fuzzer fast
		 */
		if (header.p_type == PT_LOAD && header.p_memsz < 1u << 16)
			(void)!payload_put(&set, &room, header.p_paddr, bytes, header.p_filesz,
					   header.p_memsz, "fuzz", &problem);
	}
	page_set_free(&set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer file = { malloc(size + 1), size };
	struct problem problem;
	struct image image;

	memcpy(file.data, data, size);
	load_payload(file.data, size);
	if (image_open_memory(&image, file, "fuzz", &problem) != OK)
		return 0;
	decode_logs(&image, data, size);
	image_close(&image);
	return 0;
}
