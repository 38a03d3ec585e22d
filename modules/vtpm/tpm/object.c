/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The slots of loaded objects and sequences. Handles are allotted lowest first; a persistent object
 * has a slot only while a command names it. Never leaves a secret in a free slot.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s15.5, s30.
 */
#include "modules/vtpm/tpm/object.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/sign.h"

#define TRANSIENT_FIRST ((uint32_t)TPM_HT_TRANSIENT << 24)
#define PLATFORM_PERSISTENT_FIRST 0x81800000u

static struct tpm_slot *free_slot(struct tpm *tpm, uint32_t *index)
{
	for (uint32_t i = 0; i < TPM_OBJECT_SLOTS; i++) {
		if (tpm->slots[i].kind == SLOT_FREE) {
			*index = i;
			return &tpm->slots[i];
		}
	}
	return NULL;
}

bool object_slot_is_free(const struct tpm *tpm)
{
	for (uint32_t i = 0; i < TPM_OBJECT_SLOTS; i++) {
		if (tpm->slots[i].kind == SLOT_FREE)
			return true;
	}
	return false;
}

struct tpm_slot *object_slot_take(struct tpm *tpm, enum tpm_slot_kind kind, uint32_t *handle)
{
	uint32_t index;
	struct tpm_slot *slot = free_slot(tpm, &index);

	if (slot == NULL)
		return NULL;
	crypto_wipe(slot, sizeof(*slot));
	slot->kind = kind;
	*handle = TRANSIENT_FIRST + index;
	return slot;
}

void object_slot_free(struct tpm_slot *slot)
{
	crypto_wipe(slot, sizeof(*slot));
	slot->kind = SLOT_FREE;
}

void object_flush_hierarchy(struct tpm *tpm, uint32_t hierarchy)
{
	for (uint32_t i = 0; i < TPM_OBJECT_SLOTS; i++) {
		struct tpm_slot *slot = &tpm->slots[i];

		if (slot->kind == SLOT_FREE)
			continue;
		/* Sequences belong to no hierarchy */
		if (hierarchy == TPM_RH_UNASSIGNED ||
		    (slot->kind == SLOT_OBJECT && slot->object.hierarchy == hierarchy))
			object_slot_free(slot);
	}
}

/* A disabled hierarchy hides its objects; the owner may still remove those of the endorsement */
static bool is_hidden(const struct tpm *tpm, uint32_t hierarchy)
{
	if (hierarchy_is_enabled(tpm, hierarchy))
		return false;
	return hierarchy != TPM_RH_ENDORSEMENT || tpm->call.command->code != TPM_CC_EVICT_CONTROL;
}

static struct tpm_slot *load_persistent(struct tpm *tpm, uint32_t handle, uint32_t *rc)
{
	uint32_t range = handle >= PLATFORM_PERSISTENT_FIRST ? TPM_RH_PLATFORM : TPM_RH_OWNER;
	uint32_t index;
	struct tpm_slot *slot;

	/* Whose range it is in, whatever its own hierarchy */
	if (!hierarchy_is_enabled(tpm, range)) {
		*rc = TPM_RC_HANDLE;
		return NULL;
	}
	slot = free_slot(tpm, &index);
	if (slot == NULL) {
		*rc = TPM_RC_OBJECT_MEMORY;
		return NULL;
	}
	*rc = nv_evict_load(tpm, handle, slot);
	if ((*rc == TPM_RC_SUCCESS || *rc == TPM_RC_PENDING) &&
	    is_hidden(tpm, slot->object.hierarchy))
		*rc = TPM_RC_HANDLE;
	if (*rc != TPM_RC_SUCCESS) {
		object_slot_free(slot);
		return NULL;
	}
	slot->kind = SLOT_OBJECT;
	slot->object.flags |= OBJECT_PERSISTENT;
	slot->object.evict_handle = handle;
	return slot;
}

struct tpm_slot *object_load_handle(struct tpm *tpm, uint32_t handle, uint32_t which, uint32_t *rc)
{
	uint32_t index = handle - TRANSIENT_FIRST;

	if (handle >> 24 == TPM_HT_PERSISTENT)
		return load_persistent(tpm, handle, rc);
	if (index >= TPM_OBJECT_SLOTS || tpm->slots[index].kind == SLOT_FREE) {
		*rc = TPM_RC_REFERENCE_H0 + which;
		return NULL;
	}
	*rc = TPM_RC_SUCCESS;
	return &tpm->slots[index];
}

void object_release_persistent(struct tpm *tpm)
{
	for (uint32_t i = 0; i < TPM_OBJECT_SLOTS; i++) {
		struct tpm_slot *slot = &tpm->slots[i];

		if (slot->kind == SLOT_OBJECT && (slot->object.flags & OBJECT_PERSISTENT))
			object_slot_free(slot);
	}
}

static uint32_t rsa_prepare(struct rsa_private *key, const struct tpm_object_state *object)
{
	const struct tpm2b_private_key_rsa *prime = &object->sensitive.composite.rsa;
	struct rsa_public pub;
	enum err err;

	if (sign_rsa_public(&object->pub, &pub) != TPM_RC_SUCCESS)
		return TPM_RC_BINDING;
	err = rsa_private_from_prime(key, &pub, prime->bytes, prime->len);
	if (err == ERR_UNSUPPORTED)
		return TPM_RC_KEY_SIZE;
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_BINDING;
}

uint32_t object_rsa_ready(struct tpm_slot *slot)
{
	uint32_t rc;

	if (slot->is_rsa_ready)
		return TPM_RC_SUCCESS;
	rc = rsa_prepare(&slot->rsa, &slot->object);
	slot->is_rsa_ready = rc == TPM_RC_SUCCESS;
	return rc;
}
