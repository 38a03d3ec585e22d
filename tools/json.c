/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON strings. Spec: RFC 8259 s7. */
#include "tools/json.h"

#include <stdbool.h>
#include <string.h>

#include "tools/utf8.h"

void json_string(FILE *out, const char *text)
{
	bool is_utf8 = utf8_is_valid(text, strlen(text));

	fputc('"', out);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			fprintf(out, "\\%c", byte);
		else if (byte < 0x20)
			fprintf(out, "\\u%04x", byte);
		else
			fputc(byte < 0x80 || is_utf8 ? byte : '?', out);
	}
	fputc('"', out);
}
