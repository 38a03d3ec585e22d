/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet: the command. Finds the subcommand in its table; all work is in the subcommands' files.
 */
#include <stdio.h>
#include <string.h>

#include "tools/commands.h"

static const struct command {
	const char *group; /* "" for one-word commands */
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{ "profile", "compile", command_profile_compile, "compile a YAML profile into its page" },
	{ "profile", "check", command_profile_check, "check a profile against an image" },
	{ "profile", "show", command_profile_show, "print a profile's values" },
	{ "profile", "template", command_profile_template, "print a complete, commented profile" },
	{ "profile", "diff", command_profile_diff, "print the keys in which two profiles differ" },
	{ "igvm", "build", command_igvm_build,
	  "build an IGVM file from image, profile and payload" },
	{ "igvm", "inspect", command_igvm_inspect, "list what an IGVM file holds" },
	{ "igvm", "measure", command_igvm_measure, "print the launch digest of an IGVM file" },
	{ "igvm", "set-profile", command_igvm_set_profile,
	  "swap the profile in a finished IGVM file" },
	{ "igvm", "diff", command_igvm_diff, "say why two IGVM files measure differently" },
	{ "", "run", command_run, "boot an IGVM file on the software SNP machine" },
	{ "log", "decode", command_log_decode, "restore the text of log records" },
	{ "log", "events", command_log_events, "print an event log and replay it" },
	{ "", "explain", command_explain, "explain a termination code" },
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

int command_failed(const struct problem *problem)
{
	problem_print(problem);
	return EXIT_INPUT;
}

/* Lists the commands of a group, or all with "". */
static int print_commands(FILE *out, const char *group, int status)
{
	fprintf(out, "usage: parapet %s%sCOMMAND [options] (--help for each)\n\n", group,
		group[0] != '\0' ? " " : "");
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		const struct command *command = &commands[i];

		if (group[0] == '\0' || strcmp(command->group, group) == 0)
			fprintf(out, "  %s%s%-*s %s\n", command->group,
				command->group[0] != '\0' ? " " : "",
				20 - (int)strlen(command->group), command->name, command->summary);
	}
	return status;
}

static int is_group(const char *word)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (word[0] != '\0' && strcmp(commands[i].group, word) == 0)
			return 1;
	}
	return 0;
}

static const struct command *find_command(const char *group, const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(commands[i].group, group) == 0 && strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

static int is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

int main(int argc, char **argv)
{
	const char *group = argc > 1 && is_group(argv[1]) ? argv[1] : "";
	int skip = group[0] != '\0' ? 2 : 1;
	const struct command *command;

	if (argc <= skip)
		return print_commands(stderr, group, EXIT_USAGE);
	if (is_help(argv[skip]))
		return print_commands(stdout, group, EXIT_OK);
	if (skip == 1 && strcmp(argv[1], "--version") == 0) {
		puts("parapet " PARAPET_VERSION);
		return EXIT_OK;
	}
	command = find_command(group, argv[skip]);
	if (command == NULL) {
		fprintf(stderr, "parapet: no command '%s%s%s'\n", group,
			group[0] != '\0' ? " " : "", argv[skip]);
		return print_commands(stderr, group, EXIT_USAGE);
	}
	return command->run(argc - skip, argv + skip);
}
