/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet profile show, template and diff: profiles in words. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/profile_print.h"

static int show(const char *image_path, const char *path, bool json)
{
	struct profile profile = { 0 };
	struct problem problem;
	struct image image;
	int status = EXIT_OK;

	if (image_open(&image, image_path, &problem) != OK)
		return command_failed(&problem);
	if (profile_open(&profile, &image, path, &problem) != OK)
		status = command_failed(&problem);
	else if (json)
		profile_print_json(stdout, &profile);
	else
		profile_print_yaml(stdout, &profile);
	profile_free(&profile);
	image_close(&image);
	return status;
}

int command_profile_show(int argc, char **argv)
{
	const char *image = NULL;
	bool json = false;
	const char *path;
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the image that the profile configures", NULL, &image,
		  NULL },
		{ "json", 0, false, NULL, "print a JSON object", &json, NULL, NULL },
	};
	const struct options options = {
		.command = "profile show",
		.about = "Prints every value of a profile, page or YAML, as YAML.",
		.operands = "PAGE",
		OPTIONS_ROWS(rows),
		.operands_min = 1,
		.operands_max = 1,
		.operand = &path,
	};
	int status = options_parse(&options, argc, argv);

	return status != OPTIONS_GO_ON ? status : show(image, path, json);
}

int command_profile_template(int argc, char **argv)
{
	const char *path = NULL;
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the image to write a profile for", NULL, &path, NULL },
	};
	const struct options options = {
		.command = "profile template",
		.about = "Prints a complete profile with every key's meaning, range and default.",
		.operands = "",
		OPTIONS_ROWS(rows),
	};
	struct problem problem;
	struct image image;
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (image_open(&image, path, &problem) != OK)
		return command_failed(&problem);
	profile_print_template(stdout, &image);
	image_close(&image);
	return EXIT_OK;
}

static int diff(const char *image_path, const char *const paths[2])
{
	struct profile a = { 0 };
	struct profile b = { 0 };
	struct problem problem;
	struct image image;
	int status = EXIT_OK;

	if (image_open(&image, image_path, &problem) != OK)
		return command_failed(&problem);
	if (profile_open(&a, &image, paths[0], &problem) != OK ||
	    profile_open(&b, &image, paths[1], &problem) != OK)
		status = command_failed(&problem);
	else if (profile_print_diff(stdout, "", &a, &b) == 0)
		puts("the profiles are the same");
	profile_free(&a);
	profile_free(&b);
	image_close(&image);
	return status;
}

int command_profile_diff(int argc, char **argv)
{
	const char *image = NULL;
	const char *paths[2];
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the image that both configure", NULL, &image, NULL },
	};
	const struct options options = {
		.command = "profile diff",
		.about = "Prints the keys whose values differ, defaults included: A's value → B's.",
		.operands = "A B",
		OPTIONS_ROWS(rows),
		.operands_min = 2,
		.operands_max = 2,
		.operand = paths,
	};
	int status = options_parse(&options, argc, argv);

	return status != OPTIONS_GO_ON ? status : diff(image, paths);
}
