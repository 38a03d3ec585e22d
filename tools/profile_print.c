/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing profiles. Keys come in the order of their paths, whatever order the image declares them
 * in. */
#include "tools/profile_print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tools/alloc.h"
#include "tools/json.h"

#define INDENT 2
#define COLUMNS 100u

static int compare_paths(const void *a, const void *b)
{
	const struct schema_entry *const *left = a;
	const struct schema_entry *const *right = b;

	return strcmp((*left)->path, (*right)->path);
}

/* The entries by path; the caller frees. */
static const struct schema_entry **sorted(const struct schema *schema)
{
	const struct schema_entry **list =
		alloc_zeroed(schema->count, sizeof(struct schema_entry *));

	for (size_t i = 0; i < schema->count; i++)
		list[i] = &schema->entries[i];
	qsort(list, schema->count, sizeof(struct schema_entry *), compare_paths);
	return list;
}

/* Bytes of path, up to a dot, that its predecessor shares with it. */
static size_t shared_groups(const char *before, const char *path)
{
	size_t shared = 0;

	for (size_t i = 0; before[i] != '\0' && before[i] == path[i]; i++) {
		if (path[i] == '.')
			shared = i + 1;
	}
	return shared;
}

static int depth_at(const char *path, size_t at)
{
	int depth = 0;

	for (size_t i = 0; i < at; i++)
		depth += path[i] == '.';
	return depth;
}

/* Opens the mappings that path needs beyond before's; returns the depth of the key itself. */
static int open_groups(FILE *out, const char *before, const char *path)
{
	size_t at = shared_groups(before, path);

	for (;;) {
		size_t len = strcspn(path + at, ".");

		if (path[at + len] == '\0')
			return depth_at(path, at);
		fprintf(out, "%*s%.*s:\n", INDENT * depth_at(path, at), "", (int)len, path + at);
		at += len + 1;
	}
}

static const char *last_key(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL ? dot + 1 : path;
}

/* A comment, broken into lines between words. */
static void print_comment(FILE *out, int indent, const char *text)
{
	size_t width = COLUMNS - (size_t)indent - 2;

	while (*text != '\0') {
		size_t len = strlen(text);

		if (len > width) {
			len = width;
			while (len > 0 && text[len] != ' ')
				len--;
			if (len == 0)
				len = width;
		}
		fprintf(out, "%*s# %.*s\n", indent, "", (int)len, text);
		text += len;
		text += strspn(text, " ");
	}
}

static void print_template_entry(FILE *out, int indent, const struct schema_entry *entry)
{
	char range[256];

	value_describe(entry, range, sizeof(range));
	print_comment(out, indent, entry->help);
	fprintf(out, "%*s# %s; %s%s\n", indent, "", range,
		entry->is_required ? "required" : "default ",
		entry->is_required           ? ""
		: entry->fallback[0] != '\0' ? entry->fallback
					     : "\"\"");
	fprintf(out, "%*s%s: ", indent, "", last_key(entry->path));
}

/* A value for a required key that has no default: the smallest there is, so that the template
 * compiles. */
static void print_smallest(FILE *out, const struct schema_entry *entry)
{
	switch (entry->type) {
	case PARAM_BOOL:
		fputs("false", out);
		break;
	case PARAM_U64:
		fprintf(out, "%" PRIu64, entry->min);
		break;
	case PARAM_ENUM:
		fputs(entry->choices[0], out);
		break;
	case PARAM_STRING:
	case PARAM_BYTES:
		fputc('"', out);
		for (uint64_t i = 0; i < entry->min; i++)
			fputs(entry->type == PARAM_BYTES ? "00" : "x", out);
		fputc('"', out);
		break;
	case PARAM_LIST:
		fputc('[', out);
		for (unsigned int i = 0; i < entry->min && i < entry->choice_count; i++)
			fprintf(out, "%s%s", i != 0 ? ", " : "", entry->choices[i]);
		fputc(']', out);
		break;
	}
}

void profile_print_template(FILE *out, const struct image *image)
{
	const struct schema_entry **list = sorted(&image->schema);
	const char *before = "";

	fprintf(out,
		"# A profile for Parapet %s: every key with its default. Keys that are left out "
		"have theirs.\n",
		image->needs.version);
	for (size_t i = 0; i < image->schema.count; i++) {
		const struct schema_entry *entry = list[i];

		if (shared_groups(before, entry->path) == 0)
			fputc('\n', out);
		print_template_entry(out, INDENT * open_groups(out, before, entry->path), entry);
		if (entry->is_required)
			print_smallest(out, entry);
		else
			fputs(entry->fallback[0] != '\0' ? entry->fallback : "\"\"", out);
		fputc('\n', out);
		before = entry->path;
	}
	free(list);
}

static const struct value *value_of(const struct profile *profile, const struct schema_entry *entry)
{
	return &profile->values[entry - profile->schema->entries];
}

void profile_print_yaml(FILE *out, const struct profile *profile)
{
	const struct schema_entry **list = sorted(profile->schema);
	const char *before = "";

	for (size_t i = 0; i < profile->schema->count; i++) {
		int depth = open_groups(out, before, list[i]->path);

		fprintf(out, "%*s%s: ", INDENT * depth, "", last_key(list[i]->path));
		value_print(out, list[i], value_of(profile, list[i]));
		fputc('\n', out);
		before = list[i]->path;
	}
	free(list);
}

static void print_json_value(FILE *out, const struct schema_entry *entry, const struct value *value)
{
	if (entry->type == PARAM_LIST) {
		fputc('[', out);
		for (size_t i = 0; i < value->len; i++) {
			fputs(i != 0 ? ", " : "", out);
			json_string(out, entry->choices[value->bytes[i]]);
		}
		fputc(']', out);
	} else if (entry->type == PARAM_ENUM) {
		json_string(out, entry->choices[value->bytes[0]]);
	} else if (entry->type == PARAM_STRING) {
		char *text = alloc_text((const char *)value->bytes, value->len);

		json_string(out, text);
		free(text);
	} else {
		value_print(out, entry, value);
	}
}

void profile_print_json(FILE *out, const struct profile *profile)
{
	const struct schema_entry **list = sorted(profile->schema);

	fputc('{', out);
	for (size_t i = 0; i < profile->schema->count; i++) {
		fputs(i != 0 ? ",\n " : "", out);
		json_string(out, list[i]->path);
		fputs(": ", out);
		print_json_value(out, list[i], value_of(profile, list[i]));
	}
	fputs("}\n", out);
	free(list);
}

size_t profile_print_diff(FILE *out, const char *prefix, const struct profile *a,
			  const struct profile *b)
{
	const struct schema_entry **list = sorted(a->schema);
	size_t differ = 0;

	for (size_t i = 0; i < a->schema->count; i++) {
		const struct value *before = value_of(a, list[i]);
		const struct value *after = value_of(b, list[i]);

		if (before->len == after->len &&
		    memcmp(before->bytes, after->bytes, before->len) == 0)
			continue;
		fprintf(out, "%s%s: ", prefix, list[i]->path);
		value_print(out, list[i], before);
		fputs(" → ", out);
		value_print(out, list[i], after);
		fputc('\n', out);
		differ++;
	}
	free(list);
	return differ;
}
