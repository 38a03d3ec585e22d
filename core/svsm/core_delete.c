/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SVSM_CORE_DELETE_VCPU: a VMSA becomes an ordinary guest page again. It is made unrunnable first,
 * and only a page
 * that no CPU runs on is given back. Spec: SVSM 1.00 s6.4.
 */
#include "abi/svsm.h"
#include "core/memory/guest_map.h"
#include "core/memory/pinned.h"
#include "core/memory/rangelock.h"
#include "core/memory/rmp.h"
#include "core/svsm/core_calls.h"
#include "core/svsm/vcpu.h"
#include "core/svsm/vmsa.h"

#define INUSE_TRIES 64u

/* With vcpus_lock held */
static void entry_drop(struct guest_vmsa *entry)
{
	struct guest_vcpu *vcpu = vcpu_at(entry->cpu);

	if (vcpu->current == entry)
		vcpu->current = NULL;
	pinned_drop(entry->page, PIN_VMSA);
	pinned_drop(entry->caa, PIN_CAA);
	*entry = (struct guest_vmsa){ 0 };
}

/* With vcpus_lock held. RMP_OK: quiet, and an ordinary page. Otherwise it may run as before. */
static uint32_t vmsa_take_back(gpa_t page)
{
	uint8_t __shared *window = platform_window(WINDOW_OTHER, page);
	uint32_t result = vmsa_quiet(window) == OK ? rmp_clear_vmsa(page) : RMP_FAIL_PERMISSION;

	if (result == RMP_FAIL_INUSE && vmsa_release(window) != OK)
		result = RMP_FAIL_PERMISSION;
	platform_window_close(WINDOW_OTHER);
	return result;
}

/* One try. Takes and drops vcpus_lock. */
static uint64_t delete_try(gpa_t page)
{
	struct guest_vmsa *entry;
	uint32_t result = RMP_FAIL_INUSE;

	vcpus_lock_take();
	entry = vmsa_find(page);
	if (entry == NULL) {
		vcpus_lock_drop();
		return SVSM_ERR_INVALID_PARAMETER;
	}
	if (!entry->is_serving)
		result = vmsa_take_back(page);
	if (result == RMP_OK)
		entry_drop(entry);
	vcpus_lock_drop();
	return result == RMP_OK ? SVSM_OK : SVSM_ERR_PROTOCOL_BASE + result;
}

uint64_t core_delete_vcpu(struct call_args *args)
{
	gpa_t page = gpa(args->rcx);
	const struct range_claim claim = { page, PAGE_SIZE, RANGE_EXCLUSIVE };
	uint64_t result = SVSM_ERR_PROTOCOL_BASE + RMP_FAIL_INUSE;

	/* Also what Parapet made itself: the first VMSA lies in its region, and stays */
	if (!is_aligned(page, PAGE_SIZE) || !guest_map_contains(page, PAGE_SIZE))
		return SVSM_ERR_INVALID_PARAMETER;
	rangelock_take(&claim, 1);
	for (uint32_t i = 0; i < INUSE_TRIES && result == SVSM_ERR_PROTOCOL_BASE + RMP_FAIL_INUSE;
	     i++) {
		result = delete_try(page);
		platform_pause();
	}
	platform_flush();
	rangelock_drop();
	return result;
}
