/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Problems as text. Never prints but in problem_print; a text too long is cut, not refused. */
#include "tools/problem.h"

#include <stdarg.h>
#include <stdio.h>

static size_t put_place(char *text, size_t size, struct place place)
{
	int len;

	if (place.file == NULL)
		return 0;
	if (place.line == 0)
		len = snprintf(text, size, "%s: ", place.file);
	else
		len = snprintf(text, size, "%s:%lu:%lu: ", place.file, place.line, place.column);
	return len < 0 ? 0 : (size_t)len < size ? (size_t)len : size - 1;
}

static enum err set(struct problem *problem, enum err err, struct place place, const char *format,
		    va_list args)
{
	size_t at = put_place(problem->text, sizeof(problem->text), place);

	vsnprintf(problem->text + at, sizeof(problem->text) - at, format, args);
	problem->remedy[0] = '\0';
	return err;
}

enum err problem_set(struct problem *problem, enum err err, const char *file, const char *format,
		     ...)
{
	va_list args;

	va_start(args, format);
	set(problem, err, (struct place){ .file = file }, format, args);
	va_end(args);
	return err;
}

enum err problem_set_at(struct problem *problem, enum err err, struct place place,
			const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(problem, err, place, format, args);
	va_end(args);
	return err;
}

void problem_remedy(struct problem *problem, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(problem->remedy, sizeof(problem->remedy), format, args);
	va_end(args);
}

void problem_print(const struct problem *problem)
{
	fprintf(stderr, "parapet: %s\n", problem->text);
	if (problem->remedy[0] != '\0')
		fprintf(stderr, "  %s\n", problem->remedy);
}

const char *err_text(enum err err)
{
	static const char *const texts[] = {
		[OK] = "no error",
		[ERR_TRUNCATED] = "it ends before its own lengths say",
		[ERR_FORMAT] = "it is malformed",
		[ERR_RANGE] = "a value or length is out of bounds",
		[ERR_ORDER] = "something is out of order, or there twice",
		[ERR_OVERLAP] = "something overlaps what it must not",
		[ERR_NOT_FOUND] = "not found",
		[ERR_NO_SPACE] = "no space",
		[ERR_UNSUPPORTED] = "it is valid, but not supported",
		[ERR_PERMISSION] = "refused",
		[ERR_STATE] = "not in this state",
		[ERR_IO] = "a device or file failed",
		[ERR_FAULT] = "memory could not be accessed",
		[ERR_BUSY] = "busy",
		[ERR_CRYPTO] = "authentication failed",
	};

	if ((size_t)err >= sizeof(texts) / sizeof(texts[0]))
		return "an unknown error";
	return texts[err];
}
