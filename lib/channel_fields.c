/* SPDX-License-Identifier: MIT */
/* The fields of one message body. Never looks at a value before its length is known to be in
 * bounds. */
#include "channel_fields.h"

#include "channel_bytes.h"

/* Index of type in fields, count if it is not one of them. */
static uint32_t find_field(const struct channel_field *fields, uint32_t count, uint16_t type)
{
	uint32_t i = 0;

	while (i < count && fields[i].type != type)
		i++;
	return i;
}

static enum channel_abort check_field(const struct channel_field *field, const struct tlv *tlv)
{
	if (!tlv->critical)
		return CHANNEL_ABORT_MALFORMED;
	if (tlv->len < field->min || tlv->len > field->max || tlv->len % field->step != 0)
		return CHANNEL_ABORT_VALUE;
	return CHANNEL_ABORT_NONE;
}

static struct channel_fault find_missing(const struct channel_field *fields, uint32_t count,
					 const struct channel_value *values)
{
	for (uint32_t i = 0; i < count; i++) {
		if (values[i].at == NULL)
			return (struct channel_fault){ CHANNEL_ABORT_MISSING_TLV, fields[i].type };
	}
	return CHANNEL_FINE;
}

struct channel_fault channel_fields_find(const uint8_t *body, size_t len,
					 const struct channel_field *fields, uint32_t count,
					 enum channel_unknown unknown, struct channel_value *values)
{
	struct tlv_reader reader;
	struct tlv tlv;
	enum err err;

	for (uint32_t i = 0; i < count; i++)
		values[i] = (struct channel_value){ NULL, 0 };
	tlv_reader_init(&reader, body, len);
	while ((err = tlv_next(&reader, &tlv)) == OK) {
		uint32_t at = find_field(fields, count, tlv.type);
		enum channel_abort code = CHANNEL_ABORT_NONE;

		if (at < count)
			code = check_field(&fields[at], &tlv);
		else if (tlv.critical || unknown == CHANNEL_UNKNOWN_REFUSED)
			code = CHANNEL_ABORT_UNKNOWN_TLV;
		if (code != CHANNEL_ABORT_NONE)
			return (struct channel_fault){ code, tlv.type };
		if (at < count)
			values[at] = (struct channel_value){ tlv.value, tlv.len };
	}
	if (err != ERR_NOT_FOUND)
		return (struct channel_fault){ CHANNEL_ABORT_MALFORMED, 0 };
	return find_missing(fields, count, values);
}

enum err channel_fields_put_set(struct tlv_writer *writer, enum channel_tlv type,
				const struct channel_set *set, uint32_t max,
				enum channel_order order)
{
	uint8_t bytes[2 * CHANNEL_FEATURES_MAX];

	if (!channel_set_is_valid(set, max, order))
		return ERR_RANGE;
	for (uint32_t i = 0; i < set->count; i++)
		channel_store(bytes + (size_t)2 * i, set->number[i], 2);
	return tlv_put(writer, (uint16_t)type | TLV_CRITICAL, bytes, (size_t)2 * set->count);
}

enum err channel_fields_put_number(struct tlv_writer *writer, enum channel_tlv type, uint64_t value,
				   uint32_t bytes)
{
	uint8_t number[8];

	channel_store(number, value, 8);
	return tlv_put(writer, (uint16_t)type | TLV_CRITICAL, number, bytes);
}

enum err channel_fields_put_bytes(struct tlv_writer *writer, enum channel_tlv type,
				  const uint8_t *bytes, size_t len)
{
	return tlv_put(writer, (uint16_t)type | TLV_CRITICAL, bytes, len);
}
