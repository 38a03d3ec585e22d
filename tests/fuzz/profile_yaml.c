/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: tests/unit/tools/schema_sample.c $(parapet-parts) */
/* fuzz-libs: -lyaml */
/* Any bytes as a YAML profile and as a profile page. What is accepted must survive the way there
 * and back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/tools/schema_sample.h"
#include "tools/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t build_id[PROFILE_BUILD_ID_SIZE] = { 1, 2, 3 };

/* What was accepted encodes, and decodes to what encodes to the same page. */
static void check_round_trip(const struct profile *profile)
{
	uint8_t page[ABI_PAGE_SIZE];
	uint8_t again[ABI_PAGE_SIZE];
	struct problem problem;
	struct profile back;

	if (profile_to_page(profile, build_id, page, &problem) != OK ||
	    profile_from_page(&back, profile->schema, build_id, "fuzz", page, sizeof(page),
			      &problem) != OK ||
	    profile_to_page(&back, build_id, again, &problem) != OK ||
	    memcmp(page, again, sizeof(page)) != 0)
		abort();
	profile_free(&back);
}

/* The input as the part of a page behind its header, which is right. */
static void try_page(const struct schema *schema, const uint8_t *data, size_t size)
{
	uint8_t page[ABI_PAGE_SIZE] = { 0 };
	struct profile_header header = { .version = PROFILE_VERSION };
	struct problem problem;
	struct profile profile;

	if (size > sizeof(page) - sizeof(header))
		size = sizeof(page) - sizeof(header);
	memcpy(header.magic, PROFILE_MAGIC, sizeof(header.magic));
	memcpy(header.build_id, build_id, sizeof(build_id));
	header.length = (uint32_t)(sizeof(header) + size);
	memcpy(page, &header, sizeof(header));
	memcpy(page + sizeof(header), data, size);
	if (profile_from_page(&profile, schema, build_id, "fuzz", page, sizeof(page), &problem) !=
	    OK)
		return;
	check_round_trip(&profile);
	profile_free(&profile);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct schema schema = schema_sample();
	struct problem problem;
	struct profile profile;

	if (profile_from_yaml(&profile, &schema, "fuzz", data, size, &problem) == OK) {
		check_round_trip(&profile);
		profile_free(&profile);
	}
	try_page(&schema, data, size);
	schema_free(&schema);
	return 0;
}
