/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile page for the simulated image: every parameter at its smallest value. */
#include "abi/profile.h"
#include "core/platform/host/state.h"
#include "lib/tlv.h"

extern const struct param __start_parapet_param[] __attribute__((weak));
extern const struct param __stop_parapet_param[] __attribute__((weak));

/* Length of the smallest value, which goes to value[0..ABI_PAGE_SIZE) */
static size_t smallest(const struct param *param, uint8_t *value)
{
	__builtin_memset(value, 0, ABI_PAGE_SIZE);
	switch ((enum param_type)param->type) {
	case PARAM_U64:
		__builtin_memcpy(value, &param->min, sizeof(param->min));
		return sizeof(param->min);
	case PARAM_STRING:
	case PARAM_BYTES:
		__builtin_memset(value, 'x', param->min);
		return param->min;
	case PARAM_LIST:
		for (uint8_t i = 0; i < param->min; i++)
			value[i] = i;
		return param->min;
	case PARAM_BOOL:
	case PARAM_ENUM:
	default:
		return 1;
	}
}

void sim_write_profile(void)
{
	static uint8_t value[ABI_PAGE_SIZE];
	struct profile_header header = { .version = PROFILE_VERSION };
	uint8_t *page = platform_launch_page(BOOT_OFF_PROFILE);
	size_t count = (size_t)(__stop_parapet_param - __start_parapet_param);
	struct tlv_writer writer;

	__builtin_memset(page, 0, ABI_PAGE_SIZE);
	tlv_writer_init(&writer, page + sizeof(header), ABI_PAGE_SIZE - sizeof(header));
	for (size_t i = 0; i < count; i++) {
		size_t len = smallest(&__start_parapet_param[i], value);

		if (tlv_put(&writer, (uint16_t)(PROFILE_TLV_PARAM(i) | TLV_CRITICAL), value, len) !=
		    OK)
			__builtin_trap();
	}
	__builtin_memcpy(header.magic, PROFILE_MAGIC, sizeof(header.magic));
	__builtin_memcpy(header.build_id, platform_build_id(), sizeof(header.build_id));
	header.length = (uint32_t)(sizeof(header) + writer.len);
	__builtin_memcpy(page, &header, sizeof(header));
}
