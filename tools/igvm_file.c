/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading IGVM files whole. Everything that later code relies on is checked here, once. */
#include "tools/igvm_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "abi/snp.h"
#include "tools/alloc.h"

#define AREAS_MAX 64u
#define AREA_BYTES_MAX (16u * 1024 * 1024)

static const uint8_t zero_page[ABI_PAGE_SIZE];

static const struct {
	uint32_t type;
	const char *name;
} type_names[] = {
	{ IGVM_SUPPORTED_PLATFORM, "SUPPORTED_PLATFORM" },
	{ IGVM_GUEST_POLICY, "GUEST_POLICY" },
	{ IGVM_CORIM_DOCUMENT, "CORIM_DOCUMENT" },
	{ IGVM_CORIM_SIGNATURE, "CORIM_SIGNATURE" },
	{ IGVM_PARAMETER_AREA, "PARAMETER_AREA" },
	{ IGVM_PAGE_DATA, "PAGE_DATA" },
	{ IGVM_PARAMETER_INSERT, "PARAMETER_INSERT" },
	{ IGVM_VP_CONTEXT, "VP_CONTEXT" },
	{ IGVM_REQUIRED_MEMORY, "REQUIRED_MEMORY" },
	{ IGVM_VP_COUNT, "VP_COUNT" },
	{ IGVM_SRAT, "SRAT" },
	{ IGVM_MADT, "MADT" },
	{ IGVM_SNP_ID_BLOCK, "SNP_ID_BLOCK" },
	{ IGVM_MEMORY_MAP, "MEMORY_MAP" },
	{ IGVM_COMMAND_LINE, "COMMAND_LINE" },
	{ IGVM_SLIT, "SLIT" },
	{ IGVM_DEVICE_TREE, "DEVICE_TREE" },
	{ IGVM_ENVIRONMENT_INFO, "ENVIRONMENT_INFO" },
};

const char *igvm_type_name(uint32_t type)
{
	for (size_t i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++) {
		if (type_names[i].type == type)
			return type_names[i].name;
	}
	return NULL;
}

const uint8_t *igvm_file_page(const struct igvm_file *igvm, const struct igvm_item *item)
{
	uint32_t offset =
		item->type == IGVM_VP_CONTEXT ? item->vp.file_offset : item->page.file_offset;
	const uint8_t *page;

	if (igvm_page(&igvm->reader, offset, &page) != OK || page == NULL)
		return zero_page;
	return page;
}

uint64_t igvm_file_area_bytes(const struct igvm_file *igvm, uint32_t index)
{
	for (size_t i = 0; i < igvm->count; i++) {
		if (igvm->items[i].type == IGVM_PARAMETER_AREA &&
		    igvm->items[i].area.index == index)
			return igvm->items[i].area.bytes;
	}
	return 0;
}

static enum err read_items(struct igvm_file *igvm, const char *name, struct problem *problem)
{
	struct igvm_reader reader = igvm->reader;
	size_t room = 0;
	enum err err;

	for (;;) {
		if (igvm->count == room) {
			room = room == 0 ? 256 : room * 2;
			igvm->items = alloc_resize(igvm->items, room, sizeof(*igvm->items));
		}
		err = igvm_next(&reader, &igvm->items[igvm->count]);
		if (err == ERR_NOT_FOUND)
			return OK;
		if (err != OK)
			return problem_set(problem, err, name, "the header at offset 0x%zx: %s",
					   reader.offset, err_text(err));
		igvm->count++;
	}
}

static enum err find_platform(struct igvm_file *igvm, const char *name, struct problem *problem)
{
	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];

		if (item->type == IGVM_SUPPORTED_PLATFORM &&
		    item->platform.platform_type == IGVM_PLATFORM_SNP) {
			igvm->mask = item->platform.mask;
			return OK;
		}
	}
	return problem_set(problem, ERR_UNSUPPORTED, name, "it is not for SEV-SNP");
}

static enum err bad_item(const struct igvm_item *item, const char *name, struct problem *problem,
			 const char *what)
{
	const char *type = igvm_type_name(item->type);

	return problem_set(problem, ERR_FORMAT, name, "the %s at offset 0x%zx %s",
			   type != NULL ? type : "header", item->offset, what);
}

static enum err check_page(const struct igvm_file *igvm, const struct igvm_item *item,
			   const char *name, struct problem *problem)
{
	const uint8_t *page;

	if (item->page.gpa % ABI_PAGE_SIZE != 0)
		return bad_item(item, name, problem, "is not at a page's address");
	if ((item->page.flags & IGVM_PAGE_2M) != 0)
		return bad_item(item, name, problem, "is a 2M page, which is not supported");
	if (item->page.type > IGVM_PAGE_CPUID_XF)
		return bad_item(item, name, problem, "is of an unknown page type");
	if (igvm_page(&igvm->reader, item->page.file_offset, &page) != OK)
		return bad_item(item, name, problem, "refers to data outside the file");
	return OK;
}

static enum err check_insert(const struct igvm_file *igvm, const struct igvm_item *item,
			     const char *name, struct problem *problem)
{
	uint64_t bytes = igvm_file_area_bytes(igvm, item->insert.index);

	if (item->insert.gpa % ABI_PAGE_SIZE != 0)
		return bad_item(item, name, problem, "is not at a page's address");
	if (bytes == 0 || bytes > AREA_BYTES_MAX || bytes % ABI_PAGE_SIZE != 0)
		return bad_item(item, name, problem, "inserts no parameter area of whole pages");
	return OK;
}

static enum err check_vp(const struct igvm_file *igvm, const struct igvm_item *item,
			 const char *name, struct problem *problem)
{
	const uint8_t *page;

	if (igvm_page(&igvm->reader, item->vp.file_offset, &page) != OK || page == NULL)
		return bad_item(item, name, problem, "refers to no data inside the file");
	if (item->vp.gpa != SNP_VMSA_GPA)
		return bad_item(item, name, problem, "is not at the VMSA's fixed address");
	return OK;
}

static enum err check_items(const struct igvm_file *igvm, const char *name, struct problem *problem)
{
	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];
		enum err err = OK;

		if (item->type == IGVM_PAGE_DATA)
			err = check_page(igvm, item, name, problem);
		else if (item->type == IGVM_PARAMETER_INSERT)
			err = check_insert(igvm, item, name, problem);
		else if (item->type == IGVM_VP_CONTEXT)
			err = check_vp(igvm, item, name, problem);
		if (err != OK)
			return err;
	}
	return OK;
}

/* Addresses that the file populates, [start, end) */
struct span {
	uint64_t start;
	uint64_t end;
};

static int compare_spans(const void *a, const void *b)
{
	const struct span *left = a;
	const struct span *right = b;

	return left->start < right->start ? -1 : left->start > right->start;
}

static enum err check_overlaps(const struct igvm_file *igvm, const char *name,
			       struct problem *problem)
{
	struct span *spans = alloc_zeroed(igvm->count, sizeof(*spans));
	size_t count = 0;
	enum err err = OK;

	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];

		if (item->type == IGVM_PAGE_DATA)
			spans[count++] =
				(struct span){ item->page.gpa, item->page.gpa + ABI_PAGE_SIZE };
		else if (item->type == IGVM_PARAMETER_INSERT)
			spans[count++] = (struct span){
				item->insert.gpa,
				item->insert.gpa + igvm_file_area_bytes(igvm, item->insert.index)
			};
	}
	qsort(spans, count, sizeof(*spans), compare_spans);
	for (size_t i = 0; i < count && err == OK; i++) {
		if (spans[i].end < spans[i].start || (i > 0 && spans[i].start < spans[i - 1].end))
			err = problem_set(problem, ERR_OVERLAP, name,
					  "the page at 0x%" PRIx64 " is populated twice",
					  spans[i].start);
	}
	free(spans);
	return err;
}

enum err igvm_file_open_memory(struct igvm_file *igvm, struct buffer file, const char *name,
			       struct problem *problem)
{
	enum err err;

	*igvm = (struct igvm_file){ .file = file };
	err = igvm_open(&igvm->reader, file.data, file.len);
	if (err != OK)
		problem_set(problem, err, name, "not a sound IGVM file: %s", err_text(err));
	if (err == OK)
		err = read_items(igvm, name, problem);
	if (err == OK)
		err = find_platform(igvm, name, problem);
	if (err == OK)
		err = check_items(igvm, name, problem);
	if (err == OK)
		err = check_overlaps(igvm, name, problem);
	if (err != OK)
		igvm_file_close(igvm);
	return err;
}

enum err igvm_file_open(struct igvm_file *igvm, const char *path, struct problem *problem)
{
	struct buffer file;
	enum err err = file_read(path, FILE_SIZE_MAX, &file, problem);

	return err != OK ? err : igvm_file_open_memory(igvm, file, path, problem);
}

void igvm_file_close(struct igvm_file *igvm)
{
	free(igvm->items);
	buffer_free(&igvm->file);
	*igvm = (struct igvm_file){ 0 };
}
