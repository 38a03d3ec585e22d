/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet profile compile and check: YAML → page, or only whether that would work. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/profile.h"

static enum err compile(const char *image_path, const char *path, uint8_t page[ABI_PAGE_SIZE],
			struct problem *problem)
{
	struct profile profile = { 0 };
	struct image image;
	enum err err = image_open(&image, image_path, problem);

	if (err != OK)
		return err;
	err = profile_open(&profile, &image, path, problem);
	if (err == OK)
		err = profile_to_page(&profile, image.build_id, page, problem);
	profile_free(&profile);
	image_close(&image);
	return err;
}

int command_profile_compile(int argc, char **argv)
{
	const char *image = NULL;
	const char *out = NULL;
	const char *path;
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the image that the profile is to configure", NULL,
		  &image, NULL },
		{ "out", 'o', true, "FILE", "the page to write", NULL, &out, NULL },
	};
	const struct options options = {
		.command = "profile compile",
		.about = "Compiles a YAML profile into the page that an IGVM file carries. The "
			 "page is for this\n"
			 "very image (its build id) and holds every parameter, defaults included.",
		.operands = "PROFILE",
		OPTIONS_ROWS(rows),
		.operands_min = 1,
		.operands_max = 1,
		.operand = &path,
	};
	uint8_t page[ABI_PAGE_SIZE];
	struct problem problem;
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (compile(image, path, page, &problem) != OK ||
	    file_write(out, page, sizeof(page), &problem) != OK)
		return command_failed(&problem);
	return EXIT_OK;
}

int command_profile_check(int argc, char **argv)
{
	const char *image = NULL;
	const char *path;
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the image that the profile is to configure", NULL,
		  &image, NULL },
	};
	const struct options options = {
		.command = "profile check",
		.about = "Checks a profile, YAML or page, against an image. Says nothing when all "
			 "is well.",
		.operands = "PROFILE",
		OPTIONS_ROWS(rows),
		.operands_min = 1,
		.operands_max = 1,
		.operand = &path,
	};
	uint8_t page[ABI_PAGE_SIZE];
	struct problem problem;
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	return compile(image, path, page, &problem) == OK ? EXIT_OK : command_failed(&problem);
}
