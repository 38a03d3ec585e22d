/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of parameters, by type. Knows no parameter by name. */
#include "tools/value.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tools/alloc.h"
#include "tools/nearest.h"
#include "tools/options.h"
#include "tools/utf8.h"

void value_free(struct value *value)
{
	free(value->bytes);
	*value = (struct value){ 0 };
}

static void take(struct value *value, const void *bytes, size_t len, struct place place)
{
	value->bytes = alloc_zeroed(len, 1);
	memcpy(value->bytes, bytes, len);
	value->len = len;
	value->place = place;
}

void value_describe(const struct schema_entry *entry, char *text, size_t size)
{
	static const char *const formats[] = {
		[PARAM_U64] = "a number within %" PRIu64 "..%" PRIu64,
		[PARAM_STRING] = "a text of %" PRIu64 "..%" PRIu64 " bytes",
		[PARAM_BYTES] = "hex digits for %" PRIu64 "..%" PRIu64 " bytes",
		[PARAM_LIST] = "a list of %" PRIu64 "..%" PRIu64 " of ",
	};
	size_t at = 0;

	if (entry->type == PARAM_BOOL) {
		snprintf(text, size, "true or false");
		return;
	}
	if (entry->type == PARAM_ENUM)
		at = (size_t)snprintf(text, size, "one of ");
	else if (entry->type == PARAM_U64)
		at = (size_t)snprintf(text, size, formats[PARAM_U64], entry->min, entry->max);
	else if (entry->type == PARAM_STRING)
		at = (size_t)snprintf(text, size, formats[PARAM_STRING], entry->min, entry->max);
	else if (entry->type == PARAM_BYTES)
		at = (size_t)snprintf(text, size, formats[PARAM_BYTES], entry->min, entry->max);
	else
		at = (size_t)snprintf(text, size, formats[PARAM_LIST], entry->min, entry->max);
	for (unsigned int i = 0; i < entry->choice_count && at < size; i++)
		at += (size_t)snprintf(text + at, size - at, "%s%s", i != 0 ? ", " : "",
				       entry->choices[i]);
}

static enum err refuse(const struct schema_entry *entry, const struct scalar *scalar, enum err err,
		       struct problem *problem)
{
	char expected[256];
	char said[40];

	value_describe(entry, expected, sizeof(expected));
	snprintf(said, sizeof(said), "%s", scalar->text);
	problem_set_at(problem, err, scalar->place, "%s: '%s' is not %s", entry->path, said,
		       expected);
	if (entry->help[0] != '\0')
		problem_remedy(problem, "%s: %s", entry->path, entry->help);
	return err;
}

static enum err from_bool(struct value *value, const struct schema_entry *entry,
			  const struct scalar *scalar, struct problem *problem)
{
	uint8_t byte;

	if (scalar->style != SCALAR_PLAIN ||
	    (strcmp(scalar->text, "true") != 0 && strcmp(scalar->text, "false") != 0))
		return refuse(entry, scalar, ERR_FORMAT, problem);
	byte = scalar->text[0] == 't';
	take(value, &byte, 1, scalar->place);
	return OK;
}

static enum err from_number(struct value *value, const struct schema_entry *entry,
			    const struct scalar *scalar, struct problem *problem)
{
	uint64_t number;

	if (scalar->style != SCALAR_PLAIN || !parse_number(scalar->text, &number))
		return refuse(entry, scalar, ERR_FORMAT, problem);
	if (number < entry->min || number > entry->max)
		return refuse(entry, scalar, ERR_RANGE, problem);
	take(value, &number, sizeof(number), scalar->place);
	return OK;
}

static enum err find_choice(const struct schema_entry *entry, const struct scalar *scalar,
			    uint8_t *choice, struct problem *problem)
{
	int idx = scalar->len == strlen(scalar->text) ? schema_choice(entry, scalar->text) : -1;
	struct nearest nearest;

	if (idx >= 0) {
		*choice = (uint8_t)idx;
		return OK;
	}
	refuse(entry, scalar, ERR_NOT_FOUND, problem);
	nearest_init(&nearest, scalar->text);
	for (unsigned int i = 0; i < entry->choice_count; i++)
		nearest_offer(&nearest, entry->choices[i]);
	if (nearest.best != NULL)
		problem_remedy(problem, "did you mean '%s'?", nearest.best);
	return ERR_NOT_FOUND;
}

static enum err from_choice(struct value *value, const struct schema_entry *entry,
			    const struct scalar *scalar, struct problem *problem)
{
	uint8_t choice = 0;
	enum err err = find_choice(entry, scalar, &choice, problem);

	if (err == OK)
		take(value, &choice, 1, scalar->place);
	return err;
}

/* What YAML itself would read as something other than a text, were it not for our schema. */
static bool looks_like_other_type(const char *text)
{
	static const char *const words[] = { "",      "~",    "null", "Null",  "NULL",
					     "true",  "True", "TRUE", "false", "False",
					     "FALSE", "yes",  "no",   "on",    "off" };
	uint64_t number;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i]) == 0)
			return true;
	}
	return parse_number(text, &number);
}

static enum err from_string(struct value *value, const struct schema_entry *entry,
			    const struct scalar *scalar, struct problem *problem)
{
	if (scalar->style == SCALAR_PLAIN && looks_like_other_type(scalar->text)) {
		refuse(entry, scalar, ERR_FORMAT, problem);
		problem_remedy(problem, "quote it if that text is meant: \"%s\"", scalar->text);
		return ERR_FORMAT;
	}
	if (memchr(scalar->text, '\0', scalar->len) != NULL ||
	    !utf8_is_valid(scalar->text, scalar->len))
		return refuse(entry, scalar, ERR_FORMAT, problem);
	if (scalar->len < entry->min || scalar->len > entry->max)
		return refuse(entry, scalar, ERR_RANGE, problem);
	take(value, scalar->text, scalar->len, scalar->place);
	return OK;
}

static enum err from_bytes(struct value *value, const struct schema_entry *entry,
			   const struct scalar *scalar, struct problem *problem)
{
	size_t len = scalar->len / 2;

	if (scalar->len % 2 != 0 || strspn(scalar->text, "0123456789abcdefABCDEF") != scalar->len)
		return refuse(entry, scalar, ERR_FORMAT, problem);
	if (len < entry->min || len > entry->max)
		return refuse(entry, scalar, ERR_RANGE, problem);
	take(value, scalar->text, len, scalar->place);
	for (size_t i = 0; i < len; i++) {
		const char pair[3] = { scalar->text[2 * i], scalar->text[2 * i + 1] };

		value->bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	return OK;
}

enum err value_from_scalar(struct value *value, const struct schema_entry *entry,
			   const struct scalar *scalar, struct problem *problem)
{
	switch (entry->type) {
	case PARAM_BOOL:
		return from_bool(value, entry, scalar, problem);
	case PARAM_U64:
		return from_number(value, entry, scalar, problem);
	case PARAM_ENUM:
		return from_choice(value, entry, scalar, problem);
	case PARAM_STRING:
		return from_string(value, entry, scalar, problem);
	case PARAM_BYTES:
		return from_bytes(value, entry, scalar, problem);
	case PARAM_LIST:
		break;
	}
	return refuse(entry, scalar, ERR_FORMAT, problem);
}

enum err value_append(struct value *value, const struct schema_entry *entry,
		      const struct scalar *element, struct problem *problem)
{
	uint8_t choice = 0;
	enum err err = find_choice(entry, element, &choice, problem);

	if (err != OK)
		return err;
	if (memchr(value->bytes, choice, value->len) != NULL)
		return problem_set_at(problem, ERR_ORDER, element->place, "%s: '%s' is there twice",
				      entry->path, element->text);
	value->bytes = alloc_resize(value->bytes, value->len + 1, 1);
	value->bytes[value->len++] = choice;
	return OK;
}

enum err value_check_count(const struct value *value, const struct schema_entry *entry,
			   struct problem *problem)
{
	char expected[256];

	if (value->len >= entry->min && value->len <= entry->max)
		return OK;
	value_describe(entry, expected, sizeof(expected));
	return problem_set_at(problem, ERR_RANGE, value->place,
			      "%s: %zu elements, where it takes %s", entry->path, value->len,
			      expected);
}

static bool is_list_sound(const struct schema_entry *entry, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] >= entry->choice_count || memchr(bytes, bytes[i], i) != NULL)
			return false;
	}
	return true;
}

/* Whether the bytes are a value of the entry's type, its bounds aside. */
static bool is_well_formed(const struct schema_entry *entry, const uint8_t *bytes, size_t len)
{
	switch (entry->type) {
	case PARAM_BOOL:
		return len == 1 && bytes[0] <= 1;
	case PARAM_U64:
		return len == sizeof(uint64_t);
	case PARAM_ENUM:
		return len == 1 && bytes[0] < entry->choice_count;
	case PARAM_STRING:
		return memchr(bytes, '\0', len) == NULL && utf8_is_valid((const char *)bytes, len);
	case PARAM_BYTES:
		return true;
	case PARAM_LIST:
		return is_list_sound(entry, bytes, len);
	}
	return false;
}

enum err value_from_page(struct value *value, const struct schema_entry *entry,
			 const uint8_t *bytes, size_t len)
{
	uint64_t measure = len;

	if (!is_well_formed(entry, bytes, len))
		return ERR_FORMAT;
	if (entry->type == PARAM_U64)
		memcpy(&measure, bytes, sizeof(measure));
	if (entry->type != PARAM_BOOL && entry->type != PARAM_ENUM &&
	    (measure < entry->min || measure > entry->max))
		return ERR_RANGE;
	take(value, bytes, len, (struct place){ 0 });
	return OK;
}

uint64_t value_number(const struct value *value)
{
	uint64_t number = 0;

	memcpy(&number, value->bytes, value->len < sizeof(number) ? value->len : sizeof(number));
	return number;
}

static void print_string(FILE *out, const struct value *value)
{
	fputc('"', out);
	for (size_t i = 0; i < value->len; i++) {
		if (value->bytes[i] == '"' || value->bytes[i] == '\\')
			fprintf(out, "\\%c", value->bytes[i]);
		else if (value->bytes[i] < 0x20 || value->bytes[i] == 0x7f)
			fprintf(out, "\\x%02x", value->bytes[i]);
		else
			fputc(value->bytes[i], out);
	}
	fputc('"', out);
}

static void print_list(FILE *out, const struct schema_entry *entry, const struct value *value)
{
	fputc('[', out);
	for (size_t i = 0; i < value->len; i++)
		fprintf(out, "%s%s", i != 0 ? ", " : "", entry->choices[value->bytes[i]]);
	fputc(']', out);
}

static void print_bytes(FILE *out, const struct value *value)
{
	fputc('"', out);
	for (size_t i = 0; i < value->len; i++)
		fprintf(out, "%02x", value->bytes[i]);
	fputc('"', out);
}

void value_print(FILE *out, const struct schema_entry *entry, const struct value *value)
{
	switch (entry->type) {
	case PARAM_BOOL:
		fputs(value->bytes[0] != 0 ? "true" : "false", out);
		break;
	case PARAM_U64:
		fprintf(out, "%" PRIu64, value_number(value));
		break;
	case PARAM_ENUM:
		fputs(entry->choices[value->bytes[0]], out);
		break;
	case PARAM_STRING:
		print_string(out, value);
		break;
	case PARAM_BYTES:
		print_bytes(out, value);
		break;
	case PARAM_LIST:
		print_list(out, entry, value);
		break;
	}
}
