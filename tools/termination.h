/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminations in words: Parapet's (abi/termination.h), and those of guests (sets 0 and 1). */
#ifndef TOOLS_TERMINATION_H
#define TOOLS_TERMINATION_H

#include <stddef.h>
#include <stdint.h>

struct termination_row {
	uint32_t set;
	uint32_t code;
	const char *name;
	const char *cause;
	const char *remedy;
};

/* Parapet's own; *count rows. */
const struct termination_row *termination_rows(size_t *count);

/* The row of a set and code, or NULL. */
const struct termination_row *termination_find(uint32_t set, uint32_t code);

/* The row that text names: set:code in hex, both in one hex number (0x805), or the name; or NULL.
 */
const struct termination_row *termination_parse(const char *text);

#endif
