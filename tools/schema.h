/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters an image has, as its schema section describes them. Contract: abi/profile.h. */
#ifndef TOOLS_SCHEMA_H
#define TOOLS_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/profile.h"
#include "tools/elf_file.h"

#define SCHEMA_CHOICES_MAX 64u

struct schema_entry {
	struct schema_record record; /* what the texts below point into */
	const char *path;            /* NULL: not declared yet */
	const char *fallback;
	const char *help;
	const char *choices[SCHEMA_CHOICES_MAX]; /* into record.choices, whose separators are cut */
	unsigned int choice_count;
	enum param_type type;
	uint64_t min;
	uint64_t max;
	bool is_required;
};

/* Entries in parameter order: entry n is PROFILE_TLV_PARAM(n) */
struct schema {
	struct schema_entry *entries;
	size_t count;
};

/* Where the image keeps its struct param table */
struct schema_params {
	const uint8_t *bytes; /* count × sizeof(struct param) */
	uint64_t va;
	size_t count;
};

/*
 * Decodes the schema section for the table. Every parameter must have exactly one record, and every
 * text must end inside its field. section may go afterwards; the caller frees with schema_free.
 */
MUST_USE enum err schema_decode(struct schema *schema, const struct schema_params *params,
				const struct elf_section *section, const char *name,
				struct problem *problem);
void schema_free(struct schema *schema);

/* Entry of a path, or NULL. */
const struct schema_entry *schema_find(const struct schema *schema, const char *path);

/* Index of a choice's name, or -1. */
int schema_choice(const struct schema_entry *entry, const char *name);

/* Whether path is the beginning of some entry's path, ending before a dot: a mapping, not a value.
 */
bool schema_is_group(const struct schema *schema, const char *path);

#endif
