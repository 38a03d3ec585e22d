/* SPDX-License-Identifier: MIT */
/*
 * Type-length-value lists: u16 type, u16 length, value, without padding; little-endian. Types are
 * strictly ascending (compared without the critical bit), hence unique. The one TLV decoder of
 * Parapet: profile page, channel messages. It copies nothing and never reads beyond the list.
 */
#ifndef LIB_TLV_H
#define LIB_TLV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

#define TLV_CRITICAL 0x8000u
#define TLV_TYPE_MASK 0x7fffu
#define TLV_HEADER_SIZE 4u

struct tlv {
	uint16_t type; /* without the critical bit */
	bool critical;
	uint16_t len;
	const uint8_t *value; /* into the caller's buffer */
};

struct tlv_reader {
	const uint8_t *data;
	size_t len;
	size_t offset;
	int32_t last; /* last type seen, -1 at the start */
};

/* Starts reading data[0..len); the caller keeps data alive and unchanged meanwhile. */
void tlv_reader_init(struct tlv_reader *reader, const void *data, size_t len);

/*
 * Fetches the next element into *out.
 * Returns OK; ERR_NOT_FOUND at the clean end; ERR_TRUNCATED; ERR_ORDER. *out and the reader are
 * unchanged on error.
 */
MUST_USE enum err tlv_next(struct tlv_reader *reader, struct tlv *out);

struct tlv_writer {
	uint8_t *data;
	size_t size;
	size_t len; /* written so far */
	int32_t last;
};

/* Starts writing into data[0..size). */
void tlv_writer_init(struct tlv_writer *writer, void *data, size_t size);

/*
 * Appends one element; type may carry TLV_CRITICAL.
 * Returns OK; ERR_ORDER if the type does not ascend; ERR_RANGE if len > 65535; ERR_NO_SPACE.
 * Nothing is written on error.
 */
MUST_USE enum err tlv_put(struct tlv_writer *writer, uint16_t type, const void *value, size_t len);

#endif
