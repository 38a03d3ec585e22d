/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NV indices as entities, and the counting of authorisations that a PIN index does.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s37.2.5, s37.2.8; Part 2 s13.4.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity_kind.h"
#include "modules/vtpm/tpm/entity_pin.h"
#include "modules/vtpm/tpm/nv.h"

enum nv_use { NV_USE_OTHER, NV_USE_READ, NV_USE_WRITE };

struct nv_use_row {
	uint32_t code;
	enum nv_use use;
};

/* What a command that authorises with an index's own authValue or policy does to it */
static const struct nv_use_row uses[] = {
	{ TPM_CC_NV_READ, NV_USE_READ },        { TPM_CC_NV_READ_LOCK, NV_USE_READ },
	{ TPM_CC_NV_CERTIFY, NV_USE_READ },     { TPM_CC_POLICY_NV, NV_USE_READ },
	{ TPM_CC_POLICY_SECRET, NV_USE_READ },  { TPM_CC_POLICY_AUTHORIZE_NV, NV_USE_READ },
	{ TPM_CC_NV_WRITE, NV_USE_WRITE },      { TPM_CC_NV_INCREMENT, NV_USE_WRITE },
	{ TPM_CC_NV_SET_BITS, NV_USE_WRITE },   { TPM_CC_NV_EXTEND, NV_USE_WRITE },
	{ TPM_CC_NV_WRITE_LOCK, NV_USE_WRITE },
};

static enum nv_use use_of(const struct tpm *tpm)
{
	for (uint32_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		if (uses[i].code == tpm->call.command->code)
			return uses[i].use;
	}
	return NV_USE_OTHER;
}

static uint32_t nv_check(struct tpm *tpm, uint32_t handle, uint32_t which)
{
	struct nv_index index;

	(void)which;
	if (!nv_find(tpm, handle, &index) || !nv_is_enabled(tpm, &index))
		return TPM_RC_HANDLE;
	return TPM_RC_SUCCESS;
}

static void nv_entity_name(struct tpm *tpm, uint32_t handle, struct tpm2b_name *name)
{
	struct nv_index index;

	name->len = 0;
	if (nv_find(tpm, handle, &index))
		nv_name(&index.pub, name);
}

static void nv_auth(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *auth)
{
	struct nv_index index;

	if (nv_find(tpm, handle, &index))
		*auth = index.auth;
}

static uint16_t nv_policy(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *policy)
{
	struct nv_index index;

	if (!nv_find(tpm, handle, &index))
		return TPM_ALG_NULL;
	*policy = index.pub.auth_policy;
	return index.pub.name_alg;
}

static bool is_pin(const struct nv_index *index)
{
	return nv_type(index) == TPM_NT_PIN_PASS || nv_type(index) == TPM_NT_PIN_FAIL;
}

static uint32_t pin_count(const struct nv_index *index)
{
	return (uint32_t)(nv_number(index) >> 32);
}

static uint32_t pin_limit(const struct nv_index *index)
{
	return (uint32_t)nv_number(index);
}

/* A PIN index may always be used, AUTHREAD or not, while its count allows it */
static bool nv_allows_auth_value(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	struct nv_index index;

	(void)role;
	if (!nv_find(tpm, handle, &index))
		return false;
	if (use_of(tpm) == NV_USE_WRITE)
		return (index.pub.attributes & TPMA_NV_AUTHWRITE) != 0;
	if (!is_pin(&index))
		return (index.pub.attributes & TPMA_NV_AUTHREAD) != 0;
	return (index.pub.attributes & TPMA_NV_WRITTEN) != 0 &&
	       pin_count(&index) < pin_limit(&index);
}

static bool nv_requires_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	(void)tpm, (void)handle;
	return role == ROLE_ADMIN;
}

static bool nv_allows_policy(struct tpm *tpm, uint32_t handle, uint32_t role)
{
	struct nv_index index;

	if (!nv_find(tpm, handle, &index) || index.pub.auth_policy.len == 0)
		return false;
	if (nv_requires_policy(tpm, handle, role))
		return true;
	if (use_of(tpm) == NV_USE_WRITE)
		return (index.pub.attributes & TPMA_NV_POLICYWRITE) != 0;
	return use_of(tpm) == NV_USE_READ && (index.pub.attributes & TPMA_NV_POLICYREAD) != 0;
}

static bool nv_is_da_protected(struct tpm *tpm, uint32_t handle)
{
	struct nv_index index;

	return nv_find(tpm, handle, &index) && (index.pub.attributes & TPMA_NV_NO_DA) == 0;
}

static uint32_t nv_hierarchy(struct tpm *tpm, uint32_t handle)
{
	struct nv_index index;
	bool is_platform = nv_find(tpm, handle, &index) &&
			   (index.pub.attributes & TPMA_NV_PLATFORMCREATE) != 0;

	return is_platform ? TPM_RH_PLATFORM : TPM_RH_OWNER;
}

const struct entity_kind entity_kind_nv = {
	.check = nv_check,
	.name = nv_entity_name,
	.auth = nv_auth,
	.policy = nv_policy,
	.allows_auth_value = nv_allows_auth_value,
	.allows_policy = nv_allows_policy,
	.requires_policy = nv_requires_policy,
	.is_da_protected = nv_is_da_protected,
	.hierarchy = nv_hierarchy,
};

bool entity_is_pin(struct tpm *tpm, uint32_t handle, uint32_t type)
{
	struct nv_index index;

	return handle >> TPM_HT_SHIFT == TPM_HT_NV_INDEX && nv_find(tpm, handle, &index) &&
	       nv_type(&index) == type;
}

/* The pinCount after an authorisation; a limit of counts is not passed */
static uint32_t counted(const struct nv_index *index, enum pin_outcome outcome)
{
	uint32_t count = pin_count(index);
	bool counts_success = nv_type(index) == TPM_NT_PIN_PASS;

	if ((outcome == PIN_SUCCESS) == counts_success)
		return count == UINT32_MAX ? count : count + 1;
	return counts_success ? count : 0;
}

void entity_pin_count(struct tpm *tpm, uint32_t handle, enum pin_outcome outcome)
{
	struct nv_index index;
	uint32_t count;

	if (handle >> TPM_HT_SHIFT != TPM_HT_NV_INDEX || !nv_find(tpm, handle, &index))
		return;
	if (!is_pin(&index) || (index.pub.attributes & TPMA_NV_WRITTEN) == 0)
		return;
	count = counted(&index, outcome);
	if (count != pin_count(&index))
		nv_write_number(tpm, &index, (uint64_t)count << 32 | pin_limit(&index));
}
