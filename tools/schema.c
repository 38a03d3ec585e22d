/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The schema section, checked against the parameter table it describes. Knows no parameter by name.
 */
#include "tools/schema.h"

#include <stdlib.h>
#include <string.h>

#include "tools/alloc.h"

static bool is_text(const char *field, size_t size)
{
	return memchr(field, '\0', size) != NULL;
}

static bool is_path(const char *path)
{
	size_t len = strlen(path);

	if (len == 0 || path[0] == '.' || path[len - 1] == '.' || strstr(path, "..") != NULL)
		return false;
	return strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789_-.") == len;
}

static bool split_choices(struct schema_entry *entry)
{
	char *rest = entry->record.choices;

	while (rest != NULL && *rest != '\0') {
		char *name = strsep(&rest, "|");

		if (*name == '\0' || entry->choice_count == SCHEMA_CHOICES_MAX ||
		    schema_choice(entry, name) >= 0)
			return false;
		entry->choices[entry->choice_count++] = name;
	}
	return true;
}

/* Whether the numbers of a parameter make sense for its type. */
static bool is_sound(const struct schema_entry *entry, const struct param *param)
{
	bool has_choices = entry->type == PARAM_ENUM || entry->type == PARAM_LIST;

	if (param->type < PARAM_BOOL || param->type > PARAM_LIST)
		return false;
	if (has_choices ? entry->choice_count == 0 : entry->choice_count != 0)
		return false;
	if (has_choices && param->choices != 0 && param->choices != entry->choice_count)
		return false;
	if (entry->type == PARAM_ENUM && param->max + 1 != entry->choice_count)
		return false;
	if ((entry->type == PARAM_STRING || entry->type == PARAM_BYTES) &&
	    param->max > ABI_PAGE_SIZE)
		return false;
	return entry->type == PARAM_BOOL || param->min <= param->max;
}

static enum err decode_record(struct schema_entry *entry, const void *bytes,
			      const struct param *param)
{
	struct schema_record *record = &entry->record;

	if (entry->path != NULL)
		return ERR_ORDER;
	memcpy(record, bytes, sizeof(*record));
	if (!is_text(record->path, sizeof(record->path)) ||
	    !is_text(record->choices, sizeof(record->choices)) ||
	    !is_text(record->fallback, sizeof(record->fallback)) ||
	    !is_text(record->help, sizeof(record->help)))
		return ERR_FORMAT;
	if (!is_path(record->path))
		return ERR_FORMAT;
	entry->path = record->path;
	entry->fallback = record->fallback;
	entry->help = record->help;
	entry->type = (enum param_type)param->type;
	entry->min = param->min;
	entry->max = param->max;
	entry->is_required = (record->flags & SCHEMA_REQUIRED) != 0;
	if (!split_choices(entry) || !is_sound(entry, param))
		return ERR_FORMAT;
	return OK;
}

/* Index of the parameter that a record describes, or ERR_RANGE. */
static enum err param_index(const struct schema_params *params, uint64_t va, size_t *idx)
{
	uint64_t offset = va - params->va;

	if (va < params->va || offset % sizeof(struct param) != 0 ||
	    offset / sizeof(struct param) >= params->count)
		return ERR_RANGE;
	*idx = (size_t)(offset / sizeof(struct param));
	return OK;
}

static enum err decode_all(struct schema *schema, const struct schema_params *params,
			   const struct elf_section *section, const char *name,
			   struct problem *problem)
{
	for (size_t i = 0; i < schema->count; i++) {
		const uint8_t *record = section->data + i * sizeof(struct schema_record);
		struct param param;
		uint64_t va;
		size_t idx;

		memcpy(&va, record + offsetof(struct schema_record, param), sizeof(va));
		if (param_index(params, va, &idx) != OK)
			return problem_set(problem, ERR_FORMAT, name,
					   "schema record %zu names no parameter of the image", i);
		memcpy(&param, params->bytes + idx * sizeof(param), sizeof(param));
		if (decode_record(&schema->entries[idx], record, &param) != OK)
			return problem_set(problem, ERR_FORMAT, name,
					   "schema record %zu is malformed", i);
	}
	return OK;
}

static enum err check_paths(const struct schema *schema, const char *name, struct problem *problem)
{
	for (size_t i = 0; i < schema->count; i++) {
		const char *path = schema->entries[i].path;

		if (schema_find(schema, path) != &schema->entries[i] ||
		    schema_is_group(schema, path))
			return problem_set(problem, ERR_FORMAT, name,
					   "parameter %s is declared twice", path);
	}
	return OK;
}

enum err schema_decode(struct schema *schema, const struct schema_params *params,
		       const struct elf_section *section, const char *name, struct problem *problem)
{
	enum err err;

	if (section->len % sizeof(struct schema_record) != 0 ||
	    section->len / sizeof(struct schema_record) != params->count)
		return problem_set(problem, ERR_FORMAT, name,
				   "its schema section has %zu bytes, not one record for each of "
				   "%zu parameters",
				   section->len, params->count);
	schema->count = params->count;
	schema->entries = alloc_zeroed(schema->count, sizeof(*schema->entries));
	err = decode_all(schema, params, section, name, problem);
	if (err == OK)
		err = check_paths(schema, name, problem);
	if (err != OK)
		schema_free(schema);
	return err;
}

void schema_free(struct schema *schema)
{
	free(schema->entries);
	*schema = (struct schema){ 0 };
}

const struct schema_entry *schema_find(const struct schema *schema, const char *path)
{
	for (size_t i = 0; i < schema->count; i++) {
		if (strcmp(schema->entries[i].path, path) == 0)
			return &schema->entries[i];
	}
	return NULL;
}

int schema_choice(const struct schema_entry *entry, const char *name)
{
	for (unsigned int i = 0; i < entry->choice_count; i++) {
		if (strcmp(entry->choices[i], name) == 0)
			return (int)i;
	}
	return -1;
}

bool schema_is_group(const struct schema *schema, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < schema->count; i++) {
		if (strncmp(schema->entries[i].path, path, len) == 0 &&
		    (len == 0 || schema->entries[i].path[len] == '.'))
			return true;
	}
	return false;
}
