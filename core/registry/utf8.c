/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8 by the table of RFC 3629 s4: a lead byte fixes the length and the range of the byte after
 * it. */
#include "core/registry/utf8.h"

struct utf8_lead {
	uint8_t first;
	uint8_t last;
	uint8_t len;
	uint8_t second_min;
	uint8_t second_max;
};

static const struct utf8_lead leads[] = {
	{ 0x00, 0x7f, 1, 0x00, 0x00 }, { 0xc2, 0xdf, 2, 0x80, 0xbf }, { 0xe0, 0xe0, 3, 0xa0, 0xbf },
	{ 0xe1, 0xec, 3, 0x80, 0xbf }, { 0xed, 0xed, 3, 0x80, 0x9f }, { 0xee, 0xef, 3, 0x80, 0xbf },
	{ 0xf0, 0xf0, 4, 0x90, 0xbf }, { 0xf1, 0xf3, 4, 0x80, 0xbf }, { 0xf4, 0xf4, 4, 0x80, 0x8f },
};

static const struct utf8_lead *lead_find(uint8_t byte)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if (byte >= leads[i].first && byte <= leads[i].last)
			return &leads[i];
	}
	return NULL;
}

/* Length of the character at bytes, 0 if it is malformed; len ≥ 1. */
static size_t character_len(const uint8_t *bytes, size_t len)
{
	const struct utf8_lead *lead = lead_find(bytes[0]);

	if (lead == NULL || lead->len > len)
		return 0;
	if (lead->len > 1 && (bytes[1] < lead->second_min || bytes[1] > lead->second_max))
		return 0;
	for (size_t i = 2; i < lead->len; i++) {
		if (bytes[i] < 0x80 || bytes[i] > 0xbf)
			return 0;
	}
	return lead->len;
}

bool utf8_is_valid(const uint8_t *bytes, size_t len)
{
	size_t at = 0;

	while (at < len) {
		size_t step = character_len(bytes + at, len - at);

		if (step == 0)
			return false;
		at += step;
	}
	return true;
}
