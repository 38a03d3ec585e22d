/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens the guest's RAM to it. Populated pages were validated by the launch and get rights only;
 * all other pages are made private, validated, cleared and opened, by 2 MiB where that is possible.
 * Any page in an unexpected state ends the boot. Opens nothing outside the guest map.
 */
#include "core/boot/boot.h"
#include "core/memory/guest_map.h"
#include "core/memory/rmp.h"
#include "core/memory/validity.h"
#include "core/trace/log.h"

static enum err open_populated(const struct boot_range *range)
{
	for (uint64_t i = 0; i < range->pages; i++) {
		gpa_t page = gpa(range->gpa + i * PAGE_SIZE);
		uint32_t result = rmp_open(page, PAGE_4K);

		if (result != RMP_OK) {
			LOG(LOG_ERROR, "populated page %x: RMPADJUST %u", page.value,
			    (uint64_t)result);
			return ERR_STATE;
		}
		if (validity_set(page, PAGE_4K) != OK)
			return ERR_RANGE;
	}
	return OK;
}

static enum err prepare_one(gpa_t page, enum page_size size)
{
	uint32_t result = rmp_validate(page, size);

	if (result == RMP_OK)
		return validity_set(page, size);
	if (result == RMP_FAIL_SIZEMISMATCH && size == PAGE_2M)
		return ERR_BUSY;
	LOG(LOG_ERROR, "guest page %x: PVALIDATE %u", page.value, (uint64_t)result);
	return ERR_STATE;
}

static enum err prepare_split(gpa_t piece)
{
	enum err err = OK;

	for (uint64_t i = 0; i < PAGES_PER_2M && err == OK; i++)
		err = prepare_one(gpa(piece.value + i * PAGE_SIZE), PAGE_4K);
	return err;
}

/* [start, end): pages of one size, none of them populated */
static enum err prepare_run(uint64_t start, uint64_t end, enum page_size size)
{
	uint64_t count = (end - start) / page_bytes(size);
	enum err err;

	if (count == 0)
		return OK;
	err = platform_page_state(gpa(start), size, count, PAGE_STATE_PRIVATE);
	for (uint64_t at = start; at < end && err == OK; at += page_bytes(size)) {
		err = prepare_one(gpa(at), size);
		if (err == ERR_BUSY)
			err = prepare_split(gpa(at));
	}
	return err;
}

/* [start, end) by 4K up to the first 2 MiB boundary and from the last one on, by 2M in between */
static enum err prepare_piece(uint64_t start, uint64_t end)
{
	uint64_t low = (start + PAGE_SIZE_2M - 1) & ~(PAGE_SIZE_2M - 1);
	uint64_t high = end & ~(PAGE_SIZE_2M - 1);
	enum err err;

	if (low >= high)
		return prepare_run(start, end, PAGE_4K);
	err = prepare_run(start, low, PAGE_4K);
	if (err == OK)
		err = prepare_run(low, high, PAGE_2M);
	if (err == OK)
		err = prepare_run(high, end, PAGE_4K);
	return err;
}

/* One range of the guest's map, around the populated pages in it; both tables ascend. */
static enum err prepare_range(const struct guest_range *range)
{
	uint32_t count = platform_boot_block()->range_count;
	uint64_t at = range->start;
	enum err err = OK;

	for (uint32_t i = 0; i < count && err == OK; i++) {
		const struct boot_range *populated = &boot_ranges()[i];

		if (populated->gpa < range->start || populated->gpa >= range->end)
			continue;
		err = prepare_piece(at, populated->gpa);
		if (err == OK)
			err = open_populated(populated);
		at = populated->gpa + populated->pages * PAGE_SIZE;
	}
	return err == OK ? prepare_piece(at, range->end) : err;
}

enum termination guest_memory_init(void)
{
	for (uint32_t i = 0; i < guest_map_count(); i++) {
		if (prepare_range(guest_map_at(i)) != OK)
			return TERM_GUEST_MEMORY;
	}
	return 0;
}
