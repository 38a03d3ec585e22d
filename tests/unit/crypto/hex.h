/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Vectors as hexadecimal text. Included after cmocka.h, by tests only. */
#ifndef TESTS_UNIT_CRYPTO_HEX_H
#define TESTS_UNIT_CRYPTO_HEX_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Writes the bytes of text to out and returns how many there are. */
static inline size_t unhex(const char *text, uint8_t *out)
{
	size_t len = strlen(text) / 2;

	for (size_t i = 0; i < len; i++) {
		char pair[3] = { text[2 * i], text[2 * i + 1], 0 };

		out[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	return len;
}

/* Whether got[0..len) is hex, which is as long. */
static inline int equals_hex(const uint8_t *got, size_t len, const char *hex)
{
	uint8_t want[1024];

	return unhex(hex, want) == len && memcmp(got, want, len) == 0;
}

#endif
