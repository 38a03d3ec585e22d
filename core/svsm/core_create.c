/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SVSM_CORE_CREATE_VCPU: a guest page becomes a VMSA. The page is looked at only after no other
 * vCPU can write it any more: PVALIDATE locked out, lower VMPLs' rights revoked, flushed. A refused
 * page goes back to the guest as it was.
 * Spec: SVSM 1.00 s6.3.
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
#include "core/svsm/vmsa.h"

#define INUSE_TRIES 64u

struct create_request {
	const struct guest_vcpu *caller;
	struct guest_vcpu *target;
	gpa_t vmsa;
	gpa_t caa;
};

/* Decodes; no side effects. */
static uint64_t request_decode(const struct call_args *args, struct create_request *request)
{
	*request = (struct create_request){ .caller = args->vcpu,
					    .vmsa = gpa(args->rcx),
					    .caa = gpa(args->rdx) };
	if (!is_aligned(request->vmsa, PAGE_SIZE) || !is_aligned(request->caa, PAGE_SIZE))
		return SVSM_ERR_INVALID_PARAMETER;
	/* A VMSA at a 2 MiB boundary runs into an erratum of early CPUs */
	if (is_aligned(request->vmsa, PAGE_SIZE_2M) || request->vmsa.value == request->caa.value ||
	    !guest_map_contains(request->vmsa, PAGE_SIZE) ||
	    !guest_map_contains(request->caa, PAGE_SIZE))
		return SVSM_ERR_INVALID_ADDRESS;
	request->target = vcpu_by_apic((uint32_t)args->r8);
	if (args->r8 > UINT32_MAX || request->target == NULL)
		return SVSM_ERR_INVALID_PARAMETER;
	return SVSM_OK;
}

/* With both ranges held */
static uint64_t pages_check(const struct create_request *request)
{
	bool is_taken;

	if (!validity_covers(request->vmsa, PAGE_SIZE) || !validity_covers(request->caa, PAGE_SIZE))
		return SVSM_ERR_INVALID_ADDRESS;
	if (pinned_overlaps(request->vmsa, PAGE_SIZE, PIN_VMSA | PIN_CAA) ||
	    pinned_overlaps(request->caa, PAGE_SIZE, PIN_VMSA))
		return SVSM_ERR_INVALID_ADDRESS;
	vcpus_lock_take();
	is_taken = caa_is_of_other(request->caa, request->target->cpu);
	vcpus_lock_drop();
	return is_taken ? SVSM_ERR_INVALID_ADDRESS : SVSM_OK;
}

static enum err identity_of(gpa_t vmsa, struct vmsa_identity *out)
{
	enum err err = vmsa_load_identity(platform_window(WINDOW_OTHER, vmsa), out);

	platform_window_close(WINDOW_OTHER);
	return err;
}

/* With no rights left to anybody else */
static uint64_t vmsa_check(const struct create_request *request)
{
	struct vmsa_identity identity;
	struct vmsa_identity caller;

	if (identity_of(request->vmsa, &identity) != OK ||
	    vmsa_load_identity(request->caller->vmsa_window, &caller) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	if (identity.vmpl != platform_boot_block()->guest_vmpl ||
	    (identity.efer & EFER_SVME) == 0 || identity.sev_features != caller.sev_features)
		return SVSM_ERR_INVALID_PARAMETER;
	return SVSM_OK;
}

static uint32_t vmsa_set(gpa_t page)
{
	uint32_t result = RMP_FAIL_INUSE;

	for (uint32_t i = 0; i < INUSE_TRIES && result == RMP_FAIL_INUSE; i++) {
		result = rmp_set_vmsa(page);
		platform_pause();
	}
	return result;
}

static enum err pages_pin(const struct create_request *request)
{
	enum err err = pinned_add(request->vmsa, PIN_VMSA);

	if (err != OK)
		return err;
	err = pinned_add(request->caa, PIN_CAA);
	if (err != OK)
		pinned_drop(request->vmsa, PIN_VMSA);
	return err;
}

/* With vcpus_lock held: from here on nothing depends on input. */
static uint64_t vmsa_enter(const struct create_request *request)
{
	struct guest_vmsa *entry = vmsa_find_free();
	uint32_t result;

	if (entry == NULL || pages_pin(request) != OK)
		return SVSM_ERR_INVALID_REQUEST;
	result = vmsa_set(request->vmsa);
	if (result != RMP_OK) {
		pinned_drop(request->vmsa, PIN_VMSA);
		pinned_drop(request->caa, PIN_CAA);
		return SVSM_ERR_PROTOCOL_BASE + result;
	}
	*entry = (struct guest_vmsa){ .is_used = true,
				      .cpu = request->target->cpu,
				      .page = request->vmsa,
				      .caa = request->caa };
	/* The caller goes on in the VMSA it calls from, whatever it makes for its own APIC id */
	if (request->target != request->caller)
		request->target->current = entry;
	return SVSM_OK;
}

/* Revoked, flushed, checked, entered: in this order. Result as the call's. */
static uint64_t page_convert(const struct create_request *request)
{
	static const struct svsm_caa empty;
	uint32_t revoked = rmp_revoke(request->vmsa, PAGE_4K);
	uint64_t result;

	platform_flush();
	if (revoked != RMP_OK)
		return SVSM_ERR_PROTOCOL_BASE + revoked;
	result = vmsa_check(request);
	if (result != SVSM_OK)
		return result;
	if (shared_write_held(request->caa, &empty, sizeof(empty)) != OK)
		return SVSM_ERR_INVALID_ADDRESS;
	vcpus_lock_take();
	result = vmsa_enter(request);
	vcpus_lock_drop();
	return result;
}

/* With both ranges held */
static uint64_t create_held(const struct create_request *request)
{
	uint64_t result = pages_check(request);

	if (result != SVSM_OK)
		return result;
	result = page_convert(request);
	/* It was open before; if it cannot be opened again the guest has lost a page to its own
	 * mistake */
	if (result != SVSM_OK)
		(void)rmp_open(request->vmsa, PAGE_4K);
	return result;
}

uint64_t core_create_vcpu(struct call_args *args)
{
	struct create_request request;
	struct range_claim claims[2];
	uint64_t result = request_decode(args, &request);

	if (result != SVSM_OK)
		return result;
	claims[0] = (struct range_claim){ request.vmsa, PAGE_SIZE, RANGE_EXCLUSIVE };
	claims[1] = (struct range_claim){ request.caa, PAGE_SIZE, RANGE_EXCLUSIVE };
	rangelock_take(claims, 2);
	result = create_held(&request);
	rangelock_drop();
	return result;
}
