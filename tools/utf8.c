/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8 validity. Spec: RFC 3629 s4. */
#include "tools/utf8.h"

#include <stdint.h>

/* First byte's range, continuation bytes, and the range of the first of these */
static const struct {
	uint8_t from;
	uint8_t to;
	uint8_t more;
	uint8_t second_from;
	uint8_t second_to;
} rows[] = {
	{ 0x00, 0x7f, 0, 0, 0 },       { 0xc2, 0xdf, 1, 0x80, 0xbf }, { 0xe0, 0xe0, 2, 0xa0, 0xbf },
	{ 0xe1, 0xec, 2, 0x80, 0xbf }, { 0xed, 0xed, 2, 0x80, 0x9f }, { 0xee, 0xef, 2, 0x80, 0xbf },
	{ 0xf0, 0xf0, 3, 0x90, 0xbf }, { 0xf1, 0xf3, 3, 0x80, 0xbf }, { 0xf4, 0xf4, 3, 0x80, 0x8f },
};

/* Bytes of the character at text[0..len), 0 if it is none. */
static size_t character_len(const uint8_t *text, size_t len)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (text[0] < rows[i].from || text[0] > rows[i].to)
			continue;
		if (len <= rows[i].more)
			return 0;
		if (rows[i].more > 0 &&
		    (text[1] < rows[i].second_from || text[1] > rows[i].second_to))
			return 0;
		for (size_t k = 2; k <= rows[i].more; k++) {
			if (text[k] < 0x80 || text[k] > 0xbf)
				return 0;
		}
		return (size_t)rows[i].more + 1;
	}
	return 0;
}

bool utf8_is_valid(const char *text, size_t len)
{
	const uint8_t *at = (const uint8_t *)text;

	while (len > 0) {
		size_t step = character_len(at, len);

		if (step == 0)
			return false;
		at += step;
		len -= step;
	}
	return true;
}
