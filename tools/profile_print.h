/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Profiles for people: as YAML with comments, and what differs between two. */
#ifndef TOOLS_PROFILE_PRINT_H
#define TOOLS_PROFILE_PRINT_H

#include <stdio.h>

#include "tools/profile.h"

/* Every key with its help, its range and its default: YAML that compiles once required keys are
 * filled in. */
void profile_print_template(FILE *out, const struct image *image);

/* Every value as YAML. */
void profile_print_yaml(FILE *out, const struct profile *profile);

/* Every value as one JSON object, path to value. */
void profile_print_json(FILE *out, const struct profile *profile);

/*
 * One line for each key whose values differ: "path: old → new"; profiles of one image. Returns how
 * many. prefix comes before each line.
 */
size_t profile_print_diff(FILE *out, const char *prefix, const struct profile *a,
			  const struct profile *b);

#endif
