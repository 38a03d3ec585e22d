/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF payloads: segments go where their physical addresses say. */
#include "tools/elf_file.h"
#include "tools/payload_kinds.h"

/* Segments in ascending order of address, so that an overlap is one with the end of the one before.
 */
static enum err load_segments(const struct elf_file *elf, struct page_set *set,
			      const struct payload_room *room, struct problem *problem)
{
	uint64_t end = 0;

	for (unsigned int i = 0; i < elf_segment_count(elf); i++) {
		const uint8_t *bytes;
		Elf64_Phdr header = elf_segment(elf, i, &bytes);
		enum err err;

		if (header.p_type != PT_LOAD || header.p_memsz == 0)
			continue;
		if (header.p_paddr < end)
			return problem_set(problem, ERR_OVERLAP, elf->name,
					   "segment %u overlaps an earlier one or descends", i);
		err = payload_put(set, room, header.p_paddr, bytes, header.p_filesz, header.p_memsz,
				  elf->name, problem);
		if (err != OK)
			return err;
		end = header.p_paddr + header.p_memsz;
	}
	if (end == 0)
		return problem_set(problem, ERR_FORMAT, elf->name, "it has nothing to load");
	return OK;
}

enum err payload_elf_load(const struct payload *payload, struct page_set *set,
			  const struct payload_room *room, struct payload_start *start,
			  struct problem *problem)
{
	struct elf_file elf;
	struct buffer file;
	enum err err = file_read(payload->file, FILE_SIZE_MAX, &file, problem);

	if (err != OK)
		return err;
	if (payload->initrd != NULL)
		err = problem_set(problem, ERR_UNSUPPORTED, payload->file,
				  "an elf: payload takes no initrd");
	if (err == OK)
		err = elf_open(&elf, file.data, file.len, payload->file, problem);
	if (err == OK)
		err = load_segments(&elf, set, room, problem);
	if (err == OK &&
	    page_set_find(set, elf.header.e_entry / ABI_PAGE_SIZE * ABI_PAGE_SIZE) == NULL)
		err = problem_set(problem, ERR_FORMAT, payload->file,
				  "its entry point is not in it");
	if (err == OK)
		*start = (struct payload_start){ .entry = elf.header.e_entry };
	buffer_free(&file);
	return err;
}
