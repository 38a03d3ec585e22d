/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hierarchies and lockout as entities. Spec: TPM 2.0 Library Part 1 revision 1.59 s13, s14, s19.8.5. */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity_kind.h"
#include "modules/vtpm/tpm/hierarchy.h"

static uint32_t permanent_check(struct tpm *tpm, uint32_t handle, uint32_t which)
{
	(void)which;
	if (hierarchy_state(tpm, handle) != NULL && !hierarchy_is_enabled(tpm, handle))
		return TPM_RC_HIERARCHY;
	return TPM_RC_SUCCESS;
}

static void permanent_auth(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *auth)
{
	const struct tpm_hierarchy_state *hierarchy = hierarchy_state(tpm, handle);

	if (hierarchy != NULL)
		*auth = hierarchy->auth;
	else if (handle == TPM_RH_LOCKOUT)
		*auth = tpm->persistent.lockout.auth;
}

static const struct tpm_auth_policy *policy_of(struct tpm *tpm, uint32_t handle)
{
	const struct tpm_hierarchy_state *hierarchy = hierarchy_state(tpm, handle);

	if (hierarchy != NULL)
		return &hierarchy->policy;
	return handle == TPM_RH_LOCKOUT ? &tpm->persistent.lockout.policy : NULL;
}

static uint16_t permanent_policy(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *digest)
{
	const struct tpm_auth_policy *policy = policy_of(tpm, handle);

	if (policy == NULL)
		return TPM_ALG_NULL;
	*digest = policy->digest;
	return policy->hash_alg;
}

static bool permanent_allows_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	const struct tpm_auth_policy *policy = policy_of(tpm, handle);

	(void)role;
	return policy != NULL && policy->hash_alg != TPM_ALG_NULL && policy->digest.len != 0;
}

static bool permanent_requires_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	(void)tpm, (void)handle;
	return role == ROLE_ADMIN;
}

static bool permanent_is_da_protected(struct tpm *tpm, uint32_t handle)
{
	(void)tpm;
	return handle == TPM_RH_LOCKOUT;
}

static uint32_t permanent_hierarchy(struct tpm *tpm, uint32_t handle)
{
	if (handle == TPM_RH_NULL || hierarchy_state(tpm, handle) != NULL)
		return handle;
	return TPM_RH_OWNER;
}

const struct entity_kind entity_kind_permanent = {
	.check = permanent_check,
	.auth = permanent_auth,
	.policy = permanent_policy,
	.allows_policy = permanent_allows_policy,
	.requires_policy = permanent_requires_policy,
	.is_da_protected = permanent_is_da_protected,
	.hierarchy = permanent_hierarchy,
};
