/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Strict YAML for profiles, over libyaml's events: one document, mappings whose keys are the
 * schema's paths, no anchors, aliases or tags. Stops at the first fault and says where it is. Spec:
 * YAML 1.1 as libyaml reads it.
 */
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "tools/alloc.h"
#include "tools/nearest.h"
#include "tools/profile.h"

#define DEPTH_MAX 8u
#define PATH_SIZE sizeof(((struct schema_record *)NULL)->path)

/* Paths of mappings already seen, to refuse a second one of the same name */
struct seen {
	struct seen *next;
	char path[PATH_SIZE];
};

struct yaml_reader {
	yaml_parser_t parser;
	yaml_event_t event; /* the current one */
	const char *name;
	const uint8_t *text;
	const struct schema *schema;
	struct value *values;
	struct seen *seen;
	struct problem *problem;
};

static struct place place_at(const struct yaml_reader *reader, yaml_mark_t mark)
{
	return (struct place){ reader->name, (unsigned long)mark.line + 1,
			       (unsigned long)mark.column + 1 };
}

static struct place place_now(const struct yaml_reader *reader)
{
	return place_at(reader, reader->event.start_mark);
}

/* libyaml gives a byte offset, not a mark, for what it cannot decode. */
static struct place place_of_offset(const struct yaml_reader *reader, size_t offset)
{
	struct place place = { reader->name, 1, 1 };

	for (size_t i = 0; i < offset; i++) {
		place.column++;
		if (reader->text[i] == '\n') {
			place.line++;
			place.column = 1;
		}
	}
	return place;
}

static enum err parser_failed(struct yaml_reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *what = parser->problem != NULL ? parser->problem : "unreadable";
	struct place place = place_at(reader, parser->problem_mark);

	if (parser->error == YAML_READER_ERROR)
		place = place_of_offset(reader, parser->problem_offset);
	return problem_set_at(reader->problem, ERR_FORMAT, place, "%s", what);
}

static enum err refuse(struct yaml_reader *reader, const char *what)
{
	return problem_set_at(reader->problem, ERR_FORMAT, place_now(reader), "%s", what);
}

/* Anchors and tags can ride on three kinds of events; none of them has a meaning in a profile. */
static enum err check_plain(struct yaml_reader *reader)
{
	const yaml_event_t *event = &reader->event;
	bool has_anchor = false;
	bool has_tag = false;

	if (event->type == YAML_ALIAS_EVENT)
		return refuse(reader, "aliases are not allowed in a profile");
	if (event->type == YAML_SCALAR_EVENT) {
		has_anchor = event->data.scalar.anchor != NULL;
		has_tag = event->data.scalar.tag != NULL;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		has_anchor = event->data.sequence_start.anchor != NULL;
		has_tag = event->data.sequence_start.tag != NULL;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		has_anchor = event->data.mapping_start.anchor != NULL;
		has_tag = event->data.mapping_start.tag != NULL;
	}
	if (has_anchor)
		return refuse(reader, "anchors are not allowed in a profile");
	return has_tag ? refuse(reader, "tags are not allowed in a profile") : OK;
}

static enum err next_event(struct yaml_reader *reader)
{
	yaml_event_delete(&reader->event);
	if (yaml_parser_parse(&reader->parser, &reader->event) == 0) {
		memset(&reader->event, 0, sizeof(reader->event));
		return parser_failed(reader);
	}
	return check_plain(reader);
}

static struct scalar scalar_now(const struct yaml_reader *reader)
{
	return (struct scalar){
		.text = (const char *)reader->event.data.scalar.value,
		.len = reader->event.data.scalar.length,
		.style = reader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? SCALAR_PLAIN
										    : SCALAR_QUOTED,
		.place = place_now(reader),
	};
}

static enum err wrong_type(struct yaml_reader *reader, const struct schema_entry *entry)
{
	char expected[256];

	value_describe(entry, expected, sizeof(expected));
	return problem_set_at(reader->problem, ERR_FORMAT, place_now(reader), "%s takes %s",
			      entry->path, expected);
}

/* The current event begins a list; ends on its last event. */
static enum err read_list(struct yaml_reader *reader, const struct schema_entry *entry,
			  struct value *value)
{
	value->bytes = alloc_zeroed(1, 1);
	value->place = place_now(reader);
	for (;;) {
		struct scalar element;
		enum err err = next_event(reader);

		if (err != OK)
			return err;
		if (reader->event.type == YAML_SEQUENCE_END_EVENT)
			return value_check_count(value, entry, reader->problem);
		if (reader->event.type != YAML_SCALAR_EVENT)
			return wrong_type(reader, entry);
		element = scalar_now(reader);
		err = value_append(value, entry, &element, reader->problem);
		if (err != OK)
			return err;
	}
}

/* The current event is the value's first. */
static enum err read_value(struct yaml_reader *reader, const struct schema_entry *entry,
			   struct value *value)
{
	struct scalar scalar;

	if (entry->type == PARAM_LIST && reader->event.type == YAML_SEQUENCE_START_EVENT)
		return read_list(reader, entry, value);
	if (entry->type == PARAM_LIST || reader->event.type != YAML_SCALAR_EVENT)
		return wrong_type(reader, entry);
	scalar = scalar_now(reader);
	return value_from_scalar(value, entry, &scalar, reader->problem);
}

/* The key that entry has below prefix (its length, with the dot), cut into name; NULL if it is
 * elsewhere. */
static const char *key_below(const struct schema_entry *entry, const char *path, size_t prefix,
			     char name[PATH_SIZE])
{
	size_t len;

	if (strncmp(entry->path, path, prefix) != 0)
		return NULL;
	len = strcspn(entry->path + prefix, ".");
	memcpy(name, entry->path + prefix, len);
	name[len] = '\0';
	return name;
}

static enum err unknown_key(struct yaml_reader *reader, const char *path, size_t prefix,
			    const char *key)
{
	char best[PATH_SIZE] = "";
	char name[PATH_SIZE];
	struct nearest nearest;

	problem_set_at(reader->problem, ERR_NOT_FOUND, place_now(reader), "unknown key '%.64s'",
		       key);
	nearest_init(&nearest, key);
	for (size_t i = 0; i < reader->schema->count; i++) {
		if (key_below(&reader->schema->entries[i], path, prefix, name) == NULL)
			continue;
		nearest_offer(&nearest, name);
		if (nearest.best == name) {
			memcpy(best, name, strlen(name) + 1);
			nearest.best = best;
		}
	}
	if (best[0] != '\0')
		problem_remedy(reader->problem, "the nearest valid key is '%.*s%s'", (int)prefix,
			       path, best);
	else
		problem_remedy(reader->problem, "parapet profile template prints every key");
	return ERR_NOT_FOUND;
}

static enum err duplicate_key(struct yaml_reader *reader, const char *path)
{
	return problem_set_at(reader->problem, ERR_ORDER, place_now(reader), "duplicate key '%s'",
			      path);
}

/* path: shorter than PATH_SIZE */
static enum err note_mapping(struct yaml_reader *reader, const char *path)
{
	struct seen *seen;

	for (seen = reader->seen; seen != NULL; seen = seen->next) {
		if (strcmp(seen->path, path) == 0)
			return duplicate_key(reader, path);
	}
	seen = alloc_zeroed(1, sizeof(*seen));
	memcpy(seen->path, path, strnlen(path, PATH_SIZE - 1));
	seen->next = reader->seen;
	reader->seen = seen;
	return OK;
}

static enum err read_mapping(struct yaml_reader *reader, const char *path, unsigned int depth);

/* The current event is a key below path; reads its value. */
static enum err read_key(struct yaml_reader *reader, const char *path, unsigned int depth)
{
	size_t prefix = strlen(path);
	char full[2 * PATH_SIZE];
	size_t len;
	const struct schema_entry *entry;
	struct scalar key = scalar_now(reader);
	enum err err;

	if (key.len >= PATH_SIZE || strlen(key.text) != key.len || strchr(key.text, '.') != NULL)
		return unknown_key(reader, path, prefix, key.text);
	snprintf(full, sizeof(full), "%s%s", path, key.text);
	entry = schema_find(reader->schema, full);
	if (entry != NULL) {
		struct value *value = &reader->values[entry - reader->schema->entries];

		if (value->bytes != NULL)
			return duplicate_key(reader, full);
		err = next_event(reader);
		return err != OK ? err : read_value(reader, entry, value);
	}
	len = strlen(full);
	if (len >= PATH_SIZE - 1 || !schema_is_group(reader->schema, full))
		return unknown_key(reader, path, prefix, key.text);
	err = note_mapping(reader, full);
	if (err == OK)
		err = next_event(reader);
	if (err != OK)
		return err;
	memcpy(full + len, ".", sizeof("."));
	return read_mapping(reader, full, depth + 1);
}

/* The current event should begin a mapping; path: "" or its path with a dot at the end. Ends on its
 * last event. */
static enum err read_mapping(struct yaml_reader *reader, const char *path, unsigned int depth)
{
	if (reader->event.type != YAML_MAPPING_START_EVENT)
		return problem_set_at(reader->problem, ERR_FORMAT, place_now(reader),
				      "%.*s%s must be a mapping (key: value)",
				      path[0] != '\0' ? (int)strlen(path) - 1 : 0, path,
				      path[0] != '\0' ? "" : "a profile");
	if (depth > DEPTH_MAX)
		return refuse(reader, "nested too deeply");
	for (;;) {
		enum err err = next_event(reader);

		if (err != OK)
			return err;
		if (reader->event.type == YAML_MAPPING_END_EVENT)
			return OK;
		if (reader->event.type != YAML_SCALAR_EVENT)
			return refuse(reader, "a key must be a plain word");
		err = read_key(reader, path, depth);
		if (err != OK)
			return err;
	}
}

static enum err skip_to_content(struct yaml_reader *reader)
{
	enum err err = next_event(reader); /* stream start */

	if (err == OK)
		err = next_event(reader);
	if (err != OK)
		return err;
	if (reader->event.type != YAML_DOCUMENT_START_EVENT)
		return problem_set(reader->problem, ERR_FORMAT, reader->name, "the file is empty");
	if (reader->event.data.document_start.version_directive != NULL ||
	    reader->event.data.document_start.tag_directives.start !=
		    reader->event.data.document_start.tag_directives.end)
		return refuse(reader, "directives are not allowed in a profile");
	return next_event(reader);
}

static enum err expect_end(struct yaml_reader *reader)
{
	enum err err = next_event(reader); /* document end */

	if (err == OK)
		err = next_event(reader);
	if (err != OK)
		return err;
	if (reader->event.type != YAML_STREAM_END_EVENT)
		return refuse(reader, "a profile is one document");
	return OK;
}

static void reader_init(struct yaml_reader *reader, const uint8_t *text, size_t len)
{
	reader->text = text;
	if (yaml_parser_initialize(&reader->parser) == 0)
		abort(); /* only for want of memory */
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser, text, len);
}

static void reader_free(struct yaml_reader *reader)
{
	yaml_event_delete(&reader->event);
	yaml_parser_delete(&reader->parser);
	while (reader->seen != NULL) {
		struct seen *next = reader->seen->next;

		free(reader->seen);
		reader->seen = next;
	}
}

enum err profile_yaml_value(struct value *value, const struct schema_entry *entry, const char *text,
			    const char *name, struct problem *problem)
{
	struct yaml_reader reader = { .name = name, .problem = problem };
	enum err err;

	if (entry->type == PARAM_STRING && text[0] == '\0')
		text = "\"\"";
	reader_init(&reader, (const uint8_t *)text, strlen(text));
	err = skip_to_content(&reader);
	if (err == OK)
		err = read_value(&reader, entry, value);
	if (err == OK)
		err = expect_end(&reader);
	if (err != OK)
		value_free(value);
	reader_free(&reader);
	return err;
}

/* Defaults for what was not said; a required one that was not said is a fault. */
static enum err fill_in(struct profile *profile, const char *name, struct problem *problem)
{
	for (size_t i = 0; i < profile->schema->count; i++) {
		const struct schema_entry *entry = &profile->schema->entries[i];
		struct value *value = &profile->values[i];

		if (value->bytes != NULL)
			continue;
		if (entry->is_required) {
			problem_set_at(problem, ERR_NOT_FOUND, (struct place){ name, 1, 1 },
				       "required key '%s' is missing", entry->path);
			problem_remedy(problem, "%s: %s", entry->path, entry->help);
			return ERR_NOT_FOUND;
		}
		if (profile_yaml_value(value, entry, entry->fallback, "default", problem) != OK)
			return problem_set(problem, ERR_FORMAT, name,
					   "the image's default '%s' for %s is no value",
					   entry->fallback, entry->path);
	}
	return OK;
}

enum err profile_from_yaml(struct profile *profile, const struct schema *schema, const char *name,
			   const uint8_t *text, size_t len, struct problem *problem)
{
	struct yaml_reader reader = { .name = name, .schema = schema, .problem = problem };
	enum err err;

	profile->schema = schema;
	profile->values = alloc_zeroed(schema->count, sizeof(*profile->values));
	reader.values = profile->values;
	reader_init(&reader, text, len);
	err = skip_to_content(&reader);
	if (err == OK)
		err = read_mapping(&reader, "", 0);
	if (err == OK)
		err = expect_end(&reader);
	reader_free(&reader);
	if (err == OK)
		err = fill_in(profile, name, problem);
	if (err != OK)
		profile_free(profile);
	return err;
}
