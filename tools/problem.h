/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is wrong with an input, in words: the first thing found, where it is, and what to do about
 * it. Functions that read inputs fill one in and return an error; only the command prints it.
 */
#ifndef TOOLS_PROBLEM_H
#define TOOLS_PROBLEM_H

#include "lib/err.h"

struct problem {
	char text[512];   /* "FILE:LINE:COL: message", empty: nothing wrong */
	char remedy[320]; /* empty: none known */
};

/* Where in a file; line and column from 1, 0: the file as a whole */
struct place {
	const char *file;
	unsigned long line;
	unsigned long column;
};

/* Describes a problem, replacing an earlier one; returns err. */
enum err problem_set(struct problem *problem, enum err err, const char *file, const char *format,
		     ...) __attribute__((format(printf, 4, 5)));
enum err problem_set_at(struct problem *problem, enum err err, struct place place,
			const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds what the user can do. */
void problem_remedy(struct problem *problem, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints "parapet: text" and the remedy to standard error. */
void problem_print(const struct problem *problem);

/* An err in words, for messages that wrap a library's error. */
const char *err_text(enum err err);

#endif
