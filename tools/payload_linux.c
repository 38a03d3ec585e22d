/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Linux payloads: the kernel where it wants to be or above Parapet's region, its initrd behind the
 * memory that it unpacks itself into, and the zero page's setup header. What the host decides
 * (E820)
 * is left to the image. Spec: Linux Documentation/arch/x86/boot.rst, 64-bit boot protocol.
 */
#include <inttypes.h>
#include <string.h>

#include "tools/bzimage.h"
#include "tools/guest_area.h"
#include "tools/payload_kinds.h"

/* At the end of memory the image keeps a little for itself: the map of validated pages */
#define MEMORY_MARGIN ((uint64_t)ABI_PAGE_2M)

struct span {
	uint64_t start;
	uint64_t size;
};

static enum err place_initrd(const struct bzimage *image, const struct payload_room *room,
			     uint64_t kernel, struct span *initrd, const char *name,
			     struct problem *problem)
{
	uint64_t limit = room->memory_min - MEMORY_MARGIN;
	uint64_t at = kernel + image->header.init_size;

	at = (at + ABI_PAGE_2M - 1) / ABI_PAGE_2M * ABI_PAGE_2M;
	if (at < room->region_end && room->region_start < at + initrd->size)
		at = room->region_end;
	if (limit > (uint64_t)image->header.initrd_addr_max + 1)
		limit = (uint64_t)image->header.initrd_addr_max + 1;
	if (at > limit || initrd->size > limit - at) {
		problem_set(problem, ERR_RANGE, name,
			    "its %" PRIu64 " bytes at 0x%" PRIx64 " do not end below 0x%" PRIx64,
			    initrd->size, at, limit);
		problem_remedy(problem, "say a higher --memory-min (the guest never gets less), or "
					"make it smaller");
		return ERR_RANGE;
	}
	initrd->start = at;
	return OK;
}

/* The header as the kernel has it, and the fields that a boot loader owes it */
static void write_header(const struct bzimage *image, struct page_set *set, uint64_t kernel,
			 const struct span *initrd)
{
	struct linux_setup_header header = image->header;

	header.type_of_loader = LINUX_LOADER_UNDEFINED;
	header.code32_start = (uint32_t)kernel;
	header.ramdisk_image = (uint32_t)initrd->start;
	header.ramdisk_size = (uint32_t)initrd->size;
	header.cmd_line_ptr = (uint32_t)GUEST_CMDLINE;
	header.setup_data = GUEST_CC_BLOB;
	guest_area_put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_SETUP_HEADER, image->header_bytes,
		       image->header_bytes_len);
	guest_area_put(set, GUEST_BOOT_PARAMS + BOOT_PARAMS_SETUP_HEADER, &header,
		       image->header_len);
}

static enum err load_initrd(const struct payload *payload, struct page_set *set,
			    const struct payload_room *room, const struct bzimage *image,
			    uint64_t kernel, struct span *initrd, struct problem *problem)
{
	struct buffer file;
	enum err err;

	if (payload->initrd == NULL)
		return OK;
	err = file_read(payload->initrd, FILE_SIZE_MAX, &file, problem);
	if (err != OK)
		return err;
	initrd->size = file.len;
	if (file.len == 0)
		err = problem_set(problem, ERR_FORMAT, payload->initrd, "it is empty");
	if (err == OK)
		err = place_initrd(image, room, kernel, initrd, payload->initrd, problem);
	if (err == OK)
		err = payload_put(set, room, initrd->start, file.data, file.len, file.len,
				  payload->initrd, problem);
	buffer_free(&file);
	return err;
}

/* Where what it needs ends, with what the image keeps above */
static uint64_t memory_end(const struct bzimage *image, uint64_t kernel, const struct span *initrd)
{
	uint64_t end = kernel + image->header.init_size;

	if (initrd->size != 0 && initrd->start + initrd->size > end)
		end = initrd->start + initrd->size;
	return end + MEMORY_MARGIN;
}

static enum err load(const struct payload *payload, const struct bzimage *image,
		     struct page_set *set, const struct payload_room *room,
		     struct payload_start *start, struct problem *problem)
{
	struct span initrd = { 0 };
	uint64_t kernel = 0;
	enum err err;

	if (strlen(payload->append) > image->header.cmdline_size)
		return problem_set(problem, ERR_RANGE, payload->file,
				   "it takes a command line of %u bytes at most",
				   image->header.cmdline_size);
	err = bzimage_place(image, room->region_start, room->region_end,
			    room->memory_min - MEMORY_MARGIN, &kernel, payload->file, problem);
	if (err == OK)
		err = payload_put(set, room, kernel, image->code, image->code_len, image->code_len,
				  payload->file, problem);
	if (err == OK)
		err = load_initrd(payload, set, room, image, kernel, &initrd, problem);
	if (err != OK)
		return err;
	write_header(image, set, kernel, &initrd);
	*start = (struct payload_start){
		.entry = kernel + LINUX_ENTRY_64,
		.memory_end = memory_end(image, kernel, &initrd),
	};
	return OK;
}

enum err payload_linux_load(const struct payload *payload, struct page_set *set,
			    const struct payload_room *room, struct payload_start *start,
			    struct problem *problem)
{
	struct bzimage image;
	struct buffer file;
	enum err err = file_read(payload->file, FILE_SIZE_MAX, &file, problem);

	if (err != OK)
		return err;
	err = bzimage_open(&image, file.data, file.len, payload->file, problem);
	if (err == OK)
		err = load(payload, &image, set, room, start, problem);
	buffer_free(&file);
	return err;
}
