/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines: a table of options per subcommand, from which parsing, checks and --help follow.
 */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum exit_status {
	EXIT_OK = 0,
	EXIT_INPUT = 1,
	EXIT_USAGE = 2,
	EXIT_GUEST = 3,
	EXIT_HALT = 4,
	EXIT_RULE = 5,
	EXIT_DEADLINE = 6,
	EXIT_INTERRUPTED = 130,
};

struct option_number {
	uint64_t min;
	uint64_t max;
	uint64_t value;
	bool given;
};

/* Exactly one of flag, text and number says where the value goes, and so what the option takes */
struct option_row {
	const char *name; /* "image": --image */
	char letter;      /* 'o': -o, 0: none */
	bool required;
	const char *value; /* what --help calls the value, NULL for a flag */
	const char *help;
	bool *flag;
	const char **text;
	struct option_number *number; /* decimal, or hex with 0x */
};

struct options {
	const char *program;  /* NULL: "parapet" */
	const char *command;  /* "igvm build"; "" for a program without subcommands */
	const char *about;    /* one or more lines */
	const char *operands; /* "FILE", "" */
	const struct option_row *rows;
	size_t count;
	int operands_min;
	int operands_max;
	const char **operand; /* [operands_max], set to what was given, NULL for the rest */
};

#define OPTIONS_ROWS(table) .rows = (table), .count = sizeof(table) / sizeof((table)[0])
#define OPTIONS_GO_ON (-1)

/* Parses argv[1..argc). Returns OPTIONS_GO_ON, or the exit status after help or an error was
 * printed. */
int options_parse(const struct options *options, int argc, char **argv);

/* Says on standard error how the command is used; returns EXIT_USAGE. */
int options_usage_error(const struct options *options, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A whole unsigned number, decimal or 0x hex, within 64 bits. */
bool parse_number(const char *text, uint64_t *out);

#endif
