/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet igvm diff: why two files measure differently. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/igvm_diff.h"

static int diff(const char *const paths[2], const struct image *image)
{
	struct problem problem;
	struct igvm_file a;
	struct igvm_file b;

	if (igvm_file_open(&a, paths[0], &problem) != OK)
		return command_failed(&problem);
	if (igvm_file_open(&b, paths[1], &problem) != OK) {
		igvm_file_close(&a);
		return command_failed(&problem);
	}
	if (igvm_diff_print(stdout, &a, &b, image) == 0)
		puts("the files are the same");
	igvm_file_close(&a);
	igvm_file_close(&b);
	return EXIT_OK;
}

int command_igvm_diff(int argc, char **argv)
{
	const char *image_path = NULL;
	const char *paths[2];
	const struct option_row rows[] = {
		{ "image", 0, false, "ELF", "the image in both: names the profile keys that differ",
		  NULL, &image_path, NULL },
	};
	const struct options options = {
		.command = "igvm diff",
		.about = "Names the headers, pages, boot-block fields and profile keys in which "
			 "two IGVM files differ.",
		.operands = "A B",
		OPTIONS_ROWS(rows),
		.operands_min = 2,
		.operands_max = 2,
		.operand = paths,
	};
	struct problem problem;
	struct image image;
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (image_path == NULL)
		return diff(paths, NULL);
	if (image_open(&image, image_path, &problem) != OK)
		return command_failed(&problem);
	status = diff(paths, &image);
	image_close(&image);
	return status;
}
