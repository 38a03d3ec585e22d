/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SVSM_CORE_PVALIDATE: a list of pages changes state. The list is copied once; work stops at the
 * first error or when this entry into VMPL0 has cost enough, with `next` on the entry to go on
 * with. Never touches a page that is not the
 * guest's, or that the monitor depends on. Spec: SVSM 1.00 s6.2.
 */
#include "abi/svsm.h"
#include "core/memory/guest_map.h"
#include "core/memory/pinned.h"
#include "core/memory/rangelock.h"
#include "core/memory/rmp.h"
#include "core/memory/shared.h"
#include "core/memory/validity.h"
#include "core/svsm/core_calls.h"
#include "core/svsm/vcpu.h"

/*
 * One entry into VMPL0 ends within 5,000,000 instructions. In instructions, generously: a 2 MiB
 * clear is 262,144 stores; each RMP operation counts as thousands, since a hypervisor may have to
 * help with it.
 */
#define COST_LIMIT 3000000u
#define COST_VALIDATE_4K 14000u
#define COST_VALIDATE_2M 300000u
#define COST_INVALIDATE 24000u

struct pvalidate_work {
	gpa_t list;
	uint16_t entries;
	uint16_t next;
	const uint64_t *entry; /* [0] is entry number next of the guest's list */
	uint32_t cost;
	bool needs_flush;
};

static uint64_t result_of(uint32_t rmp_result)
{
	return rmp_result == RMP_OK ? SVSM_OK : SVSM_ERR_PVALIDATE(rmp_result);
}

/* Fetches the list's header once. Any value of rcx. */
static uint64_t list_open(const struct call_args *args, struct pvalidate_work *work)
{
	struct svsm_pvalidate_list header;
	uint64_t offset = args->rcx % PAGE_SIZE;
	uint64_t space = (PAGE_SIZE - offset - sizeof(header)) / sizeof(uint64_t);

	if (!is_aligned(gpa(args->rcx), sizeof(uint64_t)))
		return SVSM_ERR_INVALID_PARAMETER;
	if (args->rcx == args->vcpu->active->caa.value)
		return SVSM_ERR_INVALID_PARAMETER;
	if (shared_read(&header, gpa(args->rcx), sizeof(header)) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	if (header.entries == 0 || header.entries > space || header.next >= header.entries)
		return SVSM_ERR_INVALID_PARAMETER;
	work->list = gpa(args->rcx);
	work->entries = header.entries;
	work->next = header.next;
	return SVSM_OK;
}

/* Fetches the entries still to do, once, into this vCPU's buffer. */
static uint64_t list_fetch(struct pvalidate_work *work, uint8_t *buffer)
{
	uint64_t at = work->list.value + sizeof(struct svsm_pvalidate_list) +
		      work->next * sizeof(uint64_t);
	size_t len = (size_t)(work->entries - work->next) * sizeof(uint64_t);

	if (shared_read(buffer, gpa(at), len) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	/* The buffer is a page of its own */
	work->entry = (const uint64_t *)(const void *)buffer;
	return SVSM_OK;
}

static uint64_t list_close(const struct pvalidate_work *work, uint64_t result)
{
	gpa_t at = gpa(work->list.value + offsetof(struct svsm_pvalidate_list, next));

	if (work->needs_flush)
		platform_flush();
	if (shared_write(at, &work->next, sizeof(work->next)) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	return result;
}

static uint64_t page_validate(gpa_t page, enum page_size size, enum validity state,
			      bool ignores_unchanged)
{
	uint32_t result;

	/* Never PVALIDATE twice, whatever the guest would ignore */
	if (state == VALIDITY_ALL)
		return ignores_unchanged ? SVSM_OK : SVSM_ERR_PVALIDATE(RMP_UNCHANGED);
	result = rmp_validate(page, size);
	if (result != RMP_OK && result != RMP_LOST)
		return result_of(result);
	if (validity_set(page, size) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	/* A lost page counts as validated: the guest may only give it up, never validate another in
	 * its place */
	return result_of(result == RMP_LOST ? RMP_FAIL_PERMISSION : RMP_OK);
}

/* "Unchanged" by hardware of a page that we validated: the host swapped it, and it must stay marked
 * as validated */
static uint64_t page_invalidate(gpa_t page, enum page_size size, enum validity state,
				bool ignores_unchanged)
{
	uint32_t result;

	if (state == VALIDITY_NONE)
		return ignores_unchanged ? SVSM_OK : SVSM_ERR_PVALIDATE(RMP_UNCHANGED);
	result = rmp_invalidate(page, size);
	if (result != RMP_OK)
		return result_of(result);
	return validity_clear(page, size) == OK ? SVSM_OK : SVSM_ERR_INVALID_ADDRESS;
}

/* With the page's range held */
static uint64_t page_change(gpa_t page, enum page_size size, uint64_t entry)
{
	bool ignores_unchanged = (entry & SVSM_PVALIDATE_IGNORE_CF) != 0;
	enum validity state;

	if (pinned_overlaps(page, page_bytes(size), PIN_VMSA | PIN_CAA))
		return SVSM_ERR_INVALID_ADDRESS;
	if (validity_query(page, size, &state) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	/* Part of a 2M piece: the guest goes on by 4K and gets each page's own answer */
	if (state == VALIDITY_MIXED)
		return SVSM_ERR_PVALIDATE(RMP_FAIL_SIZEMISMATCH);
	if ((entry & SVSM_PVALIDATE_VALIDATE) != 0)
		return page_validate(page, size, state, ignores_unchanged);
	return page_invalidate(page, size, state, ignores_unchanged);
}

static uint64_t entry_do(uint64_t entry)
{
	enum page_size size = (entry & SVSM_PVALIDATE_2M) != 0 ? PAGE_2M : PAGE_4K;
	gpa_t page = gpa(entry & ~(PAGE_SIZE - 1));
	const struct range_claim claim = { page, page_bytes(size), RANGE_EXCLUSIVE };
	uint64_t result;

	if ((entry & SVSM_PVALIDATE_RESERVED) != 0 ||
	    (entry & SVSM_PVALIDATE_SIZE_MASK) > SVSM_PVALIDATE_2M)
		return SVSM_ERR_INVALID_PARAMETER;
	if (!is_aligned(page, page_bytes(size)))
		return SVSM_ERR_INVALID_PARAMETER;
	if (!guest_map_contains(page, page_bytes(size)))
		return SVSM_ERR_INVALID_ADDRESS;
	rangelock_take(&claim, 1);
	result = page_change(page, size, entry);
	rangelock_drop();
	return result;
}

static uint32_t entry_cost(uint64_t entry)
{
	if ((entry & SVSM_PVALIDATE_VALIDATE) == 0)
		return COST_INVALIDATE;
	return (entry & SVSM_PVALIDATE_2M) != 0 ? COST_VALIDATE_2M : COST_VALIDATE_4K;
}

static uint64_t list_run(struct pvalidate_work *work)
{
	uint16_t first = work->next;

	for (; work->next < work->entries; work->next++) {
		uint64_t entry = work->entry[work->next - first];
		uint32_t cost = entry_cost(entry);
		uint64_t result;

		if (work->cost + cost > COST_LIMIT)
			return SVSM_ERR_INCOMPLETE;
		work->cost += cost;
		work->needs_flush |= (entry & SVSM_PVALIDATE_VALIDATE) == 0;
		result = entry_do(entry);
		if (result != SVSM_OK)
			return result;
	}
	return SVSM_OK;
}

uint64_t core_pvalidate(struct call_args *args)
{
	struct pvalidate_work work = { 0 };
	uint64_t result = list_open(args, &work);

	if (result == SVSM_OK)
		result = list_fetch(&work, args->vcpu->buffer);
	if (result != SVSM_OK)
		return result;
	return list_close(&work, list_run(&work));
}
