/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Objects and sequences as entities. A persistent object is the copy that the running command
 * loaded.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s19.2, s27.2.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity_kind.h"
#include "modules/vtpm/tpm/object.h"

static uint32_t object_check(struct tpm *tpm, uint32_t handle, uint32_t which)
{
	uint32_t rc = TPM_RC_SUCCESS;
	struct tpm_slot *slot = object_load_handle(tpm, handle, which, &rc);

	if (slot == NULL)
		return rc;
	tpm->call.slots[which] = slot;
	return TPM_RC_SUCCESS;
}

/* The slot of one of the running command's handles, or of any other that is loaded; or NULL */
static const struct tpm_slot *slot_of(struct tpm *tpm, uint32_t handle)
{
	uint32_t index = handle - ((uint32_t)TPM_HT_TRANSIENT << TPM_HT_SHIFT);

	for (uint32_t i = 0; i < tpm->call.handle_count; i++) {
		if (tpm->call.handles[i] == handle)
			return tpm->call.slots[i];
	}
	return index < TPM_OBJECT_SLOTS ? &tpm->slots[index] : NULL;
}

static const struct tpm_object_state *object_of(struct tpm *tpm, uint32_t handle)
{
	const struct tpm_slot *slot = slot_of(tpm, handle);

	return slot != NULL && slot->kind == SLOT_OBJECT ? &slot->object : NULL;
}

static void object_entity_name(struct tpm *tpm, uint32_t handle, struct tpm2b_name *name)
{
	const struct tpm_object_state *object = object_of(tpm, handle);

	name->len = 0;
	if (object != NULL && object->pub.name_alg != TPM_ALG_NULL)
		*name = object->name;
}

static void object_auth(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *auth)
{
	const struct tpm_slot *slot = slot_of(tpm, handle);

	if (slot == NULL || slot->kind == SLOT_FREE)
		return;
	*auth = slot->kind == SLOT_OBJECT ? slot->object.sensitive.auth : slot->sequence.auth;
}

static uint16_t object_policy(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *policy)
{
	const struct tpm_object_state *object = object_of(tpm, handle);

	if (object == NULL)
		return TPM_ALG_NULL;
	*policy = object->pub.auth_policy;
	return object->pub.name_alg;
}

static bool object_requires_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	const struct tpm_object_state *object = object_of(tpm, handle);

	return role == ROLE_ADMIN && object != NULL &&
	       (object->pub.attributes & TPMA_OBJECT_ADMINWITHPOLICY) != 0;
}

static bool object_allows_auth_value(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	const struct tpm_object_state *object = object_of(tpm, handle);

	if (object == NULL)
		return true; /* a sequence */
	if ((object->flags & OBJECT_PUBLIC_ONLY) != 0)
		return false;
	if (role == ROLE_ADMIN)
		return (object->pub.attributes & TPMA_OBJECT_ADMINWITHPOLICY) == 0;
	return (object->pub.attributes & TPMA_OBJECT_USERWITHAUTH) != 0;
}

static bool object_allows_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	const struct tpm_object_state *object = object_of(tpm, handle);

	(void)role;
	return object != NULL && (object->flags & OBJECT_PUBLIC_ONLY) == 0;
}

static bool object_is_da_protected(struct tpm *tpm, uint32_t handle)
{
	const struct tpm_object_state *object = object_of(tpm, handle);

	return object != NULL && (object->pub.attributes & TPMA_OBJECT_NODA) == 0;
}

static uint32_t object_hierarchy(struct tpm *tpm, uint32_t handle)
{
	const struct tpm_object_state *object = object_of(tpm, handle);

	return object == NULL ? TPM_RH_NULL : object->hierarchy;
}

const struct entity_kind entity_kind_object = {
	.check = object_check,
	.name = object_entity_name,
	.auth = object_auth,
	.policy = object_policy,
	.allows_auth_value = object_allows_auth_value,
	.allows_policy = object_allows_policy,
	.requires_policy = object_requires_policy,
	.is_da_protected = object_is_da_protected,
	.hierarchy = object_hierarchy,
};
