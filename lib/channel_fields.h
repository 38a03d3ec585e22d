/* SPDX-License-Identifier: MIT */
/* The fields of one message body: which TLVs it must have, of what sizes. Only channel_msg's files
 * use this. */
#ifndef LIB_CHANNEL_FIELDS_H
#define LIB_CHANNEL_FIELDS_H

#include "channel_frame.h"
#include "channel_set.h"
#include "tlv.h"

struct channel_field {
	uint16_t type;
	uint16_t min; /* bytes */
	uint16_t max;
	uint16_t step; /* the length is a multiple of this */
};

struct channel_value {
	const uint8_t *at;
	uint16_t len;
};

/* What becomes of unknown TLVs that are not critical */
enum channel_unknown { CHANNEL_UNKNOWN_IGNORED, CHANNEL_UNKNOWN_REFUSED };

/*
 * Finds in body[0..len) each of fields[0..count), types ascending, and points values[] at them,
 * into body. Returns CHANNEL_FINE, CHANNEL_ABORT_MALFORMED, _UNKNOWN_TLV, _MISSING_TLV or _VALUE.
 */
MUST_USE struct channel_fault channel_fields_find(const uint8_t *body, size_t len,
						  const struct channel_field *fields,
						  uint32_t count, enum channel_unknown unknown,
						  struct channel_value *values);

/* Appends fields, critical. Errors as tlv_put, and ERR_RANGE for a set that is not valid. */
MUST_USE enum err channel_fields_put_set(struct tlv_writer *writer, enum channel_tlv type,
					 const struct channel_set *set, uint32_t max,
					 enum channel_order order);
MUST_USE enum err channel_fields_put_number(struct tlv_writer *writer, enum channel_tlv type,
					    uint64_t value, uint32_t bytes);
MUST_USE enum err channel_fields_put_bytes(struct tlv_writer *writer, enum channel_tlv type,
					   const uint8_t *bytes, size_t len);

#endif
