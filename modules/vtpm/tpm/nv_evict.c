/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Persistent objects in NV memory: u32 flags, u32 hierarchy, TPMT_PUBLIC, TPMT_SENSITIVE, qualified
 * name (TPM2B).
 * Their Name is computed again at each load. Spec: TPM 2.0 Library Part 1 s37.3.
 */
#include "core/trace/panic.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/ek.h"
#include "modules/vtpm/tpm/nv_memory.h"
#include "modules/vtpm/tpm/object.h"

/* Of an entry that waits for its key: no less than what an RSA-2048 key of ek.c's takes */
#define RESERVED_SIZE 544u

static bool parse(const struct tpm *tpm, const struct nv_entry *entry,
		  struct tpm_object_state *object)
{
	struct wire_reader reader = nv_memory_body(tpm, entry);

	return wire_get_u32(&reader, &object->flags) && wire_get_u32(&reader, &object->hierarchy) &&
	       wire_read(&reader, &wire_tpmt_public, &object->pub, WIRE_NULL_OK) ==
		       TPM_RC_SUCCESS &&
	       wire_read(&reader, &wire_tpmt_sensitive, &object->sensitive, 0) == TPM_RC_SUCCESS &&
	       wire_read(&reader, &wire_tpm2b_name, &object->qualified_name, 0) == TPM_RC_SUCCESS &&
	       reader.left == 0;
}

/* Whether the entry keeps the place of an endorsement key: flags, hierarchy, zeros */
static bool is_reserved(const struct tpm *tpm, const struct nv_entry *entry)
{
	struct wire_reader reader = nv_memory_body(tpm, entry);
	uint32_t flags = 0;
	uint32_t hierarchy = 0;

	return wire_get_u32(&reader, &flags) && wire_get_u32(&reader, &hierarchy) &&
	       flags == OBJECT_UNMADE && hierarchy == TPM_RH_ENDORSEMENT &&
	       entry->len == RESERVED_SIZE && ek_is_handle(entry->handle);
}

/* No command runs while the state is loaded: its working memory is free */
bool nv_evict_is_valid(struct tpm *tpm, const struct nv_entry *entry)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	bool is_valid =
		parse(tpm, entry, object) && (object->flags & OBJECT_UNMADE) == 0 &&
		(object->hierarchy == TPM_RH_OWNER || object->hierarchy == TPM_RH_ENDORSEMENT ||
		 object->hierarchy == TPM_RH_PLATFORM);

	crypto_wipe(object, sizeof(*object));
	return is_valid || is_reserved(tpm, entry);
}

uint32_t nv_evict_load(struct tpm *tpm, uint32_t handle, struct tpm_slot *slot)
{
	struct nv_entry entry;

	if (handle >> TPM_HT_SHIFT != TPM_HT_PERSISTENT || !nv_memory_find(tpm, handle, &entry))
		return TPM_RC_HANDLE;
	slot->kind = SLOT_OBJECT;
	slot->is_rsa_ready = 0;
	if (is_reserved(tpm, &entry)) {
		slot->object.hierarchy = TPM_RH_ENDORSEMENT;
		return TPM_RC_PENDING;
	}
	ASSERT(parse(tpm, &entry, &slot->object));
	slot->object.flags |= OBJECT_PERSISTENT;
	slot->object.evict_handle = handle;
	object_name(&slot->object.pub, &slot->object.name);
	return TPM_RC_SUCCESS;
}

uint32_t nv_evict_add(struct tpm *tpm, uint32_t handle, const struct tpm_object_state *object)
{
	struct nv_entry entry;
	struct wire_writer writer;

	if (nv_memory_find(tpm, handle, &entry))
		return TPM_RC_NV_DEFINED;
	writer = nv_memory_add_begin(tpm);
	wire_put_u32(&writer, object->flags & ~OBJECT_PERSISTENT);
	wire_put_u32(&writer, object->hierarchy);
	wire_write(&writer, &wire_tpmt_public, &object->pub);
	wire_write(&writer, &wire_tpmt_sensitive, &object->sensitive);
	wire_write(&writer, &wire_tpm2b_name, &object->qualified_name);
	return nv_memory_add_end(tpm, handle, &writer);
}

uint32_t nv_evict_reserve(struct tpm *tpm, uint32_t handle)
{
	struct nv_entry entry;
	struct wire_writer writer;

	if (nv_memory_find(tpm, handle, &entry))
		return TPM_RC_NV_DEFINED;
	writer = nv_memory_add_begin(tpm);
	wire_put_u32(&writer, OBJECT_UNMADE);
	wire_put_u32(&writer, TPM_RH_ENDORSEMENT);
	while (writer.written < RESERVED_SIZE && !writer.overflow)
		wire_put_u64(&writer, 0);
	return nv_memory_add_end(tpm, handle, &writer);
}

uint32_t nv_evict_remove(struct tpm *tpm, uint32_t handle)
{
	struct nv_entry entry;

	if (handle >> TPM_HT_SHIFT != TPM_HT_PERSISTENT || !nv_memory_find(tpm, handle, &entry))
		return TPM_RC_HANDLE;
	nv_memory_remove(tpm, &entry);
	return TPM_RC_SUCCESS;
}

static bool is_evict_of(const struct tpm *tpm, const struct nv_entry *entry, uint32_t hierarchy)
{
	struct wire_reader reader = nv_memory_body(tpm, entry);
	uint32_t flags = 0;
	uint32_t of = 0;

	return wire_get_u32(&reader, &flags) && wire_get_u32(&reader, &of) && of == hierarchy;
}

/* Whether entry was removed */
static bool flush_one(struct tpm *tpm, const struct nv_entry *entry, uint32_t hierarchy)
{
	struct nv_index index;

	if (entry->handle >> TPM_HT_SHIFT == TPM_HT_PERSISTENT) {
		if (!is_evict_of(tpm, entry, hierarchy))
			return false;
		nv_memory_remove(tpm, entry);
		return true;
	}
	if (hierarchy != TPM_RH_OWNER || !nv_find(tpm, entry->handle, &index))
		return false;
	crypto_wipe(&index.auth, sizeof(index.auth));
	if ((index.pub.attributes & TPMA_NV_PLATFORMCREATE) != 0)
		return false;
	nv_delete(tpm, &index);
	return true;
}

void nv_flush_hierarchy(struct tpm *tpm, uint32_t hierarchy)
{
	struct nv_entry entry;
	bool more = nv_memory_first(tpm, &entry);

	while (more) {
		if (flush_one(tpm, &entry, hierarchy))
			entry.len = 0; /* the next one has moved to where this was */
		more = nv_memory_next(tpm, &entry);
	}
}
