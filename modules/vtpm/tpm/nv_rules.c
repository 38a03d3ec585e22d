/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may be done with NV indices when, and what Startup does to them. Spec: TPM 2.0 Library Part 1 s37, Part 3 s31. */
#include "modules/vtpm/tpm/nv_memory.h"
#include "modules/vtpm/tpm/startup.h"

#define ORDERLY_STEP_MASK 255u

uint32_t nv_is_writable(const struct tpm *tpm)
{
	return tpm->is_nv_available ? TPM_RC_SUCCESS : TPM_RC_NV_UNAVAILABLE;
}

bool nv_is_enabled(const struct tpm *tpm, const struct nv_index *index)
{
	if ((index->pub.attributes & TPMA_NV_PLATFORMCREATE) != 0)
		return tpm->clear.is_ph_nv_enabled != 0;
	return tpm->clear.is_sh_enabled != 0;
}

/* owner, platform: the attribute that lets them in */
static uint32_t check_authority(uint32_t auth, const struct nv_index *index, uint32_t owner,
				uint32_t platform)
{
	uint32_t needed = 0;

	if (auth == TPM_RH_OWNER)
		needed = owner;
	else if (auth == TPM_RH_PLATFORM)
		needed = platform;
	else
		return auth == index->pub.nv_index ? TPM_RC_SUCCESS : TPM_RC_NV_AUTHORIZATION;
	return (index->pub.attributes & needed) != 0 ? TPM_RC_SUCCESS : TPM_RC_NV_AUTHORIZATION;
}

uint32_t nv_read_access(struct tpm *tpm, uint32_t auth, uint32_t handle)
{
	struct nv_index index;
	uint32_t rc;

	if (!nv_find(tpm, handle, &index))
		return TPM_RC_HANDLE;
	if ((index.pub.attributes & TPMA_NV_READLOCKED) != 0)
		return TPM_RC_NV_LOCKED;
	rc = check_authority(auth, &index, TPMA_NV_OWNERREAD, TPMA_NV_PPREAD);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return (index.pub.attributes & TPMA_NV_WRITTEN) != 0 ? TPM_RC_SUCCESS
							     : TPM_RC_NV_UNINITIALIZED;
}

uint32_t nv_write_access(struct tpm *tpm, uint32_t auth, uint32_t handle)
{
	struct nv_index index;

	if (!nv_find(tpm, handle, &index))
		return TPM_RC_HANDLE;
	if ((index.pub.attributes & TPMA_NV_WRITELOCKED) != 0)
		return TPM_RC_NV_LOCKED;
	return check_authority(auth, &index, TPMA_NV_OWNERWRITE, TPMA_NV_PPWRITE);
}

struct handles {
	uint32_t first;
	uint32_t *out;
	uint32_t cap;
	uint32_t count;
};

/* Keeps out[] the lowest of what came so far, ascending */
static void insert(struct handles *list, uint32_t handle)
{
	uint32_t at = list->count < list->cap ? list->count++ : list->cap;

	if (at == list->cap && (at == 0 || list->out[at - 1] < handle))
		return;
	if (at == list->cap)
		at--;
	for (; at > 0 && list->out[at - 1] > handle; at--)
		list->out[at] = list->out[at - 1];
	list->out[at] = handle;
}

uint32_t nv_handles(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap)
{
	struct handles list = { first, handles, cap, 0 };
	struct nv_entry entry;

	for (bool more = nv_memory_first(tpm, &entry); more; more = nv_memory_next(tpm, &entry)) {
		if (entry.handle >> TPM_HT_SHIFT == first >> TPM_HT_SHIFT && entry.handle >= first)
			insert(&list, entry.handle);
	}
	return list.count;
}

uint32_t nv_count(const struct tpm *tpm, uint32_t type)
{
	struct nv_entry entry;
	uint32_t count = 0;

	for (bool more = nv_memory_first(tpm, &entry); more; more = nv_memory_next(tpm, &entry))
		count += entry.handle >> TPM_HT_SHIFT == type ? 1 : 0;
	return count;
}

static void count_counter(struct tpm *tpm, struct nv_index *index, void *context)
{
	uint32_t *count = context;

	(void)tpm;
	*count += nv_type(index) == TPM_NT_COUNTER ? 1 : 0;
}

uint32_t nv_count_counters(struct tpm *tpm)
{
	uint32_t count = 0;

	nv_for_each(tpm, count_counter, &count);
	return count;
}

static uint32_t attributes_at_startup(uint32_t attributes, uint32_t type, enum startup_kind kind)
{
	attributes &= ~TPMA_NV_READLOCKED;
	if (type != TPM_NT_COUNTER &&
	    ((attributes & TPMA_NV_CLEAR_STCLEAR) != 0 ||
	     ((attributes & TPMA_NV_ORDERLY) != 0 && kind == STARTUP_RESET)))
		attributes &= ~TPMA_NV_WRITTEN;
	if ((attributes & TPMA_NV_WRITTEN) == 0 || (attributes & TPMA_NV_WRITEDEFINE) == 0)
		attributes &= ~TPMA_NV_WRITELOCKED;
	return attributes;
}

static void start_index(struct tpm *tpm, struct nv_index *index, void *context)
{
	const enum startup_kind *kind = context;
	uint32_t was = index->pub.attributes;

	index->pub.attributes = attributes_at_startup(was, nv_type(index), *kind);
	if (index->pub.attributes != was)
		nv_update(tpm, index);
	/* After a power loss up to a step of an orderly counter may be missing: it goes on behind
	 * it */
	if (nv_type(index) == TPM_NT_COUNTER && tpm->persistent.shutdown == TPM_SHUTDOWN_NONE &&
	    (was & (TPMA_NV_ORDERLY | TPMA_NV_WRITTEN)) == (TPMA_NV_ORDERLY | TPMA_NV_WRITTEN))
		nv_write_number(tpm, index, nv_number(index) | ORDERLY_STEP_MASK);
}

void nv_startup(struct tpm *tpm, uint16_t startup)
{
	enum startup_kind kind = startup_kind(tpm, startup);

	if (kind != STARTUP_RESUME)
		nv_for_each(tpm, start_index, &kind);
}
