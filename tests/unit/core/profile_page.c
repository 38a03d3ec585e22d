/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the page that the host tool would make. */
#include "tests/unit/core/profile_page.h"

#include <string.h>

#include "lib/tlv.h"
#include "tests/unit/core/vm.h"

#define SET_MAX 16

/* Provided by the linker */
extern const struct param __start_parapet_param[] __attribute__((weak));
extern const struct param __stop_parapet_param[] __attribute__((weak));

static struct {
	const struct param *param;
	const void *value;
	size_t len;
} settings[SET_MAX];
static size_t setting_count;

void profile_page_reset(void)
{
	setting_count = 0;
}

void profile_page_set(const struct param *param, const void *value, size_t len)
{
	assert_true(setting_count < SET_MAX);
	settings[setting_count].param = param;
	settings[setting_count].value = value;
	settings[setting_count++].len = len;
}

static enum err put_least(struct tlv_writer *writer, uint16_t type, const struct param *param)
{
	static const uint8_t letters[64] =
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const uint8_t choices[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	static const uint8_t zero;

	switch ((enum param_type)param->type) {
	case PARAM_U64:
		return tlv_put(writer, type, &param->min, sizeof(param->min));
	case PARAM_STRING:
	case PARAM_BYTES:
		return tlv_put(writer, type, letters, param->min);
	case PARAM_LIST:
		return tlv_put(writer, type, choices, param->min);
	case PARAM_BOOL:
	case PARAM_ENUM:
	default:
		return tlv_put(writer, type, &zero, 1);
	}
}

static enum err put_one(struct tlv_writer *writer, uint16_t type, const struct param *param)
{
	for (size_t i = setting_count; i-- > 0;) {
		if (settings[i].param == param)
			return tlv_put(writer, type, settings[i].value, settings[i].len);
	}
	return put_least(writer, type, param);
}

void profile_page_load(void)
{
	static uint8_t page[ABI_PAGE_SIZE];
	struct profile_header header = { .version = PROFILE_VERSION };
	struct tlv_writer writer;
	uint32_t number = 0;

	memset(page, 0, sizeof(page));
	tlv_writer_init(&writer, page + sizeof(header), sizeof(page) - sizeof(header));
	for (const struct param *at = __start_parapet_param; at < __stop_parapet_param;
	     at++, number++)
		assert_int_equal(
			put_one(&writer, (uint16_t)(PROFILE_TLV_PARAM(number) | TLV_CRITICAL), at),
			OK);
	memcpy(header.magic, PROFILE_MAGIC, sizeof(header.magic));
	memcpy(header.build_id, platform_build_id(), sizeof(header.build_id));
	header.length = (uint32_t)(sizeof(header) + writer.len);
	memcpy(page, &header, sizeof(header));
	assert_int_equal(param_load(page), OK);
}
