/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of terminations, and the ways to name a row. */
#include "tools/termination.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "abi/termination.h"

#define ROW(set, code, name, cause, remedy) { set, code, #name, cause, remedy },
static const struct termination_row rows[] = { TERMINATION_TABLE(ROW) };
#undef ROW
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

const struct termination_row *termination_rows(size_t *count)
{
	*count = ROW_COUNT;
	return rows;
}

const struct termination_row *termination_find(uint32_t set, uint32_t code)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].set == set && rows[i].code == code)
			return &rows[i];
	}
	return NULL;
}

const struct termination_row *termination_parse(const char *text)
{
	unsigned int set;
	unsigned int code;
	int end = 0;

	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (strcasecmp(rows[i].name, text) == 0 ||
		    (strncasecmp(text, "TERM_", 5) == 0 && strcasecmp(rows[i].name, text + 5) == 0))
			return &rows[i];
	}
	if (sscanf(text, "%8x:%8x%n", &set, &code, &end) == 2 && text[end] == '\0')
		return termination_find(set, code);
	if (sscanf(text, "%8x%n", &code, &end) == 1 && text[end] == '\0')
		return termination_find(code >> 8, code & 0xff);
	return NULL;
}
