/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the monitor's image. Refuses what the builder could not lay out: never repairs. */
#include "tools/image.h"

#include <inttypes.h>
#include <string.h>

#include "abi/log.h"

/* The image's part of the address space ends where the heap's begins */
#define IMAGE_VA_END BOOT_VA_HEAP
#define IMAGE_BYTES_MAX (64u * 1024 * 1024)

static enum err bad(const struct image *image, struct problem *problem, const char *what)
{
	return problem_set(problem, ERR_FORMAT, image->elf.name, "%s", what);
}

static enum err take_needs(struct image *image, struct problem *problem)
{
	struct image_needs *needs = &image->needs;
	struct elf_section section;

	if (elf_section(&image->elf, IMAGE_SECTION, &section) != OK) {
		bad(image, problem, "no " IMAGE_SECTION " section: this is no Parapet image");
		problem_remedy(problem, "--image takes the monitor's ELF file, parapet.elf");
		return ERR_FORMAT;
	}
	if (section.len < sizeof(*needs))
		return bad(image, problem, "its " IMAGE_SECTION " section is too short");
	memcpy(needs, section.data, sizeof(*needs));
	if (memcmp(needs->magic, IMAGE_MAGIC, sizeof(needs->magic)) != 0 ||
	    needs->size != sizeof(*needs))
		return bad(image, problem, "its " IMAGE_SECTION " section is of another version");
	if (needs->heap_pages < 1 || needs->heap_pages > 65536 || needs->stack_pages < 1 ||
	    needs->stack_pages > 15 || needs->ist_pages < 1 || needs->ist_pages > 15 ||
	    needs->data_pages < 1 || needs->data_pages > 16 || needs->vcpus_max < 1 ||
	    needs->vcpus_max > 64)
		return bad(image, problem,
			   "its " IMAGE_SECTION " section asks for memory out of bounds");
	if (memchr(needs->version, '\0', sizeof(needs->version)) == NULL)
		return bad(image, problem, "its version text does not end");
	return OK;
}

/* Looks through one section of ELF notes for the GNU build id. */
static bool find_build_id(const struct elf_section *notes, uint8_t out[PROFILE_BUILD_ID_SIZE])
{
	size_t at = 0;

	while (notes->len - at >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr note;
		size_t name = at + sizeof(note);
		size_t desc;

		memcpy(&note, notes->data + at, sizeof(note));
		if (note.n_namesz > notes->len - name)
			return false;
		desc = name + (((size_t)note.n_namesz + 3) & ~(size_t)3);
		if (desc > notes->len || note.n_descsz > notes->len - desc)
			return false;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
		    memcmp(notes->data + name, "GNU", 4) == 0 &&
		    note.n_descsz == PROFILE_BUILD_ID_SIZE) {
			memcpy(out, notes->data + desc, PROFILE_BUILD_ID_SIZE);
			return true;
		}
		at = desc + (((size_t)note.n_descsz + 3) & ~(size_t)3);
		if (at > notes->len)
			return false;
	}
	return false;
}

static enum err take_build_id(struct image *image, struct problem *problem)
{
	struct elf_section notes;
	unsigned int idx = 0;

	while (elf_section_by_type(&image->elf, SHT_NOTE, &idx, &notes) == OK) {
		if (find_build_id(&notes, image->build_id))
			return OK;
	}
	bad(image, problem, "no GNU build id of 20 bytes");
	problem_remedy(problem, "link the image with --build-id=sha1");
	return ERR_FORMAT;
}

static enum err check_segment(const struct image *image, const struct image_segment *segment,
			      const Elf64_Phdr *header, struct problem *problem)
{
	if (segment->va % ABI_PAGE_SIZE != 0)
		return bad(image, problem, "a segment does not begin at a page");
	if (segment->va < BOOT_VA_IMAGE || header->p_memsz > IMAGE_BYTES_MAX ||
	    segment->va > IMAGE_VA_END - header->p_memsz)
		return bad(image, problem,
			   "a segment lies outside the image's part of the address space");
	if (segment->is_writable && segment->is_executable)
		return bad(image, problem, "a segment is writable and executable");
	return OK;
}

static enum err take_segment(struct image *image, unsigned int idx, struct problem *problem)
{
	const uint8_t *bytes;
	Elf64_Phdr header = elf_segment(&image->elf, idx, &bytes);
	struct image_segment segment = {
		.va = header.p_vaddr,
		.pages = header.p_memsz / ABI_PAGE_SIZE + (header.p_memsz % ABI_PAGE_SIZE != 0),
		.bytes = bytes,
		.filesz = header.p_filesz,
		.is_writable = (header.p_flags & PF_W) != 0,
		.is_executable = (header.p_flags & PF_X) != 0,
	};
	uint64_t end;
	enum err err;

	if (header.p_type != PT_LOAD || header.p_memsz == 0)
		return OK;
	err = check_segment(image, &segment, &header, problem);
	if (err != OK)
		return err;
	end = BOOT_VA_IMAGE + (uint64_t)image->pages * ABI_PAGE_SIZE;
	if (image->segment_count == IMAGE_SEGMENTS_MAX || segment.va < end)
		return bad(image, problem, "its segments overlap, descend or are too many");
	image->segments[image->segment_count++] = segment;
	image->pages = (uint32_t)((segment.va - BOOT_VA_IMAGE) / ABI_PAGE_SIZE + segment.pages);
	return OK;
}

static enum err take_segments(struct image *image, struct problem *problem)
{
	image->entry = image->elf.header.e_entry;
	for (unsigned int i = 0; i < elf_segment_count(&image->elf); i++) {
		enum err err = take_segment(image, i, problem);

		if (err != OK)
			return err;
	}
	for (unsigned int i = 0; i < image->segment_count; i++) {
		const struct image_segment *segment = &image->segments[i];

		if (segment->is_executable && image->entry >= segment->va &&
		    image->entry - segment->va < segment->filesz)
			return OK;
	}
	return bad(image, problem, "its entry point lies in no executable segment");
}

/* The file's bytes of a range of virtual addresses, or NULL. */
static const uint8_t *bytes_at(const struct image *image, uint64_t va, uint64_t len)
{
	for (unsigned int i = 0; i < image->segment_count; i++) {
		const struct image_segment *segment = &image->segments[i];

		if (va >= segment->va && va - segment->va <= segment->filesz &&
		    len <= segment->filesz - (va - segment->va))
			return segment->bytes + (va - segment->va);
	}
	return NULL;
}

static enum err take_schema(struct image *image, struct problem *problem)
{
	const struct image_needs *needs = &image->needs;
	uint64_t len = needs->params_end - needs->params_start;
	struct schema_params params = { .va = needs->params_start };
	struct elf_section section = { 0 };

	if (needs->params_end < needs->params_start || needs->param_size != sizeof(struct param) ||
	    len % sizeof(struct param) != 0 || len / sizeof(struct param) > PROFILE_PARAM_MAX)
		return bad(image, problem, "its parameter table has an impossible size");
	params.count = (size_t)(len / sizeof(struct param));
	params.bytes = bytes_at(image, params.va, len);
	if (params.count != 0 && params.bytes == NULL)
		return bad(image, problem, "its parameter table lies outside its segments");
	if (elf_section(&image->elf, SCHEMA_SECTION, &section) != OK && params.count != 0)
		return bad(image, problem, "no " SCHEMA_SECTION " section");
	return schema_decode(&image->schema, &params, &section, image->elf.name, problem);
}

static enum err take_log(struct image *image, struct problem *problem)
{
	if (elf_section(&image->elf, LOG_SECTION, &image->log) != OK)
		image->log = (struct elf_section){ 0 };
	if (image->log.len % sizeof(struct log_message) != 0)
		return bad(image, problem, "its " LOG_SECTION " section is cut off");
	return OK;
}

enum err image_open_memory(struct image *image, struct buffer file, const char *name,
			   struct problem *problem)
{
	enum err err;

	*image = (struct image){ .file = file };
	err = elf_open(&image->elf, file.data, file.len, name, problem);
	if (err == OK)
		err = take_needs(image, problem);
	if (err == OK)
		err = take_build_id(image, problem);
	if (err == OK)
		err = take_segments(image, problem);
	if (err == OK)
		err = take_schema(image, problem);
	if (err == OK)
		err = take_log(image, problem);
	if (err != OK)
		image_close(image);
	return err;
}

enum err image_open(struct image *image, const char *path, struct problem *problem)
{
	struct buffer file;
	enum err err = file_read(path, FILE_SIZE_MAX, &file, problem);

	return err != OK ? err : image_open_memory(image, file, path, problem);
}

void image_close(struct image *image)
{
	schema_free(&image->schema);
	buffer_free(&image->file);
}
