/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean": the nearest of several words by edit distance. */
#ifndef TOOLS_NEAREST_H
#define TOOLS_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *word;
	const char *best; /* NULL: nothing near enough was offered */
	size_t distance;
	size_t shared; /* letters at the beginning that best has in common with word */
};

/* Starts a search for what word was meant to be; word must stay. */
void nearest_init(struct nearest *nearest, const char *word);

/* Offers a candidate, which must stay. Of equally near ones the longest common
 * beginning decides, then the first. */
void nearest_offer(struct nearest *nearest, const char *candidate);

#endif
