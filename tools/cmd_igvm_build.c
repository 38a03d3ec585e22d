/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet igvm build: image + profile + payload → IGVM file. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "abi/snp.h"
#include "tools/commands.h"
#include "tools/igvm_build.h"
#include "tools/layout.h"
#include "tools/profile.h"
#include "tools/size.h"

#define C_BIT_MIN 32u
#define C_BIT_MAX 51u
#define MEMORY_MIN_DEFAULT "512M"
#define MEMORY_MIN_LEAST ((uint64_t)32 << 20)
/* Above this a PC has a hole in its memory */
#define MEMORY_MIN_MOST ((uint64_t)3 << 30)

static const struct {
	const char *name;
	uint64_t base;
} places[] = {
	{ "low", LAYOUT_LOW },
	{ "middle", LAYOUT_MIDDLE },
	{ "high", LAYOUT_HIGH },
};

struct request {
	const char *image;
	const char *profile;
	const char *payload;
	const char *place;
	const char *out;
	const char *memory_min;
	bool has_srat;
	struct option_number vcpus_max;
	struct option_number c_bit;
	struct option_number policy;
	struct option_number svn;
};

static enum err find_place(const char *name, uint64_t *base, struct problem *problem)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (strcmp(places[i].name, name) == 0) {
			*base = places[i].base;
			return OK;
		}
	}
	return problem_set(problem, ERR_FORMAT, NULL, "--place: '%s' is not low, middle or high",
			   name);
}

static enum err parse_memory_min(const char *text, uint64_t *out, struct problem *problem)
{
	if (!size_parse(text, out) || *out < MEMORY_MIN_LEAST || *out > MEMORY_MIN_MOST)
		return problem_set(problem, ERR_RANGE, NULL,
				   "--memory-min: '%s' is not within 32M..3G", text);
	return OK;
}

/* The C-bit's position: the command line's, or the profile's. */
static enum err find_c_bit(const struct request *request, const struct profile *profile,
			   unsigned int *c_bit, struct problem *problem)
{
	const struct value *value = profile_value(profile, PROFILE_PATH_C_BIT);
	uint64_t position;

	if (request->c_bit.given) {
		*c_bit = (unsigned int)request->c_bit.value;
		return OK;
	}
	if (value == NULL) {
		problem_set(problem, ERR_NOT_FOUND, request->image,
			    "the image has no parameter " PROFILE_PATH_C_BIT);
		problem_remedy(problem, "say --c-bit");
		return ERR_NOT_FOUND;
	}
	position = value_number(value);
	if (position < C_BIT_MIN || position > C_BIT_MAX)
		return problem_set(problem, ERR_RANGE, request->profile,
				   PROFILE_PATH_C_BIT ": %" PRIu64 " is not within %u..%u",
				   position, C_BIT_MIN, C_BIT_MAX);
	*c_bit = (unsigned int)position;
	return OK;
}

static enum err check_numbers(const struct request *request, const struct image *image,
			      struct problem *problem)
{
	if (request->vcpus_max.value > image->needs.vcpus_max)
		return problem_set(problem, ERR_RANGE, request->image,
				   "--vcpus-max %" PRIu64 ": this image was built for at most %u",
				   request->vcpus_max.value, image->needs.vcpus_max);
	if (request->svn.given && request->svn.value < image->needs.svn)
		return problem_set(problem, ERR_RANGE, request->image,
				   "its security version number is %u; --svn %" PRIu64
				   " would lower it",
				   image->needs.svn, request->svn.value);
	if ((request->policy.value & SNP_POLICY_RESERVED_ONE) == 0) {
		problem_set(problem, ERR_RANGE, NULL, "--policy 0x%" PRIx64 ": bit 17 must be set",
			    request->policy.value);
		problem_remedy(
			problem,
			"SNP firmware refuses a policy without it; 0x30000 is the usual one");
		return ERR_RANGE;
	}
	return OK;
}

static enum err build(const struct request *request, const struct image *image,
		      const struct payload *payload, const struct profile *profile,
		      struct buffer *out, struct problem *problem)
{
	uint8_t page[ABI_PAGE_SIZE];
	struct igvm_build build = {
		.image = image,
		.profile_page = page,
		.payload = payload,
		.vcpus_max = request->vcpus_max.given ? (uint32_t)request->vcpus_max.value
						      : image->needs.vcpus_max,
		.policy = request->policy.value,
		.sev_features = SEV_FEATURE_SNP,
		.has_srat = request->has_srat,
		.svn = request->svn.given ? (uint32_t)request->svn.value : image->needs.svn,
	};
	enum err err = check_numbers(request, image, problem);

	if (err == OK)
		err = find_place(request->place, &build.base, problem);
	if (err == OK)
		err = parse_memory_min(request->memory_min, &build.memory_min, problem);
	if (err == OK)
		err = find_c_bit(request, profile, &build.c_bit, problem);
	if (err == OK)
		err = profile_to_page(profile, image->build_id, page, problem);
	if (err != OK)
		return err;
	/* A host without restricted injection cannot start a VMSA that has it on: only `required`
	 * may */
	if (profile_is_choice(profile, PROFILE_PATH_INJECTION, "required"))
		build.sev_features |= SEV_FEATURE_RESTRICTED_INJECTION;
	return igvm_build(&build, out, problem);
}

static enum err build_from_files(const struct request *request, struct buffer *out,
				 struct problem *problem)
{
	struct payload payload = { 0 };
	struct profile profile = { 0 };
	struct image image;
	enum err err = image_open(&image, request->image, problem);

	if (err != OK)
		return err;
	err = payload_parse(&payload, request->payload, problem);
	if (err == OK)
		err = profile_open(&profile, &image, request->profile, problem);
	if (err == OK)
		err = build(request, &image, &payload, &profile, out, problem);
	profile_free(&profile);
	payload_free(&payload);
	image_close(&image);
	return err;
}

int command_igvm_build(int argc, char **argv)
{
	struct request request = {
		.place = "low",
		.memory_min = MEMORY_MIN_DEFAULT,
		.vcpus_max = { .min = 1, .max = 64 },
		.c_bit = { .min = C_BIT_MIN, .max = C_BIT_MAX },
		.policy = { .max = UINT64_MAX, .value = SNP_POLICY_RESERVED_ONE | SNP_POLICY_SMT },
		.svn = { .max = UINT32_MAX },
	};
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the monitor", NULL, &request.image, NULL },
		{ "profile", 0, true, "FILE", "YAML profile, or a page compiled for this image",
		  NULL, &request.profile, NULL },
		{ "payload", 0, true, "KIND:FILE",
		  "linux:FILE[,initrd=FILE][,append=TEXT] or elf:FILE[,append=TEXT]", NULL,
		  &request.payload, NULL },
		{ "out", 'o', true, "FILE", "the IGVM file to write", NULL, &request.out, NULL },
		{ "vcpus-max", 0, false, "N",
		  "vCPUs to make room for, by default all the image allows", NULL, NULL,
		  &request.vcpus_max },
		{ "place", 0, false, "PLACE",
		  "low (8 MiB), middle (512 MiB), high (2 GiB - 16 MiB)", NULL, &request.place,
		  NULL },
		{ "memory-min", 0, false, "M",
		  "the least memory a guest will have, 512M by default: the payload lies below",
		  NULL, &request.memory_min, NULL },
		{ "srat", 0, false, NULL, "a SRAT: all vCPUs and memory in one domain",
		  &request.has_srat, NULL, NULL },
		{ "c-bit", 0, false, "N", "position of the C-bit instead of the profile's", NULL,
		  NULL, &request.c_bit },
		{ "policy", 0, false, "HEX", "SNP guest policy, 0x30000 by default", NULL, NULL,
		  &request.policy },
		{ "svn", 0, false, "N", "a higher security version number than the image's own",
		  NULL, NULL, &request.svn },
	};
	const struct options options = {
		.command = "igvm build",
		.about = "Builds an IGVM file that SEV-SNP firmware loads: the monitor with its "
			 "page tables and\n"
			 "first vCPU, the profile's page, and the payload that becomes its guest.",
		.operands = "",
		OPTIONS_ROWS(rows),
	};
	struct problem problem = { 0 };
	struct buffer out = { 0 };
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	status = EXIT_OK;
	if (build_from_files(&request, &out, &problem) != OK ||
	    file_write(request.out, out.data, out.len, &problem) != OK)
		status = command_failed(&problem);
	buffer_free(&out);
	return status;
}
