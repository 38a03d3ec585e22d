/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bzImage. Nothing outside the bytes that were given is read, whatever the fields say. */
#include "tools/bzimage.h"

#include <inttypes.h>
#include <string.h>

#include "abi/boot.h"

#define ALIGNMENT_MAX ((uint64_t)1 << 30)
#define ADDRESS_MAX ((uint64_t)1 << 32)
#define SETUP_SECTORS_OLD 4u /* what a setup_sects of 0 means */

/* Bytes from the header's start to the end that its jump names */
static size_t header_len(const struct linux_setup_header *header)
{
	return offsetof(struct linux_setup_header, magic) + header->jump_len;
}

static enum err read_header(struct bzimage *image, const uint8_t *data, size_t len,
			    const char *name, struct problem *problem)
{
	struct linux_setup_header *header = &image->header;
	size_t room = BOOT_PARAMS_SETUP_HEADER_END - BOOT_PARAMS_SETUP_HEADER;

	if (len < BOOT_PARAMS_SETUP_HEADER_END)
		return problem_set(problem, ERR_TRUNCATED, name, "it is too short for a kernel");
	memcpy(header, data + BOOT_PARAMS_SETUP_HEADER, sizeof(*header));
	if (header->boot_flag != LINUX_BOOT_FLAG || header->magic != LINUX_HEADER_MAGIC) {
		problem_set(problem, ERR_FORMAT, name, "it is no bzImage");
		problem_remedy(problem, "a kernel is arch/x86/boot/bzImage, or /boot/vmlinuz-*");
		return ERR_FORMAT;
	}
	if (header->version < LINUX_VERSION_XLOADFLAGS)
		return problem_set(problem, ERR_UNSUPPORTED, name,
				   "its boot protocol is %u.%u; 2.12 is the least",
				   header->version >> 8, header->version & 0xffu);
	if (header->jump != 0xeb ||
	    header_len(header) < offsetof(struct linux_setup_header, handover_offset) ||
	    header_len(header) > room)
		return problem_set(
			problem, ERR_FORMAT, name,
			"its setup header is of a length that the protocol does not have");
	image->header_bytes = data + BOOT_PARAMS_SETUP_HEADER;
	image->header_bytes_len = header_len(header);
	image->header_len = header_len(header);
	if (image->header_len < sizeof(*header))
		memset((uint8_t *)header + image->header_len, 0,
		       sizeof(*header) - image->header_len);
	else
		image->header_len = sizeof(*header);
	return OK;
}

static enum err check_kind(const struct bzimage *image, const char *name, struct problem *problem)
{
	const struct linux_setup_header *header = &image->header;

	if ((header->xloadflags & LINUX_XLF_KERNEL_64) == 0)
		return problem_set(problem, ERR_UNSUPPORTED, name,
				   "it has no 64-bit entry point below 4 GiB");
	if ((header->loadflags & LINUX_LOADED_HIGH) == 0)
		return problem_set(problem, ERR_UNSUPPORTED, name, "it is loaded below 1 MiB");
	return OK;
}

static enum err find_code(struct bzimage *image, const uint8_t *data, size_t len, const char *name,
			  struct problem *problem)
{
	const struct linux_setup_header *header = &image->header;
	size_t sectors = header->setup_sects != 0 ? header->setup_sects : SETUP_SECTORS_OLD;
	size_t setup = (sectors + 1) * LINUX_SECTOR_SIZE;
	uint64_t code = (uint64_t)header->syssize * 16;

	if (setup > len || code > len - setup + 15)
		return problem_set(problem, ERR_TRUNCATED, name,
				   "it should have %" PRIu64 " bytes and has %zu", setup + code,
				   len);
	image->code = data + setup;
	image->code_len = code < len - setup ? (size_t)code : len - setup;
	if (image->code_len <= LINUX_ENTRY_64)
		return problem_set(problem, ERR_FORMAT, name, "its entry point is not in it");
	return OK;
}

static enum err check_memory(struct bzimage *image, const char *name, struct problem *problem)
{
	const struct linux_setup_header *header = &image->header;

	image->alignment = header->kernel_alignment;
	if (image->alignment < ABI_PAGE_SIZE || image->alignment > ALIGNMENT_MAX ||
	    (image->alignment & (image->alignment - 1)) != 0)
		return problem_set(problem, ERR_FORMAT, name,
				   "its alignment 0x%x is no power of two within 4K..1G",
				   header->kernel_alignment);
	if (header->pref_address == 0 || header->pref_address >= ADDRESS_MAX ||
	    header->pref_address % image->alignment != 0)
		return problem_set(problem, ERR_FORMAT, name,
				   "its preferred address 0x%" PRIx64
				   " is not aligned, or not within 4 GiB",
				   header->pref_address);
	if (header->init_size < image->code_len)
		return problem_set(problem, ERR_FORMAT, name,
				   "it says that it needs %u bytes of memory, less than itself",
				   header->init_size);
	return OK;
}

enum err bzimage_open(struct bzimage *image, const uint8_t *data, size_t len, const char *name,
		      struct problem *problem)
{
	struct bzimage out = { 0 };
	enum err err = read_header(&out, data, len, name, problem);

	if (err == OK)
		err = check_kind(&out, name, problem);
	if (err == OK)
		err = find_code(&out, data, len, name, problem);
	if (err == OK)
		err = check_memory(&out, name, problem);
	if (err == OK)
		*image = out;
	return err;
}

enum err bzimage_place(const struct bzimage *image, uint64_t taken_start, uint64_t taken_end,
		       uint64_t limit, uint64_t *address, const char *name, struct problem *problem)
{
	uint64_t at = image->header.pref_address;
	uint64_t size = image->header.init_size;

	if (at < taken_end && taken_start < at + size) {
		if (image->header.relocatable_kernel == 0) {
			problem_set(problem, ERR_OVERLAP, name,
				    "it cannot be moved from 0x%" PRIx64 "..0x%" PRIx64
				    ", where Parapet's region is",
				    at, at + size);
			problem_remedy(
				problem,
				"choose another --place, or build it with CONFIG_RELOCATABLE");
			return ERR_OVERLAP;
		}
		at = (taken_end + image->alignment - 1) & ~(image->alignment - 1);
	}
	if (at > limit || size > limit - at) {
		problem_set(problem, ERR_RANGE, name,
			    "it needs the memory 0x%" PRIx64 "..0x%" PRIx64
			    ", and --memory-min promises 0x%" PRIx64,
			    at, at + size, limit);
		problem_remedy(problem, "say a higher --memory-min; the guest never gets less");
		return ERR_RANGE;
	}
	*address = at;
	return OK;
}
