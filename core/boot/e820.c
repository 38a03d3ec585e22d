/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's E820 map: its own memory only. Parapet's region, the validity map and the populated
 * pages that are no RAM (secrets, CPUID, calling area) do not appear. Never says more than the
 * guest map holds.
 */
#include "core/boot/payload.h"
#include "core/memory/guest_map.h"
#include "core/memory/shared.h"

struct e820_map {
	uint32_t count;
	struct e820_entry entries[BOOT_PARAMS_E820_MAX];
};

static struct e820_map map;

static enum err e820_add(uint64_t start, uint64_t end, uint32_t type)
{
	struct e820_entry *last = map.count > 0 ? &map.entries[map.count - 1] : NULL;

	if (start == end)
		return OK;
	if (last != NULL && last->type == type && last->addr + last->size == start) {
		last->size += end - start;
		return OK;
	}
	if (map.count == BOOT_PARAMS_E820_MAX)
		return ERR_NO_SPACE;
	map.entries[map.count++] = (struct e820_entry){ start, end - start, type };
	return OK;
}

static enum err e820_add_populated(const struct boot_range *range)
{
	uint64_t end = range->gpa + range->pages * PAGE_SIZE;

	if (range->kind == BOOT_RANGE_GUEST)
		return e820_add(range->gpa, end, E820_RAM);
	if (range->kind == BOOT_RANGE_GUEST_ACPI)
		return e820_add(range->gpa, end, E820_ACPI);
	return OK;
}

static enum err e820_add_range(const struct guest_range *range)
{
	uint32_t count = platform_boot_block()->range_count;
	uint64_t at = range->start;
	enum err err = OK;

	for (uint32_t i = 0; i < count && err == OK; i++) {
		const struct boot_range *populated = &boot_ranges()[i];

		if (populated->gpa < range->start || populated->gpa >= range->end)
			continue;
		err = e820_add(at, populated->gpa, E820_RAM);
		if (err == OK)
			err = e820_add_populated(populated);
		at = populated->gpa + populated->pages * PAGE_SIZE;
	}
	return err == OK ? e820_add(at, range->end, E820_RAM) : err;
}

enum err payload_write_e820(gpa_t boot_params)
{
	enum err err = OK;
	uint8_t count;

	map.count = 0;
	for (uint32_t i = 0; i < guest_map_count() && err == OK; i++)
		err = e820_add_range(guest_map_at(i));
	if (err != OK)
		return err;
	count = (uint8_t)map.count;
	err = shared_write(gpa(boot_params.value + BOOT_PARAMS_E820_TABLE), map.entries,
			   map.count * sizeof(map.entries[0]));
	if (err == OK)
		err = shared_write(gpa(boot_params.value + BOOT_PARAMS_E820_ENTRIES), &count,
				   sizeof(count));
	return err;
}
