/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profile parameters: decodes the page strictly against the table of declarations, and keeps where
 * each value lies. The page is measured and read-only, so values are served from it. Never applies
 * a default: the host tool has written them all out.
 */
#include "core/registry/param.h"

#include "core/platform/platform.h"
#include "core/registry/utf8.h"
#include "core/trace/panic.h"
#include "lib/tlv.h"

/* Provided by the linker; weak, so that an image without parameters links */
extern const struct param __start_parapet_param[] __attribute__((weak));
extern const struct param __stop_parapet_param[] __attribute__((weak));

struct param_value {
	uint16_t offset;
	uint16_t len;
};

static struct param_value values[PROFILE_PARAM_MAX];
static const uint8_t *values_page; /* NULL until a page was accepted */
static uint8_t encoded[ABI_PAGE_SIZE];

static size_t param_count(void)
{
	return (size_t)(__stop_parapet_param - __start_parapet_param);
}

static bool bytes_are_choices(const struct param *param, const uint8_t *value, size_t len)
{
	uint64_t seen[4] = { 0 };

	for (size_t i = 0; i < len; i++) {
		uint64_t bit = 1ull << (value[i] % 64);

		if (value[i] >= param->choices || (seen[value[i] / 64] & bit) != 0)
			return false;
		seen[value[i] / 64] |= bit;
	}
	return true;
}

static enum err u64_check(const struct param *param, const uint8_t *value, size_t len)
{
	uint64_t number;

	if (len != sizeof(number))
		return ERR_FORMAT;
	__builtin_memcpy(&number, value, sizeof(number));
	return number >= param->min && number <= param->max ? OK : ERR_RANGE;
}

static enum err string_check(const struct param *param, const uint8_t *value, size_t len)
{
	if (len < param->min || len > param->max)
		return ERR_RANGE;
	return param->type == PARAM_BYTES || utf8_is_valid(value, len) ? OK : ERR_FORMAT;
}

static enum err value_check(const struct param *param, const uint8_t *value, size_t len)
{
	switch ((enum param_type)param->type) {
	case PARAM_BOOL:
	case PARAM_ENUM:
		if (len != 1)
			return ERR_FORMAT;
		return value[0] <= param->max ? OK : ERR_RANGE;
	case PARAM_U64:
		return u64_check(param, value, len);
	case PARAM_STRING:
	case PARAM_BYTES:
		return string_check(param, value, len);
	case PARAM_LIST:
		if (len < param->min || len > param->max)
			return ERR_RANGE;
		return bytes_are_choices(param, value, len) ? OK : ERR_FORMAT;
	default:
		return ERR_FORMAT;
	}
}

static enum err header_check(const uint8_t *page, struct profile_header *header)
{
	__builtin_memcpy(header, page, sizeof(*header));
	if (__builtin_memcmp(header->magic, PROFILE_MAGIC, sizeof(header->magic)) != 0 ||
	    header->version != PROFILE_VERSION || header->reserved != 0)
		return ERR_FORMAT;
	if (header->length < sizeof(*header) || header->length > ABI_PAGE_SIZE)
		return ERR_RANGE;
	if (__builtin_memcmp(header->build_id, platform_build_id(), PROFILE_BUILD_ID_SIZE) != 0)
		return ERR_STATE;
	return OK;
}

/* Element i must be parameter i: ascending, none missing, none more. */
static enum err values_decode(const uint8_t *page, size_t end)
{
	struct tlv_reader reader;
	struct tlv tlv;
	size_t count = param_count();
	enum err err = OK;

	if (count > PROFILE_PARAM_MAX)
		return ERR_UNSUPPORTED;
	tlv_reader_init(&reader, page + sizeof(struct profile_header),
			end - sizeof(struct profile_header));
	for (size_t i = 0; i < count; i++) {
		err = tlv_next(&reader, &tlv);
		if (err != OK)
			return err;
		if (!tlv.critical)
			return ERR_FORMAT;
		if (tlv.type != PROFILE_TLV_PARAM(i))
			return ERR_NOT_FOUND;
		err = value_check(&__start_parapet_param[i], tlv.value, tlv.len);
		if (err != OK)
			return err;
		values[i] = (struct param_value){ (uint16_t)(tlv.value - page), tlv.len };
	}
	err = tlv_next(&reader, &tlv);
	if (err == OK)
		return ERR_FORMAT;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* What was decoded, encoded again, must be the same page: nothing was overlooked. */
static enum err values_compare(const uint8_t *page, const struct profile_header *header)
{
	struct tlv_writer writer;
	struct profile_header again = { .version = PROFILE_VERSION };
	enum err err = OK;

	__builtin_memset(encoded, 0, sizeof(encoded));
	tlv_writer_init(&writer, encoded + sizeof(*header), sizeof(encoded) - sizeof(*header));
	for (size_t i = 0; i < param_count() && err == OK; i++)
		err = tlv_put(&writer, (uint16_t)(PROFILE_TLV_PARAM(i) | TLV_CRITICAL),
			      page + values[i].offset, values[i].len);
	if (err != OK)
		return ERR_FORMAT;
	__builtin_memcpy(again.magic, PROFILE_MAGIC, sizeof(again.magic));
	__builtin_memcpy(again.build_id, platform_build_id(), PROFILE_BUILD_ID_SIZE);
	again.length = (uint32_t)(sizeof(again) + writer.len);
	__builtin_memcpy(encoded, &again, sizeof(again));
	return __builtin_memcmp(encoded, page, sizeof(encoded)) == 0 ? OK : ERR_FORMAT;
}

enum err param_load(const uint8_t *page)
{
	struct profile_header header;
	enum err err = header_check(page, &header);

	values_page = NULL;
	if (err == OK)
		err = values_decode(page, header.length);
	if (err == OK)
		err = values_compare(page, &header);
	if (err == OK)
		values_page = page;
	return err;
}

static const struct param_value *value_of(const struct param *param)
{
	size_t index = (size_t)(param - __start_parapet_param);

	ASSERT(values_page != NULL && index < param_count());
	return &values[index];
}

bool param_bool(const struct param *param)
{
	ASSERT(param->type == PARAM_BOOL);
	const struct param_value *value = value_of(param);

	return values_page[value->offset] != 0;
}

uint64_t param_u64(const struct param *param)
{
	uint64_t number;

	ASSERT(param->type == PARAM_U64);
	__builtin_memcpy(&number, values_page + value_of(param)->offset, sizeof(number));
	return number;
}

uint8_t param_enum(const struct param *param)
{
	ASSERT(param->type == PARAM_ENUM);
	return values_page[value_of(param)->offset];
}

const uint8_t *param_bytes(const struct param *param, size_t *len)
{
	const struct param_value *value = value_of(param);

	ASSERT(param->type == PARAM_STRING || param->type == PARAM_BYTES ||
	       param->type == PARAM_LIST);
	*len = value->len;
	return values_page + value->offset;
}
