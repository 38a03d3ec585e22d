/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile: a value for every parameter of one image; as YAML, as the page that the IGVM file
 * carries. */
#ifndef TOOLS_PROFILE_H
#define TOOLS_PROFILE_H

#include "tools/file.h"
#include "tools/image.h"
#include "tools/value.h"

struct profile {
	const struct schema *schema; /* of the image, which must outlive the profile */
	struct value *values;        /* one for each entry */
};

/*
 * Reads YAML text[0..len): strict, every fault with its line and column. Values that are not said
 * are defaults. On success the caller ends with profile_free.
 */
MUST_USE enum err profile_from_yaml(struct profile *profile, const struct schema *schema,
				    const char *name, const uint8_t *text, size_t len,
				    struct problem *problem);

/* Encodes the page for the image of this build id. Errors: ERR_NO_SPACE. */
MUST_USE enum err profile_to_page(const struct profile *profile,
				  const uint8_t build_id[PROFILE_BUILD_ID_SIZE],
				  uint8_t page[ABI_PAGE_SIZE], struct problem *problem);

/* Decodes a page of exactly ABI_PAGE_SIZE bytes, refusing another image's. On success:
 * profile_free. */
MUST_USE enum err profile_from_page(struct profile *profile, const struct schema *schema,
				    const uint8_t build_id[PROFILE_BUILD_ID_SIZE], const char *name,
				    const uint8_t *page, size_t len, struct problem *problem);

/* Reads path, a page or YAML by its first bytes, for the image. */
MUST_USE enum err profile_open(struct profile *profile, const struct image *image, const char *path,
			       struct problem *problem);
void profile_free(struct profile *profile);

/* The value of a path, or NULL if the image has no such parameter. */
const struct value *profile_value(const struct profile *profile, const char *path);

/* Whether the value of an ENUM at path is this choice; false if the image has no such parameter. */
bool profile_is_choice(const struct profile *profile, const char *path, const char *choice);

/* Parses one default as its schema writes it. */
MUST_USE enum err profile_yaml_value(struct value *value, const struct schema_entry *entry,
				     const char *text, const char *name, struct problem *problem);

#endif
