/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one table of commands: handles, parameters, response, how often, and what a success teaches.
 */
#ifndef INTEROP_DIFF_GRAMMAR_H
#define INTEROP_DIFF_GRAMMAR_H

#include "tests/interop/diff/learn.h"

struct grammar_row {
	const char *name;
	uint32_t cc;
	const char *handles; /* words of handles.c; '!' and '#' want authorisation */
	const char *in;      /* words of gen_*.c */
	const char *out;     /* words of compare.c; "H " first: a handle comes before */
	uint16_t weight;
	void (*learn)(struct learn *learn);
};

extern const struct grammar_row grammar[];
extern const uint32_t grammar_count;

/* A row, by weight; flushing is likelier where slots are full */
const struct grammar_row *grammar_pick(struct rng *rng, const struct model *model);
const struct grammar_row *grammar_find(uint32_t cc);

/* Calls each with every word of list, which are apart by blanks */
void grammar_words(const char *list, void (*each)(void *context, const char *word), void *context);

#endif
