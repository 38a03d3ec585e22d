/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's memory map. Works on a private copy; every sum is bounded before it is formed. */
#include "abi/igvm.h"
#include "core/boot/host_tables.h"

#define PAGE_LIMIT (1ull << 40) /* 2^52 bytes */

/* Entry i, copied: the buffer has no alignment of its own */
static struct igvm_memory_map_entry map_entry(const uint8_t *map, size_t i)
{
	struct igvm_memory_map_entry entry;

	__builtin_memcpy(&entry, map + i * sizeof(entry), sizeof(entry));
	return entry;
}

static enum err ram_add(struct host_params *params, uint64_t start, uint64_t size)
{
	uint32_t count = params->ram_count;

	if (count > 0 && params->ram[count - 1].start + params->ram[count - 1].size == start) {
		params->ram[count - 1].size += size;
		return OK;
	}
	if (count == HOST_RAM_RANGES_MAX)
		return ERR_NO_SPACE;
	params->ram[count].start = start;
	params->ram[count].size = size;
	params->ram_count = count + 1;
	return OK;
}

static enum err entry_check(const struct igvm_memory_map_entry *entry, uint64_t after)
{
	if (entry->first_page >= PAGE_LIMIT || entry->page_count > PAGE_LIMIT - entry->first_page)
		return ERR_RANGE;
	return entry->first_page < after ? ERR_OVERLAP : OK;
}

enum err host_memory_map_decode(const uint8_t *map, size_t len, struct host_params *params)
{
	size_t count = len / sizeof(struct igvm_memory_map_entry);
	uint64_t after = 0;

	params->ram_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct igvm_memory_map_entry entry = map_entry(map, i);
		enum err err;

		if (entry.page_count == 0)
			return params->ram_count != 0 ? OK : ERR_NOT_FOUND;
		err = entry_check(&entry, after);
		if (err == OK && entry.type == IGVM_MEMORY_RAM)
			err = ram_add(params, entry.first_page * PAGE_SIZE,
				      entry.page_count * PAGE_SIZE);
		if (err != OK)
			return err;
		after = entry.first_page + entry.page_count;
	}
	return ERR_TRUNCATED;
}

size_t host_memory_map_len(const uint8_t *map, size_t len)
{
	size_t count = len / sizeof(struct igvm_memory_map_entry);
	size_t used = 0;

	while (used < count && map_entry(map, used).page_count != 0)
		used++;
	return used * sizeof(struct igvm_memory_map_entry);
}

bool host_memory_map_reserves(const uint8_t *map, size_t len, uint64_t start, uint64_t size)
{
	size_t count = len / sizeof(struct igvm_memory_map_entry);

	for (size_t i = 0; i < count; i++) {
		struct igvm_memory_map_entry entry = map_entry(map, i);
		uint64_t first = entry.first_page * PAGE_SIZE;

		if (entry.page_count == 0)
			break;
		if (entry.type != IGVM_MEMORY_RAM && first < start + size &&
		    start < first + entry.page_count * PAGE_SIZE)
			return true;
	}
	return false;
}
