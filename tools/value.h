/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One parameter's value, in the form that the profile page carries. Contract: abi/profile.h. */
#ifndef TOOLS_VALUE_H
#define TOOLS_VALUE_H

#include <stdio.h>

#include "tools/problem.h"
#include "tools/schema.h"

struct value {
	uint8_t *bytes; /* NULL: not given; allocated even for an empty value */
	size_t len;
	struct place place; /* where it was said; file NULL: a default, or out of a page */
};

enum scalar_style { SCALAR_PLAIN, SCALAR_QUOTED };

struct scalar {
	const char *text; /* valid UTF-8, NUL-terminated */
	size_t len;       /* may count NULs inside */
	enum scalar_style style;
	struct place place;
};

/*
 * Encodes a scalar for an entry of any type but LIST into *value, which the caller frees with
 * value_free. Errors: ERR_FORMAT (wrong type), ERR_RANGE, ERR_NOT_FOUND (no such choice), described
 * in *problem.
 */
MUST_USE enum err value_from_scalar(struct value *value, const struct schema_entry *entry,
				    const struct scalar *scalar, struct problem *problem);

/* Appends one element to a LIST's value. The count's minimum is value_check_count's to check. */
MUST_USE enum err value_append(struct value *value, const struct schema_entry *entry,
			       const struct scalar *element, struct problem *problem);
MUST_USE enum err value_check_count(const struct value *value, const struct schema_entry *entry,
				    struct problem *problem);

/* Copies the bytes of a page's TLV, checked as strictly as YAML would be. Errors: ERR_FORMAT,
 * ERR_RANGE. */
MUST_USE enum err value_from_page(struct value *value, const struct schema_entry *entry,
				  const uint8_t *bytes, size_t len);
void value_free(struct value *value);

/* The number in a U64's value; 0 or 1 of a BOOL; the index of an ENUM. */
uint64_t value_number(const struct value *value);

/* Writes the value as YAML on one line, without a newline. */
void value_print(FILE *out, const struct schema_entry *entry, const struct value *value);

/* "true or false", "a number within 1..5", "one of a, b" … into text. */
void value_describe(const struct schema_entry *entry, char *text, size_t size);

#endif
