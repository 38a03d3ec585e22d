/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines by table. Never acts on a value: it stores what was said, within its bounds. */
#include "tools/options.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool parse_number(const char *text, uint64_t *out)
{
	int base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
	unsigned long long value;
	char *end;

	if (!isdigit((unsigned char)text[0]) || (base == 16 && !isxdigit((unsigned char)text[2])))
		return false;
	errno = 0;
	value = strtoull(text, &end, base);
	if (errno != 0 || *end != '\0')
		return false;
	*out = value;
	return true;
}

static const char *program_of(const struct options *options)
{
	return options->program != NULL ? options->program : "parapet";
}

static const char *space_before(const char *text)
{
	return text[0] != '\0' ? " " : "";
}

int options_usage_error(const struct options *options, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s%s%s: ", program_of(options), space_before(options->command),
		options->command);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\n  see %s%s%s --help\n", program_of(options),
		space_before(options->command), options->command);
	return EXIT_USAGE;
}

static void print_row(const struct option_row *row)
{
	char left[64];

	snprintf(left, sizeof(left), "%c%c%s--%s%s%s", row->letter != 0 ? '-' : ' ',
		 row->letter != 0 ? row->letter : ' ', row->letter != 0 ? ", " : "  ", row->name,
		 row->value != NULL ? " " : "", row->value != NULL ? row->value : "");
	printf("  %-30s %s%s", left, row->help, row->required ? " (required)" : "");
	if (row->number != NULL && row->number->max < UINT32_MAX)
		printf(" (%" PRIu64 "..%" PRIu64 ")", row->number->min, row->number->max);
	putchar('\n');
}

static int print_help(const struct options *options)
{
	printf("usage: %s%s%s [options]%s%s\n\n%s\n\noptions:\n", program_of(options),
	       space_before(options->command), options->command, space_before(options->operands),
	       options->operands, options->about);
	for (size_t i = 0; i < options->count; i++)
		print_row(&options->rows[i]);
	printf("  %-30s %s\n", "    --help", "this text");
	return EXIT_OK;
}

/* The row that an argument "--name", "--name=value" or "-o" names; *inside is the value after '='.
 */
static const struct option_row *find_row(const struct options *options, const char *argument,
					 const char **inside)
{
	const char *name = argument + 2;
	size_t len = strcspn(name, "=");

	*inside = NULL;
	for (size_t i = 0; i < options->count; i++) {
		const struct option_row *row = &options->rows[i];

		if (argument[1] != '-') {
			if (argument[1] == row->letter && argument[1] != '\0' &&
			    argument[2] == '\0')
				return row;
		} else if (strlen(row->name) == len && strncmp(row->name, name, len) == 0) {
			*inside = name[len] == '=' ? name + len + 1 : NULL;
			return row;
		}
	}
	return NULL;
}

static int store_number(const struct options *options, const struct option_row *row,
			const char *text)
{
	struct option_number *number = row->number;
	uint64_t value;

	if (!parse_number(text, &value))
		return options_usage_error(options, "--%s: '%s' is no number", row->name, text);
	if (value < number->min || value > number->max)
		return options_usage_error(options, "--%s: %s is not within %" PRIu64 "..%" PRIu64,
					   row->name, text, number->min, number->max);
	number->value = value;
	number->given = true;
	return OPTIONS_GO_ON;
}

static int store(const struct options *options, const struct option_row *row, const char *text)
{
	if (row->number != NULL)
		return store_number(options, row, text);
	*row->text = text;
	return OPTIONS_GO_ON;
}

/* One option at argv[*at]; moves *at over a value in the next argument. */
static int parse_option(const struct options *options, int argc, char **argv, int *at)
{
	const char *inside;
	const struct option_row *row = find_row(options, argv[*at], &inside);

	if (row == NULL)
		return options_usage_error(options, "no option %s", argv[*at]);
	if (row->flag != NULL) {
		if (inside != NULL)
			return options_usage_error(options, "--%s takes no value", row->name);
		*row->flag = true;
		return OPTIONS_GO_ON;
	}
	if (inside != NULL)
		return store(options, row, inside);
	if (*at + 1 >= argc)
		return options_usage_error(options, "--%s needs %s", row->name, row->value);
	(*at)++;
	return store(options, row, argv[*at]);
}

static bool is_given(const struct option_row *row)
{
	if (row->number != NULL)
		return row->number->given;
	return row->text == NULL || *row->text != NULL;
}

static int check_complete(const struct options *options, int operands)
{
	for (size_t i = 0; i < options->count; i++) {
		if (options->rows[i].required && !is_given(&options->rows[i]))
			return options_usage_error(options, "--%s %s is missing",
						   options->rows[i].name, options->rows[i].value);
	}
	if (operands < options->operands_min)
		return options_usage_error(options, "%s is missing", options->operands);
	return OPTIONS_GO_ON;
}

int options_parse(const struct options *options, int argc, char **argv)
{
	bool only_operands = false;
	int operands = 0;

	for (int i = 0; i < options->operands_max; i++)
		options->operand[i] = NULL;
	for (int i = 1; i < argc; i++) {
		int status = OPTIONS_GO_ON;

		if (!only_operands && strcmp(argv[i], "--help") == 0)
			return print_help(options);
		if (!only_operands && strcmp(argv[i], "--") == 0)
			only_operands = true;
		else if (!only_operands && argv[i][0] == '-' && argv[i][1] != '\0')
			status = parse_option(options, argc, argv, &i);
		else if (operands == options->operands_max)
			status = options_usage_error(options, "'%s' is one operand too many",
						     argv[i]);
		else
			options->operand[operands++] = argv[i];
		if (status != OPTIONS_GO_ON)
			return status;
	}
	return check_complete(options, operands);
}
