/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet igvm set-profile: another profile in a finished IGVM file. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "abi/snp.h"
#include "tools/boot_pages.h"
#include "tools/commands.h"
#include "tools/measure.h"
#include "tools/profile.h"

struct request {
	const char *image;
	const char *profile;
	const char *out;
	const char *igvm;
};

static enum err wants_rebuild(const char *path, const char *what, struct problem *problem)
{
	problem_set(problem, ERR_STATE, path,
		    "the profile's %s is not what this file was built for", what);
	problem_remedy(problem, "it decides more than the profile page: use parapet igvm build");
	return ERR_STATE;
}

/* What the builder took from the profile for other pages must stay. */
static enum err check_same_build(const struct request *request, const struct profile *profile,
				 const struct boot_block *block, struct problem *problem)
{
	const struct value *c_bit = profile_value(profile, PROFILE_PATH_C_BIT);
	bool required = profile_is_choice(profile, PROFILE_PATH_INJECTION, "required");
	bool built = (block->sev_features & SEV_FEATURE_RESTRICTED_INJECTION) != 0;

	if (c_bit != NULL && value_number(c_bit) != block->c_bit)
		return wants_rebuild(request->profile, PROFILE_PATH_C_BIT, problem);
	if (required != built)
		return wants_rebuild(request->profile, PROFILE_PATH_INJECTION, problem);
	return OK;
}

/* The old page must be one of this image's, or the file holds another image. */
static enum err check_same_image(const struct request *request, const struct igvm_file *igvm,
				 const struct boot_pages *pages, const struct image *image,
				 struct problem *problem)
{
	struct profile_header header;

	memcpy(&header, igvm_file_page(igvm, pages->profile_item), sizeof(header));
	if (memcmp(header.build_id, image->build_id, sizeof(header.build_id)) == 0)
		return OK;
	problem_set(problem, ERR_FORMAT, request->igvm, "it holds another image than %s (build id)",
		    request->image);
	problem_remedy(problem, "say --image for the image that is in the file");
	return ERR_FORMAT;
}

/* Data that two headers share cannot be changed for one of them. */
static enum err check_not_shared(const struct request *request, const struct igvm_file *igvm,
				 const struct igvm_item *profile, struct problem *problem)
{
	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];
		uint32_t offset = item->type == IGVM_VP_CONTEXT ? item->vp.file_offset
								: item->page.file_offset;

		if (item == profile ||
		    (item->type != IGVM_PAGE_DATA && item->type != IGVM_VP_CONTEXT) || offset == 0)
			continue;
		if (offset < profile->page.file_offset + ABI_PAGE_SIZE &&
		    profile->page.file_offset < offset + ABI_PAGE_SIZE)
			return problem_set(problem, ERR_OVERLAP, request->igvm,
					   "another page shares the profile's data");
	}
	return OK;
}

static enum err replace(const struct request *request, const struct image *image,
			struct igvm_file *igvm, struct problem *problem)
{
	struct profile profile = { 0 };
	uint8_t page[ABI_PAGE_SIZE];
	struct boot_pages pages;
	enum err err = boot_pages_find(&pages, igvm, request->igvm, problem);

	if (err == OK)
		err = check_same_image(request, igvm, &pages, image, problem);
	if (err == OK)
		err = check_not_shared(request, igvm, pages.profile_item, problem);
	if (err == OK)
		err = profile_open(&profile, image, request->profile, problem);
	if (err == OK)
		err = check_same_build(request, &profile, &pages.block, problem);
	if (err == OK)
		err = profile_to_page(&profile, image->build_id, page, problem);
	/* The file's CRC covers its headers only */
	if (err == OK)
		memcpy(igvm->file.data + pages.profile_item->page.file_offset, page, sizeof(page));
	profile_free(&profile);
	return err;
}

static int set_profile(const struct request *request)
{
	char digest[2 * SNP_DIGEST_SIZE + 1];
	struct measurement measurement;
	struct problem problem = { 0 };
	struct igvm_file igvm;
	struct image image;
	int status = EXIT_OK;

	if (image_open(&image, request->image, &problem) != OK)
		return command_failed(&problem);
	if (igvm_file_open(&igvm, request->igvm, &problem) != OK) {
		image_close(&image);
		return command_failed(&problem);
	}
	if (replace(request, &image, &igvm, &problem) != OK ||
	    file_write(request->out, igvm.file.data, igvm.file.len, &problem) != OK) {
		status = command_failed(&problem);
	} else {
		measurement = measure_file(&igvm, &(struct measure){ 0 });
		measure_print(&measurement, digest);
		puts(digest);
	}
	igvm_file_close(&igvm);
	image_close(&image);
	return status;
}

int command_igvm_set_profile(int argc, char **argv)
{
	struct request request = { 0 };
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the image that is in the file", NULL, &request.image,
		  NULL },
		{ "profile", 0, true, "FILE", "YAML profile or page", NULL, &request.profile,
		  NULL },
		{ "out", 'o', true, "FILE", "the IGVM file to write", NULL, &request.out, NULL },
	};
	const struct options options = {
		.command = "igvm set-profile",
		.about = "Writes a copy of an IGVM file with another profile, and prints the new "
			 "launch digest.",
		.operands = "FILE",
		OPTIONS_ROWS(rows),
		.operands_min = 1,
		.operands_max = 1,
		.operand = &request.igvm,
	};
	int status = options_parse(&options, argc, argv);

	return status != OPTIONS_GO_ON ? status : set_profile(&request);
}
