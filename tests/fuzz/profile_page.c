/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: core/registry/param.c core/registry/utf8.c lib/tlv.c core/platform/host/sim.c */
/* fuzz-sources: core/platform/host/launch.c core/platform/host/access.c core/platform/host/cpu.c */
/* fuzz-sources: core/platform/host/rmp.c core/trace/panic.c core/trace/log.c */
/* Any bytes as the profile page, the header mended: what is accepted is in range in every
 * parameter. */
#include <stdlib.h>
#include <string.h>

#include "core/platform/host/sim.h"
#include "core/registry/param.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

PARAM_BOOL(fuzz_bool, "fuzz.bool", "false", "A parameter.");
PARAM_U64(fuzz_u64, "fuzz.u64", 10, 1ull << 40, "15", "A parameter.");
PARAM_ENUM(fuzz_enum, "fuzz.enum", "a|b|c", 3, "a", "A parameter.");
PARAM_STRING(fuzz_string, "fuzz.string", 1, 300, "x", "A parameter.");
PARAM_LIST(fuzz_list, "fuzz.list", "p|q|r", 3, 1, 3, "[p]", "A parameter.");

static void check(int holds)
{
	if (!holds)
		abort();
}

static void check_values(void)
{
	size_t len;
	const uint8_t *bytes;

	(void)param_bool(&fuzz_bool);
	check(param_u64(&fuzz_u64) >= 10 && param_u64(&fuzz_u64) <= 1ull << 40);
	check(param_enum(&fuzz_enum) < 3);
	bytes = param_bytes(&fuzz_string, &len);
	check(len >= 1 && len <= 300 && bytes[len - 1] != 0xff);
	bytes = param_bytes(&fuzz_list, &len);
	check(len >= 1 && len <= 3 && bytes[0] < 3 && bytes[len - 1] < 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t page[ABI_PAGE_SIZE];
	struct profile_header header = { .version = PROFILE_VERSION };

	memset(page, 0, sizeof(page));
	size = size < sizeof(page) - sizeof(header) ? size : sizeof(page) - sizeof(header);
	memcpy(header.magic, PROFILE_MAGIC, sizeof(header.magic));
	memcpy(header.build_id, platform_build_id(), sizeof(header.build_id));
	header.length = (uint32_t)(sizeof(header) + size);
	memcpy(page, &header, sizeof(header));
	memcpy(page + sizeof(header), data, size);
	if (param_load(page) == OK)
		check_values();
	return 0;
}
