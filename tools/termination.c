/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of terminations, and the ways to name a row. */
#include "tools/termination.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "abi/termination.h"
#include "tools/termination_guest.h"

#define ROW(set, code, name, cause, remedy) { set, code, #name, cause, remedy },
static const struct termination_row rows[] = { TERMINATION_TABLE(ROW) };
#undef ROW
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

const struct termination_row *termination_rows(size_t *count)
{
	*count = ROW_COUNT;
	return rows;
}

/* Parapet's rows, then those of guests */
static const struct termination_row *row_at(size_t idx)
{
	return idx < ROW_COUNT ? &rows[idx] : &termination_guest_rows[idx - ROW_COUNT];
}

const struct termination_row *termination_find(uint32_t set, uint32_t code)
{
	for (size_t i = 0; i < ROW_COUNT + termination_guest_count; i++) {
		if (row_at(i)->set == set && row_at(i)->code == code)
			return row_at(i);
	}
	return NULL;
}

/* The hex number within 32 bits at *text, which moves behind it; false: there is none. */
static bool take_hex(const char **text, uint32_t *out)
{
	char *end;
	unsigned long value = strtoul(*text, &end, 16);

	if (end == *text || value > UINT32_MAX)
		return false;
	*text = end;
	*out = (uint32_t)value;
	return true;
}

const struct termination_row *termination_parse(const char *text)
{
	uint32_t set;
	uint32_t code;

	for (size_t i = 0; i < ROW_COUNT + termination_guest_count; i++) {
		const char *name = row_at(i)->name;

		if (strcasecmp(name, text) == 0 ||
		    (strncasecmp(text, "TERM_", 5) == 0 && strcasecmp(name, text + 5) == 0))
			return row_at(i);
	}
	if (!take_hex(&text, &set))
		return NULL;
	if (*text == '\0')
		return termination_find(set >> 8, set & 0xff);
	if (*text++ != ':' || !take_hex(&text, &code) || *text != '\0')
		return NULL;
	return termination_find(set, code);
}
