/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's memory map: host RAM, minus what is not the guest's. Also finds the validity map a
 * place. Trusts nothing but host_params, which are checked, and the measured boot block and ranges.
 */
#include "core/memory/guest_map.h"

#include "core/memory/pinned.h"
#include "core/memory/rmp.h"
#include "core/memory/validity.h"
#include "core/trace/log.h"
#include "core/trace/panic.h"

/* Below this the map is mapped by 4K pages */
#define VALIDITY_SMALL_PAGES PAGES_PER_2M
/* What the tables at BOOT_VA_MAP can hold */
#define VALIDITY_MAX_PAGES ((1ull << 30) / PAGE_SIZE)

static struct guest_range ranges[GUEST_RANGES_MAX];
static uint32_t range_count;
static uint64_t validity_pages;

uint32_t guest_map_count(void)
{
	return range_count;
}

const struct guest_range *guest_map_at(uint32_t index)
{
	ASSERT(index < range_count);
	return &ranges[index];
}

uint64_t guest_map_validity_pages(void)
{
	return validity_pages;
}

static const struct guest_range *guest_map_find(uint64_t start, uint64_t len)
{
	for (uint32_t i = 0; i < range_count; i++) {
		if (start >= ranges[i].start && start < ranges[i].end &&
		    len <= ranges[i].end - start)
			return &ranges[i];
	}
	return NULL;
}

bool guest_map_contains(gpa_t start, uint64_t len)
{
	return len != 0 && guest_map_find(start.value, len) != NULL;
}

enum err guest_map_bit(gpa_t page, uint64_t *bit)
{
	const struct guest_range *range = guest_map_find(page.value, PAGE_SIZE);

	if (range == NULL)
		return ERR_RANGE;
	*bit = range->first_bit + (page.value - range->start) / PAGE_SIZE;
	return OK;
}

/* Takes [start, end) out of range index; the bits of what stays do not move. */
static void guest_map_cut_one(uint32_t index, uint64_t start, uint64_t end)
{
	struct guest_range low = ranges[index];
	struct guest_range high = ranges[index];
	uint32_t kept;

	low.end = start > low.start ? start : low.start;
	if (end < high.end)
		high.start = end;
	else
		high.start = high.end;
	high.first_bit += (high.start - ranges[index].start) / PAGE_SIZE;

	kept = (uint32_t)(low.start < low.end) + (uint32_t)(high.start < high.end);
	ASSERT(range_count - 1 + kept <= GUEST_RANGES_MAX);
	__builtin_memmove(&ranges[index + kept], &ranges[index + 1],
			  (range_count - index - 1) * sizeof(ranges[0]));
	range_count += kept - 1;
	if (high.start < high.end)
		ranges[index + kept - 1] = high;
	if (low.start < low.end)
		ranges[index] = low;
}

static void guest_map_cut(uint64_t start, uint64_t end)
{
	for (uint32_t i = range_count; i-- > 0;) {
		if (start < ranges[i].end && ranges[i].start < end)
			guest_map_cut_one(i, start, end);
	}
}

static void guest_map_fill(void)
{
	const struct boot_block *block = platform_boot_block();
	const struct host_params *params = host_params();

	range_count = params->ram_count;
	for (uint32_t i = 0; i < range_count; i++)
		ranges[i] =
			(struct guest_range){ .start = params->ram[i].start,
					      .end = params->ram[i].start + params->ram[i].size };
	guest_map_cut(block->region_gpa, block->region_gpa + block->region_size);
	guest_map_cut(RESET_VECTOR_PAGE, RESET_VECTOR_PAGE + PAGE_SIZE);
}

/* Numbers the bits so that a 2M piece begins at a multiple of 512. Returns how many words that
 * takes. */
static uint64_t guest_map_number(void)
{
	uint64_t next = 0;

	for (uint32_t i = 0; i < range_count; i++) {
		ranges[i].first_bit = next + ranges[i].start / PAGE_SIZE % PAGES_PER_2M;
		next = ranges[i].first_bit + (ranges[i].end - ranges[i].start) / PAGE_SIZE;
		next = (next + PAGES_PER_2M - 1) & ~(PAGES_PER_2M - 1);
	}
	return next / 64;
}

static enum termination guest_map_check_populated(void)
{
	uint32_t count = platform_boot_block()->range_count;

	for (uint32_t i = 0; i < count; i++) {
		const struct boot_range *range = &boot_ranges()[i];

		if (!guest_map_contains(gpa(range->gpa), range->pages * PAGE_SIZE))
			return TERM_RANGES;
	}
	return 0;
}

/* A payload without the memory that it needs would run into nothing, and nobody would see why */
static enum termination guest_map_check_size(void)
{
	uint64_t needed = (uint64_t)platform_boot_block()->guest_memory_mib << 20;

	if (range_count == 0 || ranges[range_count - 1].end < needed)
		return TERM_MEMORY_MAP;
	return 0;
}

/* The lowest populated range that [start, start + size) overlaps, or NULL. */
static const struct boot_range *populated_under(uint64_t start, uint64_t size)
{
	for (uint32_t i = 0; i < platform_boot_block()->range_count; i++) {
		const struct boot_range *range = &boot_ranges()[i];

		if (range->gpa < start + size && start < range->gpa + range->pages * PAGE_SIZE)
			return range;
	}
	return NULL;
}

/* The highest place for size bytes in one range, free of populated pages; 0 if there is none. */
static uint64_t guest_map_place_in(const struct guest_range *range, uint64_t size, uint64_t align)
{
	uint64_t limit = range->end;

	while (limit >= size && limit - size >= range->start) {
		uint64_t start = (limit - size) & ~(align - 1);
		const struct boot_range *obstacle;

		if (start < range->start)
			return 0;
		obstacle = populated_under(start, size);
		if (obstacle == NULL)
			return start;
		limit = obstacle->gpa;
	}
	return 0;
}

static uint64_t guest_map_place(uint64_t size, uint64_t align)
{
	for (uint32_t i = range_count; i-- > 0;) {
		uint64_t start = guest_map_place_in(&ranges[i], size, align);

		if (start != 0)
			return start;
	}
	return 0;
}

static enum termination validity_carve(uint64_t words)
{
	bool is_small;
	enum page_size size;
	uint64_t bytes;
	uint64_t start;

	validity_pages = (words * 8 + PAGE_SIZE - 1) / PAGE_SIZE;
	is_small = validity_pages <= VALIDITY_SMALL_PAGES;
	size = is_small ? PAGE_4K : PAGE_2M;
	bytes = (validity_pages * PAGE_SIZE + page_bytes(size) - 1) & ~(page_bytes(size) - 1);
	validity_pages = bytes / PAGE_SIZE;
	if (validity_pages > VALIDITY_MAX_PAGES)
		return TERM_VALIDITY_MAP;
	start = guest_map_place(bytes, page_bytes(size));
	if (start == 0)
		return TERM_VALIDITY_MAP;
	if (rmp_own(gpa(start), size, bytes / page_bytes(size)) != OK)
		return TERM_OWN_MEMORY;
	validity_init_take(platform_map_validity(gpa(start), validity_pages), bytes / 8);
	guest_map_cut(start, start + bytes);
	LOG(LOG_INFO, "validity map at %x, %u pages", start, validity_pages);
	return 0;
}

enum termination guest_map_init(void)
{
	enum termination reason;

	pinned_init();
	guest_map_fill();
	reason = guest_map_check_populated();
	if (reason != 0)
		return reason;
	reason = guest_map_check_size();
	if (reason != 0)
		return reason;
	return validity_carve(guest_map_number());
}
