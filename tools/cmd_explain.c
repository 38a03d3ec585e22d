/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet explain: what a termination means and what to do about it. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/json.h"
#include "tools/termination.h"

static void print_row(const struct termination_row *row)
{
	printf("%x:%02x %s\n  cause:  %s\n  remedy: %s\n", row->set, row->code, row->name,
	       row->cause, row->remedy);
}

static void print_json(const struct termination_row *row)
{
	printf("{\"set\": %u, \"code\": %u, \"name\": \"%s\", \"cause\": ", row->set, row->code,
	       row->name);
	json_string(stdout, row->cause);
	fputs(", \"remedy\": ", stdout);
	json_string(stdout, row->remedy);
	putchar('}');
}

static void print_all(bool json)
{
	size_t count;
	const struct termination_row *rows = termination_rows(&count);

	if (json)
		puts("[");
	for (size_t i = 0; i < count; i++) {
		if (json) {
			print_json(&rows[i]);
			puts(i + 1 < count ? "," : "");
		} else {
			printf("%x:%02x  %-16s %s\n", rows[i].set, rows[i].code, rows[i].name,
			       rows[i].cause);
		}
	}
	if (json)
		puts("]");
}

int command_explain(int argc, char **argv)
{
	bool json = false;
	const char *code;
	const struct option_row option_rows[] = {
		{ "json", 0, false, NULL, "print JSON", &json, NULL, NULL },
	};
	const struct options options = {
		.command = "explain",
		.about = "Explains a termination of Parapet's or of a guest below it: CODE is "
			 "set:code in hex as a\n"
			 "hypervisor logs it (8:05, 0x805) or a name (C_BIT). Without CODE, lists "
			 "all of Parapet's.",
		.operands = "[CODE]",
		OPTIONS_ROWS(option_rows),
		.operands_max = 1,
		.operand = &code,
	};
	const struct termination_row *row;
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (code == NULL) {
		print_all(json);
		return EXIT_OK;
	}
	row = termination_parse(code);
	if (row == NULL) {
		fprintf(stderr,
			"parapet: no termination '%s'\n  parapet explain lists Parapet's; sets 0 "
			"and 1 are the GHCB specification's and Linux's\n",
			code);
		return EXIT_INPUT;
	}
	if (json) {
		print_json(row);
		putchar('\n');
	} else {
		print_row(row);
	}
	return EXIT_OK;
}
