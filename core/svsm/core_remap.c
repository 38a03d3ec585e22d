/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SVSM_CORE_REMAP_CA: the caller's calling area moves. Spec: SVSM 1.00 s6.1. */
#include "abi/svsm.h"
#include "core/memory/guest_map.h"
#include "core/memory/pinned.h"
#include "core/memory/rangelock.h"
#include "core/memory/shared.h"
#include "core/svsm/core_calls.h"
#include "core/svsm/vcpu.h"

/* With the new page's range held */
static enum err caa_accept(const struct guest_vcpu *vcpu, gpa_t page)
{
	static const struct svsm_caa empty;
	bool is_taken;

	vcpus_lock_take();
	is_taken = caa_is_of_other(page, vcpu->cpu);
	vcpus_lock_drop();
	return is_taken ? ERR_PERMISSION : shared_write_held(page, &empty, sizeof(empty));
}

static enum err caa_move(struct guest_vcpu *vcpu, gpa_t page)
{
	gpa_t old = vcpu->active->caa;
	enum err err = caa_accept(vcpu, page);

	if (err == OK)
		err = pinned_add(page, PIN_CAA);
	if (err != OK)
		return err;
	vcpus_lock_take();
	vcpu->active->caa = page;
	vcpus_lock_drop();
	pinned_drop(old, PIN_CAA);
	return OK;
}

uint64_t core_remap_ca(struct call_args *args)
{
	gpa_t page = gpa(args->rcx);
	const struct range_claim claim = { page, PAGE_SIZE, RANGE_EXCLUSIVE };
	enum err err;

	if (!is_aligned(page, PAGE_SIZE))
		return SVSM_ERR_INVALID_PARAMETER;
	if (!guest_map_contains(page, PAGE_SIZE))
		return SVSM_ERR_INVALID_ADDRESS;
	if (page.value == args->vcpu->active->caa.value)
		return SVSM_OK;
	rangelock_take(&claim, 1);
	err = caa_move(args->vcpu, page);
	rangelock_drop();
	return err == OK ? SVSM_OK : SVSM_ERR_INVALID_ADDRESS;
}
