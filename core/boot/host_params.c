/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parameter areas: copied once into private memory, decoded from there, logged. The only code
 * that reads them; nothing of the host's is believed before it is checked here.
 */
#include "abi/igvm.h"
#include "core/boot/host_tables.h"
#include "core/evidence/evidence.h"
#include "core/memory/pool.h"
#include "core/memory/shared.h"
#include "core/trace/log.h"

#define MAP_BYTES ((size_t)BOOT_MEMORY_MAP_PAGES * ABI_PAGE_SIZE)
#define MADT_BYTES ((size_t)BOOT_MADT_PAGES * ABI_PAGE_SIZE)

static struct host_params params;

const struct host_params *host_params(void)
{
	return &params;
}

/* The one fetch of an area, or of its first len bytes. */
static enum termination area_take(void *to, uint64_t offset, size_t len)
{
	return shared_window_in(to, platform_host_area(offset), len) == OK ? 0 : TERM_OWN_MEMORY;
}

/* What the builder populated must not be where the host says there is something other than RAM. */
static enum termination map_check_launch(const uint8_t *map)
{
	const struct boot_block *block = platform_boot_block();

	if (host_memory_map_reserves(map, MAP_BYTES, block->region_gpa, block->region_size))
		return TERM_MEMORY_MAP;
	for (uint32_t i = 0; i < block->range_count; i++) {
		const struct boot_range *range = &boot_ranges()[i];

		if (host_memory_map_reserves(map, MAP_BYTES, range->gpa, range->pages * PAGE_SIZE))
			return TERM_MEMORY_MAP;
	}
	return 0;
}

/* With the C-bit in it an address would be a second name of a page below: of ours, or of the reset
 * vector's */
static enum err map_check_c_bit(void)
{
	uint32_t last = params.ram_count - 1;

	return params.ram[last].start + params.ram[last].size <=
			       1ull << platform_boot_block()->c_bit
		       ? OK
		       : ERR_RANGE;
}

static enum termination memory_map_take(uint8_t *copy)
{
	enum termination reason = area_take(copy, BOOT_OFF_MEMORY_MAP, MAP_BYTES);
	enum err err;

	if (reason != 0)
		return reason;
	err = host_memory_map_decode(copy, MAP_BYTES, &params);
	if (err == OK)
		err = map_check_c_bit();
	if (err != OK) {
		LOG(LOG_ERROR, "host memory map: refused, error %u", (uint64_t)err);
		return TERM_MEMORY_MAP;
	}
	for (uint32_t i = 0; i < params.ram_count; i++)
		LOG(LOG_INFO, "host RAM %x, %x bytes", params.ram[i].start, params.ram[i].size);
	reason = evidence_record(EVENTLOG_TAG_MEMORY_MAP, copy,
				 host_memory_map_len(copy, MAP_BYTES));
	return reason == 0 ? map_check_launch(copy) : reason;
}

static enum termination vp_count_take(void)
{
	enum termination reason =
		area_take(&params.vcpu_count, BOOT_OFF_VP_COUNT, sizeof(params.vcpu_count));

	if (reason != 0)
		return reason;
	if (params.vcpu_count == 0 || params.vcpu_count > platform_boot_block()->vcpus_max) {
		LOG(LOG_ERROR, "host vCPU count %u refused", (uint64_t)params.vcpu_count);
		return TERM_VP_COUNT;
	}
	return evidence_record(EVENTLOG_TAG_VCPU_COUNT, &params.vcpu_count,
			       sizeof(params.vcpu_count));
}

static enum termination madt_take(uint8_t *copy)
{
	enum termination reason = area_take(copy, BOOT_OFF_MADT, MADT_BYTES);
	enum err err;

	if (reason != 0)
		return reason;
	err = host_madt_decode(copy, MADT_BYTES, &params);
	if (err != OK) {
		LOG(LOG_ERROR, "host MADT: refused, error %u", (uint64_t)err);
		return TERM_MADT;
	}
	LOG(LOG_INFO, "host vCPUs: %u, first APIC id %u", (uint64_t)params.vcpu_count,
	    (uint64_t)params.apic_id[0]);
	return evidence_record(EVENTLOG_TAG_MADT, copy, host_madt_len(copy));
}

static enum termination environment_take(void)
{
	enum termination reason =
		area_take(&params.environment, BOOT_OFF_ENVIRONMENT, sizeof(params.environment));

	if (reason != 0)
		return reason;
	return evidence_record(EVENTLOG_TAG_ENVIRONMENT, &params.environment,
			       sizeof(params.environment));
}

enum termination host_params_init(void)
{
	uint32_t pages =
		BOOT_MADT_PAGES > BOOT_MEMORY_MAP_PAGES ? BOOT_MADT_PAGES : BOOT_MEMORY_MAP_PAGES;
	uint8_t *copy = pool_alloc(pages);
	enum termination reason;

	if (copy == NULL)
		return TERM_OWN_MEMORY;
	reason = memory_map_take(copy);
	if (reason == 0)
		reason = vp_count_take();
	if (reason == 0)
		reason = madt_take(copy);
	if (reason == 0)
		reason = environment_take();
	pool_free(copy, pages);
	return reason;
}
