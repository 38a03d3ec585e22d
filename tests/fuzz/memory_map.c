/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: core/boot/host_memory_map.c */
/* Any bytes as the host's memory map: what is accepted is ascending, apart and below 2^52. */
#include <stdlib.h>
#include <string.h>

#include "core/boot/host_tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

static void check_ranges(const struct host_params *params)
{
	uint64_t after = 0;

	check(params->ram_count >= 1 && params->ram_count <= HOST_RAM_RANGES_MAX);
	for (uint32_t i = 0; i < params->ram_count; i++) {
		uint64_t start = params->ram[i].start;
		uint64_t len = params->ram[i].size;

		check(start % PAGE_SIZE == 0 && len % PAGE_SIZE == 0 && len != 0);
		check(start < 1ull << 52 && len <= (1ull << 52) - start);
		/* Neighbours were joined, so there is a gap */
		check(i == 0 || start > after);
		after = start + len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct host_params params;
	uint8_t *map = malloc(size + 1);

	memcpy(map, data, size);
	if (host_memory_map_decode(map, size, &params) == OK) {
		check_ranges(&params);
		check(!host_memory_map_reserves(map, size, params.ram[0].start,
						params.ram[0].size));
	}
	free(map);
	return 0;
}
