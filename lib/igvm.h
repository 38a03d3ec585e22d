/* SPDX-License-Identifier: MIT */
/*
 * Reading and writing IGVM files. The reader takes a whole file in memory, trusts nothing, and
 * walks the variable headers; it copies each into a private, fixed-layout structure. The writer is
 * for the host tool. Spec: IGVM file format 1.0; abi/igvm.h has the structures.
 */
#ifndef LIB_IGVM_H
#define LIB_IGVM_H

#include <stdbool.h>
#include <stddef.h>

#include "../abi/igvm.h"
#include "err.h"

/* crc-32 as zlib computes it, continuing from crc (0 to start). */
uint32_t igvm_crc32(uint32_t crc, const void *data, size_t len);

struct igvm_reader {
	const uint8_t *file;
	size_t size;
	size_t offset;    /* of the next variable header */
	size_t end;       /* of the variable headers */
	uint32_t section; /* 0 platform, 1 initialisation, 2 directives: they may only ascend */
};

/* One variable header, its content copied out of the file */
struct igvm_item {
	uint32_t type; /* without IGVM_OPTIONAL */
	bool optional;
	uint32_t length;
	size_t offset; /* of the header in the file, for messages */
	union {
		struct igvm_supported_platform platform;
		struct igvm_guest_policy policy;
		struct igvm_parameter_area area;
		struct igvm_page_data page;
		struct igvm_parameter_insert insert;
		struct igvm_vp_context vp;
		struct igvm_required_memory required;
		struct igvm_snp_id_block id_block;
		struct igvm_parameter parameter;
	};
};

/*
 * Checks the fixed header (magic, version 1 or 2, offsets, total size = size, CRC) and starts
 * reading. file[0..size) stays the caller's and must not change meanwhile. Returns OK,
 * ERR_TRUNCATED, ERR_FORMAT (magic, sizes, CRC), ERR_UNSUPPORTED (version, architecture).
 */
MUST_USE enum err igvm_open(struct igvm_reader *reader, const void *file, size_t size);

/*
 * Fetches the next variable header. Types that this file knows must have exactly their length; an
 * unknown one is returned with its type, and the caller decides.
 * Returns OK; ERR_NOT_FOUND at the clean end; ERR_TRUNCATED; ERR_FORMAT (length); ERR_ORDER
 * (sections).
 */
MUST_USE enum err igvm_next(struct igvm_reader *reader, struct igvm_item *item);

/*
 * Bytes of a page that a PAGE_DATA or VP_CONTEXT refers to.
 * *out: into the file, or NULL for a page of zeros (offset 0). Returns OK or ERR_RANGE.
 */
MUST_USE enum err igvm_page(const struct igvm_reader *reader, uint32_t file_offset,
			    const uint8_t **out);

/*
 * Writer: the caller gives one buffer for variable headers and one for data; igvm_writer_finish
 * joins them into out. Headers must be appended in file order. All errors are sticky and returned
 * by finish.
 */
struct igvm_writer {
	uint8_t *headers;
	size_t headers_size;
	size_t headers_len;
	uint8_t *data;
	size_t data_size;
	size_t data_len;
	enum err err;
};

void igvm_writer_init(struct igvm_writer *writer, void *headers, size_t headers_size, void *data,
		      size_t data_size);

/* Appends one variable header; content[0..length) is copied. */
void igvm_put(struct igvm_writer *writer, uint32_t type, const void *content, uint32_t length);

/*
 * Appends one page of data and returns a token for igvm_put's file_offset field: 0 for a page of
 * zeros (nothing is stored). Tokens are final file offsets only after igvm_writer_finish has run,
 * which patches every PAGE_DATA and VP_CONTEXT it wrote.
 */
uint32_t igvm_put_page(struct igvm_writer *writer, const uint8_t page[ABI_PAGE_SIZE]);

/*
 * Writes fixed header (version 1), variable headers and data to out[0..size).
 * Returns OK with *len the file's size; ERR_NO_SPACE; or the first error of an earlier call.
 */
MUST_USE enum err igvm_writer_finish(struct igvm_writer *writer, uint8_t *out, size_t size,
				     size_t *len);

#endif
