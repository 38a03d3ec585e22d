/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writers and readers of byte strings. */
#include "tests/interop/diff/wire.h"

#include <string.h>

void put(struct bytes *out, const void *data, size_t len)
{
	if (len > WIRE_MAX - out->len)
		len = WIRE_MAX - out->len;
	if (len != 0)
		memcpy(out->b + out->len, data, len);
	out->len = (uint16_t)(out->len + len);
}

void put_number(struct bytes *out, uint64_t value, unsigned int size)
{
	uint8_t bytes[8];

	for (unsigned int i = 0; i < size; i++)
		bytes[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
	put(out, bytes, size);
}

void put_2b(struct bytes *out, const void *data, size_t len)
{
	put_number(out, len, 2);
	put(out, data, len);
}

void both(struct pair *out, const void *data, size_t len)
{
	for (int s = 0; s < SIDES; s++)
		put(&out->side[s], data, len);
}

void both_number(struct pair *out, uint64_t value, unsigned int size)
{
	for (int s = 0; s < SIDES; s++)
		put_number(&out->side[s], value, size);
}

void both_2b(struct pair *out, const void *data, size_t len)
{
	for (int s = 0; s < SIDES; s++)
		put_2b(&out->side[s], data, len);
}

void both_brief(struct pair *out, const struct brief *brief)
{
	both_2b(out, brief->b, brief->len);
}

struct mark mark_2b(struct pair *out)
{
	struct mark mark;

	for (int s = 0; s < SIDES; s++)
		mark.at[s] = out->side[s].len;
	both_number(out, 0, 2);
	return mark;
}

void end_2b(struct pair *out, struct mark mark)
{
	for (int s = 0; s < SIDES; s++) {
		uint16_t at = mark.at[s];
		uint16_t len = (uint16_t)(out->side[s].len - at - 2);

		out->side[s].b[at] = (uint8_t)(len >> 8);
		out->side[s].b[at + 1] = (uint8_t)len;
	}
}

const uint8_t *take(struct reader *reader, size_t len)
{
	const uint8_t *at = reader->at;

	if (len > reader->left) {
		reader->is_short = true;
		reader->left = 0;
		return NULL;
	}
	reader->at += len;
	reader->left -= len;
	return at;
}

uint64_t take_number(struct reader *reader, unsigned int size)
{
	const uint8_t *bytes = take(reader, size);
	uint64_t value = 0;

	for (unsigned int i = 0; bytes != NULL && i < size; i++)
		value = value << 8 | bytes[i];
	return value;
}

const uint8_t *take_2b(struct reader *reader, uint16_t *len)
{
	static const uint8_t none[1];
	uint16_t wanted = (uint16_t)take_number(reader, 2);
	const uint8_t *bytes = take(reader, wanted);

	*len = bytes != NULL ? wanted : 0;
	return bytes != NULL ? bytes : none;
}

void take_brief(struct reader *reader, struct brief *out)
{
	uint16_t len;
	const uint8_t *bytes = take_2b(reader, &len);

	out->len = len <= sizeof(out->b) ? len : 0;
	memcpy(out->b, bytes, out->len);
}
