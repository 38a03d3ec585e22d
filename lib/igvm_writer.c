/* SPDX-License-Identifier: MIT */
/*
 * The IGVM writer: collects variable headers and pages in two buffers of the caller's, and joins
 * them. The same calls give the same bytes. Never writes beyond a buffer. Spec: IGVM file
 * format 1.0.
 */
#include "igvm.h"

/* Where file_offset lies in the content of the two types whose offsets are patched */
#define PAGE_DATA_OFFSET_AT offsetof(struct igvm_page_data, file_offset)
#define VP_CONTEXT_OFFSET_AT offsetof(struct igvm_vp_context, file_offset)

void igvm_writer_init(struct igvm_writer *writer, void *headers, size_t headers_size, void *data,
		      size_t data_size)
{
	writer->headers = headers;
	writer->headers_size = headers_size;
	writer->headers_len = 0;
	writer->data = data;
	writer->data_size = data_size;
	writer->data_len = 0;
	writer->err = OK;
}

void igvm_put(struct igvm_writer *writer, uint32_t type, const void *content, uint32_t length)
{
	struct igvm_variable_header header = { .type = type, .length = length };
	size_t padded = ((size_t)length + 7) & ~(size_t)7;
	uint8_t *at;

	if (writer->err != OK)
		return;
	if (sizeof(header) + padded > writer->headers_size - writer->headers_len) {
		writer->err = ERR_NO_SPACE;
		return;
	}
	at = writer->headers + writer->headers_len;
	__builtin_memcpy(at, &header, sizeof(header));
	__builtin_memset(at + sizeof(header), 0, padded);
	__builtin_memcpy(at + sizeof(header), content, length);
	writer->headers_len += sizeof(header) + padded;
}

static bool is_zero(const uint8_t page[ABI_PAGE_SIZE])
{
	uint8_t any = 0;

	for (size_t i = 0; i < ABI_PAGE_SIZE; i++)
		any |= page[i];
	return any == 0;
}

uint32_t igvm_put_page(struct igvm_writer *writer, const uint8_t page[ABI_PAGE_SIZE])
{
	uint32_t token;

	if (writer->err != OK || is_zero(page))
		return 0;
	if (writer->data_size - writer->data_len < ABI_PAGE_SIZE ||
	    writer->data_len > UINT32_MAX - ABI_PAGE_SIZE) {
		writer->err = ERR_NO_SPACE;
		return 0;
	}
	/* One more than the offset in the data, so that no page's token is 0 */
	token = (uint32_t)writer->data_len + 1;
	__builtin_memcpy(writer->data + writer->data_len, page, ABI_PAGE_SIZE);
	writer->data_len += ABI_PAGE_SIZE;
	return token;
}

/* Turns the token at content + at into a file offset. */
static void patch_offset(uint8_t *content, size_t at, uint32_t data_start)
{
	uint32_t token;

	__builtin_memcpy(&token, content + at, sizeof(token));
	if (token == 0)
		return;
	token = data_start + token - 1;
	__builtin_memcpy(content + at, &token, sizeof(token));
}

static void patch_headers(uint8_t *headers, size_t len, uint32_t data_start)
{
	struct igvm_variable_header header;

	for (size_t at = 0; at < len;
	     at += sizeof(header) + (((size_t)header.length + 7) & ~(size_t)7)) {
		__builtin_memcpy(&header, headers + at, sizeof(header));
		if (header.type == IGVM_PAGE_DATA)
			patch_offset(headers + at + sizeof(header), PAGE_DATA_OFFSET_AT,
				     data_start);
		else if (header.type == IGVM_VP_CONTEXT)
			patch_offset(headers + at + sizeof(header), VP_CONTEXT_OFFSET_AT,
				     data_start);
	}
}

enum err igvm_writer_finish(struct igvm_writer *writer, uint8_t *out, size_t size, size_t *len)
{
	struct igvm_fixed_header header = {
		.magic = IGVM_MAGIC,
		.version = IGVM_VERSION_1,
		.variable_offset = sizeof(header),
	};
	size_t data_start = sizeof(header) + writer->headers_len;
	size_t total = data_start + writer->data_len;

	if (writer->err != OK)
		return writer->err;
	if (total > size || total > UINT32_MAX)
		return ERR_NO_SPACE;

	header.variable_size = (uint32_t)writer->headers_len;
	header.total_size = (uint32_t)total;
	__builtin_memcpy(out + sizeof(header), writer->headers, writer->headers_len);
	patch_headers(out + sizeof(header), writer->headers_len, (uint32_t)data_start);
	__builtin_memcpy(out + data_start, writer->data, writer->data_len);
	header.crc32 = igvm_crc32(igvm_crc32(0, &header, sizeof(header)), out + sizeof(header),
				  writer->headers_len);
	__builtin_memcpy(out, &header, sizeof(header));
	*len = total;
	return OK;
}
