/* SPDX-License-Identifier: MIT */
/*
 * Type-length-value lists. Never reads or writes beyond the buffer it was given, and never trusts a
 * length before it is compared with what is left.
 */
#include "tlv.h"

static uint16_t tlv_load16(const uint8_t *at)
{
	return (uint16_t)(at[0] | at[1] << 8);
}

static void tlv_store16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
}

void tlv_reader_init(struct tlv_reader *reader, const void *data, size_t len)
{
	reader->data = data;
	reader->len = len;
	reader->offset = 0;
	reader->last = -1;
}

enum err tlv_next(struct tlv_reader *reader, struct tlv *out)
{
	size_t left = reader->len - reader->offset;
	const uint8_t *at;
	uint16_t raw;
	uint16_t type;
	uint16_t len;

	if (left == 0)
		return ERR_NOT_FOUND;
	if (left < TLV_HEADER_SIZE)
		return ERR_TRUNCATED;
	at = reader->data + reader->offset;
	raw = tlv_load16(at);
	type = raw & TLV_TYPE_MASK;
	len = tlv_load16(at + 2);
	if (len > left - TLV_HEADER_SIZE)
		return ERR_TRUNCATED;
	if (type <= reader->last)
		return ERR_ORDER;

	out->type = type;
	out->critical = (raw & TLV_CRITICAL) != 0;
	out->len = len;
	out->value = at + TLV_HEADER_SIZE;
	reader->last = type;
	reader->offset += TLV_HEADER_SIZE + len;
	return OK;
}

void tlv_writer_init(struct tlv_writer *writer, void *data, size_t size)
{
	writer->data = data;
	writer->size = size;
	writer->len = 0;
	writer->last = -1;
}

enum err tlv_put(struct tlv_writer *writer, uint16_t type, const void *value, size_t len)
{
	uint16_t bare = type & TLV_TYPE_MASK;
	size_t left = writer->size - writer->len;
	uint8_t *at;

	if (bare <= writer->last)
		return ERR_ORDER;
	if (len > UINT16_MAX)
		return ERR_RANGE;
	if (left < TLV_HEADER_SIZE || len > left - TLV_HEADER_SIZE)
		return ERR_NO_SPACE;

	at = writer->data + writer->len;
	tlv_store16(at, type);
	tlv_store16(at + 2, (uint16_t)len);
	if (len != 0)
		__builtin_memcpy(at + TLV_HEADER_SIZE, value, len);
	writer->last = bare;
	writer->len += TLV_HEADER_SIZE + len;
	return OK;
}
