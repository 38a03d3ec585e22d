/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The profile page. What is decoded is as strict as what is compiled. Contract: abi/profile.h. */
#include "tools/profile.h"

#include <stdlib.h>
#include <string.h>

#include "lib/tlv.h"
#include "tools/alloc.h"

void profile_free(struct profile *profile)
{
	for (size_t i = 0; profile->values != NULL && i < profile->schema->count; i++)
		value_free(&profile->values[i]);
	free(profile->values);
	*profile = (struct profile){ 0 };
}

static bool is_page(const struct buffer *file)
{
	return file->len >= sizeof(PROFILE_MAGIC) - 1 &&
	       memcmp(file->data, PROFILE_MAGIC, sizeof(PROFILE_MAGIC) - 1) == 0;
}

enum err profile_open(struct profile *profile, const struct image *image, const char *path,
		      struct problem *problem)
{
	struct buffer file;
	enum err err = file_read(path, (size_t)1 << 20, &file, problem);

	if (err != OK)
		return err;
	if (is_page(&file))
		err = profile_from_page(profile, &image->schema, image->build_id, path, file.data,
					file.len, problem);
	else
		err = profile_from_yaml(profile, &image->schema, path, file.data, file.len,
					problem);
	buffer_free(&file);
	return err;
}

enum err profile_to_page(const struct profile *profile,
			 const uint8_t build_id[PROFILE_BUILD_ID_SIZE], uint8_t page[ABI_PAGE_SIZE],
			 struct problem *problem)
{
	struct profile_header header = { .version = PROFILE_VERSION };
	uint8_t out[ABI_PAGE_SIZE] = { 0 };
	struct tlv_writer writer;

	tlv_writer_init(&writer, out + sizeof(header), sizeof(out) - sizeof(header));
	for (size_t i = 0; i < profile->schema->count; i++) {
		const struct value *value = &profile->values[i];

		if (tlv_put(&writer, (uint16_t)(TLV_CRITICAL | PROFILE_TLV_PARAM(i)), value->bytes,
			    value->len) != OK)
			return problem_set(problem, ERR_NO_SPACE, NULL,
					   "the profile does not fit into its page of %u bytes; "
					   "shorten its texts",
					   ABI_PAGE_SIZE);
	}
	memcpy(header.magic, PROFILE_MAGIC, sizeof(header.magic));
	memcpy(header.build_id, build_id, sizeof(header.build_id));
	header.length = (uint32_t)(sizeof(header) + writer.len);
	memcpy(out, &header, sizeof(header));
	memcpy(page, out, sizeof(out));
	return OK;
}

static enum err check_header(const struct profile_header *header, const uint8_t *build_id,
			     const char *name, struct problem *problem)
{
	if (memcmp(header->magic, PROFILE_MAGIC, sizeof(header->magic)) != 0 ||
	    header->version != PROFILE_VERSION)
		return problem_set(problem, ERR_FORMAT, name, "not a profile page of this version");
	if (memcmp(header->build_id, build_id, sizeof(header->build_id)) != 0) {
		problem_set(problem, ERR_FORMAT, name,
			    "this page was compiled for another image (build id)");
		problem_remedy(
			problem,
			"compile the profile again, with --image for the image it is to configure");
		return ERR_FORMAT;
	}
	if (header->length < sizeof(*header) || header->length > ABI_PAGE_SIZE ||
	    header->reserved != 0)
		return problem_set(problem, ERR_FORMAT, name, "its header is malformed");
	return OK;
}

static enum err decode_values(struct profile *profile, const uint8_t *page, size_t len,
			      const char *name, struct problem *problem)
{
	struct tlv_reader reader;
	struct tlv tlv;

	tlv_reader_init(&reader, page + sizeof(struct profile_header),
			len - sizeof(struct profile_header));
	for (size_t i = 0; i < profile->schema->count; i++) {
		const struct schema_entry *entry = &profile->schema->entries[i];
		enum err err = tlv_next(&reader, &tlv);

		if (err == OK && (tlv.type != PROFILE_TLV_PARAM(i) || !tlv.critical))
			err = ERR_ORDER;
		if (err == OK)
			err = value_from_page(&profile->values[i], entry, tlv.value, tlv.len);
		if (err != OK)
			return problem_set(problem, ERR_FORMAT, name, "its value for %s: %s",
					   entry->path, err_text(err));
	}
	if (tlv_next(&reader, &tlv) != ERR_NOT_FOUND)
		return problem_set(problem, ERR_FORMAT, name,
				   "it has values beyond the image's parameters");
	return OK;
}

enum err profile_from_page(struct profile *profile, const struct schema *schema,
			   const uint8_t build_id[PROFILE_BUILD_ID_SIZE], const char *name,
			   const uint8_t *page, size_t len, struct problem *problem)
{
	struct profile_header header;
	enum err err;

	if (len != ABI_PAGE_SIZE)
		return problem_set(problem, ERR_TRUNCATED, name,
				   "a profile page has %u bytes, not %zu", ABI_PAGE_SIZE, len);
	memcpy(&header, page, sizeof(header));
	err = check_header(&header, build_id, name, problem);
	if (err != OK)
		return err;
	for (size_t i = header.length; i < len; i++) {
		if (page[i] != 0)
			return problem_set(problem, ERR_FORMAT, name,
					   "it has bytes beyond its length");
	}
	profile->schema = schema;
	profile->values = alloc_zeroed(schema->count, sizeof(*profile->values));
	err = decode_values(profile, page, header.length, name, problem);
	if (err != OK)
		profile_free(profile);
	return err;
}

const struct value *profile_value(const struct profile *profile, const char *path)
{
	const struct schema_entry *entry = schema_find(profile->schema, path);

	return entry == NULL ? NULL : &profile->values[entry - profile->schema->entries];
}

bool profile_is_choice(const struct profile *profile, const char *path, const char *choice)
{
	const struct schema_entry *entry = schema_find(profile->schema, path);
	const struct value *value = profile_value(profile, path);

	return entry != NULL && entry->type == PARAM_ENUM &&
	       strcmp(entry->choices[value->bytes[0]], choice) == 0;
}
