/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Handles by their type: a table of who answers for them. PCRs and sessions, which have little to
 * say, are here.
 * Never changes anything but call->slots. Spec: TPM 2.0 Library Part 1 revision 1.59 s14, s16, s19; Part 3 s5.4.
 */
#include "modules/vtpm/tpm/entity.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity_kind.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/session.h"

static uint32_t pcr_check(struct tpm *tpm, uint32_t handle, uint32_t which)
{
	(void)tpm, (void)handle, (void)which;
	return TPM_RC_SUCCESS;
}

static void pcr_auth_value(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *auth)
{
	(void)pcr_auth(tpm, handle, auth);
}

static uint16_t pcr_auth_policy(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *policy)
{
	return pcr_policy(tpm, handle, policy);
}

static bool pcr_allows_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	(void)tpm, (void)role;
	return pcr_has_auth(handle);
}

static bool pcr_requires_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	struct tpm2b_digest policy;

	(void)role;
	return pcr_policy(tpm, handle, &policy) != TPM_ALG_NULL;
}

static const struct entity_kind entity_kind_pcr = {
	.check = pcr_check,
	.auth = pcr_auth_value,
	.policy = pcr_auth_policy,
	.allows_policy = pcr_allows_policy,
	.requires_policy = pcr_requires_policy,
};

static uint32_t session_check(struct tpm *tpm, uint32_t handle, uint32_t which)
{
	const struct tpm_session *session = session_find(tpm, handle);
	bool is_policy = handle >> TPM_HT_SHIFT == TPM_HT_POLICY_SESSION;

	if (session == NULL)
		return TPM_RC_REFERENCE_H0 + which;
	return session_is_policy(session) == is_policy ? TPM_RC_SUCCESS : TPM_RC_HANDLE;
}

static const struct entity_kind entity_kind_session = { .check = session_check };

/* stack-calls: entity_check \.entity_kind_ . */
/* stack-calls: entity_name \.entity_kind_ . */
/* stack-calls: entity_auth \.entity_kind_ . */
/* stack-calls: entity_policy \.entity_kind_ . */
/* stack-calls: entity_allows_auth_value \.entity_kind_ . */
/* stack-calls: entity_allows_policy \.entity_kind_ . */
/* stack-calls: entity_requires_policy \.entity_kind_ . */
/* stack-calls: entity_is_da_protected \.entity_kind_ . */
/* stack-calls: entity_hierarchy \.entity_kind_ . */
static const struct entity_kind *const kinds[] = {
	[TPM_HT_PCR] = &entity_kind_pcr,
	[TPM_HT_NV_INDEX] = &entity_kind_nv,
	[TPM_HT_HMAC_SESSION] = &entity_kind_session,
	[TPM_HT_POLICY_SESSION] = &entity_kind_session,
	[TPM_HT_PERMANENT] = &entity_kind_permanent,
	[TPM_HT_TRANSIENT] = &entity_kind_object,
	[TPM_HT_PERSISTENT] = &entity_kind_object,
};

/* Rows that answer nothing stand for types that do not exist */
static const struct entity_kind *kind_of(uint32_t handle)
{
	static const struct entity_kind none;
	uint32_t type = handle >> TPM_HT_SHIFT;

	if (type >= sizeof(kinds) / sizeof(kinds[0]) || kinds[type] == NULL)
		return &none;
	return kinds[type];
}

uint32_t entity_check(struct tpm *tpm, uint32_t which)
{
	uint32_t handle = tpm->call.handles[which];
	const struct entity_kind *kind = kind_of(handle);

	return kind->check == NULL ? TPM_RC_VALUE : kind->check(tpm, handle, which);
}

static void handle_name(uint32_t handle, struct tpm2b_name *name)
{
	name->len = sizeof(handle);
	for (uint32_t i = 0; i < sizeof(handle); i++)
		name->bytes[i] = (uint8_t)(handle >> (24 - 8 * i));
}

void entity_name(struct tpm *tpm, uint32_t handle, struct tpm2b_name *name)
{
	const struct entity_kind *kind = kind_of(handle);

	if (kind->name == NULL)
		handle_name(handle, name);
	else
		kind->name(tpm, handle, name);
}

void entity_auth(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *auth)
{
	const struct entity_kind *kind = kind_of(handle);

	auth->len = 0;
	if (kind->auth != NULL)
		kind->auth(tpm, handle, auth);
	while (auth->len != 0 && auth->bytes[auth->len - 1] == 0)
		auth->len--;
}

uint16_t entity_policy(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *policy)
{
	const struct entity_kind *kind = kind_of(handle);

	policy->len = 0;
	return kind->policy == NULL ? TPM_ALG_NULL : kind->policy(tpm, handle, policy);
}

bool entity_allows_auth_value(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	const struct entity_kind *kind = kind_of(handle);

	return kind->allows_auth_value == NULL || kind->allows_auth_value(tpm, handle, role);
}

bool entity_allows_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	const struct entity_kind *kind = kind_of(handle);

	return kind->allows_policy != NULL && kind->allows_policy(tpm, handle, role);
}

bool entity_requires_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	const struct entity_kind *kind = kind_of(handle);

	if (role == ROLE_DUP)
		return true;
	return kind->requires_policy != NULL && kind->requires_policy(tpm, handle, role);
}

bool entity_is_da_protected(struct tpm *tpm, uint32_t handle)
{
	const struct entity_kind *kind = kind_of(handle);

	return kind->is_da_protected != NULL && kind->is_da_protected(tpm, handle);
}

uint32_t entity_hierarchy(struct tpm *tpm, uint32_t handle)
{
	const struct entity_kind *kind = kind_of(handle);

	return kind->hierarchy == NULL ? TPM_RH_OWNER : kind->hierarchy(tpm, handle);
}
