/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hierarchies: enables, authorisation, policies, new seeds. Everything is checked, and new random
 * numbers are drawn, before anything changes. Spec: TPM 2.0 Library Part 3 revision 1.59 s24.
 */
#include "modules/vtpm/tpm/hierarchy.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/da.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/object_check.h"
#include "modules/vtpm/tpm/persist.h"

/* What Shutdown(STATE) saves changes with the hierarchies: its own state, or the enables */
static void changed(struct tpm *tpm)
{
	persist_disorder(tpm);
	tpm_persist_mark(tpm);
}

/* --- TPM2_HierarchyControl -------------------------------------------------------------------- */
struct hierarchy_control_in {
	uint32_t enable;
	uint8_t state;
};
static const struct wire_field hierarchy_control_in_fields[] = {
	WIRE_FIELD(struct hierarchy_control_in, enable, tpmi_rh_enables),
	WIRE_FIELD(struct hierarchy_control_in, state, tpmi_yes_no),
};

static uint8_t *enable_of(struct tpm *tpm, uint32_t enable)
{
	switch (enable) {
	case TPM_RH_OWNER:
		return &tpm->clear.is_sh_enabled;
	case TPM_RH_ENDORSEMENT:
		return &tpm->clear.is_eh_enabled;
	case TPM_RH_PLATFORM:
		return &tpm->clear.is_ph_enabled;
	default:
		return &tpm->clear.is_ph_nv_enabled;
	}
}

/* The platform may do all; a hierarchy may switch itself off */
static bool may_control(uint32_t authority, const struct hierarchy_control_in *in)
{
	if (authority == TPM_RH_PLATFORM)
		return true;
	if (in->enable != TPM_RH_OWNER && in->enable != TPM_RH_ENDORSEMENT)
		return false;
	/* While it is off its own authorisation cannot be had: here it is on, and stays so */
	return authority == in->enable;
}

static uint32_t hierarchy_control_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct hierarchy_control_in *in = call->in;
	uint8_t *enable = enable_of(tpm, in->enable);
	uint32_t rc;

	if (!may_control(call->handles[0], in))
		return TPM_RC_AUTH_TYPE;
	if (*enable == in->state)
		return TPM_RC_SUCCESS;
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	*enable = in->state;
	if (!in->state && in->enable != TPM_RH_PLATFORM_NV)
		object_flush_hierarchy(tpm, in->enable);
	changed(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(hierarchy_control, .code = TPM_CC_HIERARCHY_CONTROL,
	    .flags = COMMAND_NV | COMMAND_EXTENSIVE | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_base_hierarchy)), COMMAND_IN(hierarchy_control),
	    .run = hierarchy_control_run);

/* --- TPM2_HierarchyChangeAuth ----------------------------------------------------------------- */
struct hierarchy_change_auth_in {
	struct tpm2b_digest new_auth;
};
static const struct wire_field hierarchy_change_auth_in_fields[] = {
	WIRE_FIELD(struct hierarchy_change_auth_in, new_auth, tpm2b_digest),
};

static uint32_t hierarchy_change_auth_run(struct tpm *tpm, struct tpm_call *call)
{
	struct hierarchy_change_auth_in *in = call->in;
	struct tpm_hierarchy_state *state = hierarchy_state(tpm, call->handles[0]);
	struct tpm2b_digest *auth = state != NULL ? &state->auth : &tpm->persistent.lockout.auth;
	uint32_t rc;

	/* Any digest will do: no nameAlg bounds it */
	if (!object_trim_auth(&in->new_auth, TPM_ALG_NULL))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	*auth = in->new_auth;
	if (call->handles[0] == TPM_RH_PLATFORM)
		persist_disorder(tpm);
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(hierarchy_change_auth, .code = TPM_CC_HIERARCHY_CHANGE_AUTH,
	    .flags = COMMAND_NV | COMMAND_PP, COMMAND_HANDLES(HANDLE(USER, tpmi_rh_hierarchy_auth)),
	    COMMAND_IN(hierarchy_change_auth), .run = hierarchy_change_auth_run);

/* --- TPM2_SetPrimaryPolicy -------------------------------------------------------------------- */
struct set_primary_policy_in {
	struct tpm2b_digest auth_policy;
	uint16_t hash_alg;
};
static const struct wire_field set_primary_policy_in_fields[] = {
	WIRE_FIELD(struct set_primary_policy_in, auth_policy, tpm2b_digest),
	WIRE_FIELD_NULL(struct set_primary_policy_in, hash_alg, tpmi_alg_hash),
};

static uint32_t set_primary_policy_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct set_primary_policy_in *in = call->in;
	struct tpm_hierarchy_state *state = hierarchy_state(tpm, call->handles[0]);
	struct tpm_auth_policy *policy =
		state != NULL ? &state->policy : &tpm->persistent.lockout.policy;
	uint32_t rc;

	if (in->auth_policy.len != hash_size(in->hash_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	policy->hash_alg = in->hash_alg;
	policy->digest = in->auth_policy;
	if (call->handles[0] == TPM_RH_PLATFORM)
		persist_disorder(tpm);
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(set_primary_policy, .code = TPM_CC_SET_PRIMARY_POLICY, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_hierarchy_policy)), COMMAND_IN(set_primary_policy),
	    .run = set_primary_policy_run);

/* --- TPM2_ChangePPS, TPM2_ChangeEPS ----------------------------------------------------------- */
static void flush(struct tpm *tpm, uint32_t hierarchy)
{
	object_flush_hierarchy(tpm, hierarchy);
	nv_flush_hierarchy(tpm, hierarchy);
}

static uint32_t change_pps_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_hierarchy_state *state = &tpm->persistent.platform;
	uint32_t rc = nv_is_writable(tpm);

	(void)call;
	if (rc == TPM_RC_SUCCESS)
		rc = hierarchy_renew(tpm, state);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	/* platformAuth stays: who changes the seed keeps the platform */
	state->policy = (struct tpm_auth_policy){ .hash_alg = TPM_ALG_NULL };
	tpm->persistent.pcr_policy = (struct tpm_auth_policy){ .hash_alg = TPM_ALG_NULL };
	flush(tpm, TPM_RH_PLATFORM);
	changed(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(change_pps, .code = TPM_CC_CHANGE_PPS,
	    .flags = COMMAND_NV | COMMAND_EXTENSIVE | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_platform)), .run = change_pps_run);

static uint32_t change_eps_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_hierarchy_state *state = &tpm->persistent.endorsement;
	uint32_t rc = nv_is_writable(tpm);

	(void)call;
	if (rc == TPM_RC_SUCCESS)
		rc = hierarchy_renew(tpm, state);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	hierarchy_clear_auth(state);
	tpm->clear.is_eh_enabled = 1;
	flush(tpm, TPM_RH_ENDORSEMENT);
	changed(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(change_eps, .code = TPM_CC_CHANGE_EPS,
	    .flags = COMMAND_NV | COMMAND_EXTENSIVE | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_platform)), .run = change_eps_run);

/* --- TPM2_Clear, TPM2_ClearControl ------------------------------------------------------------ */
/* A new owner: seed and proof of storage, proof of endorsement; its seed identifies the TPM and
 * stays */
static uint32_t renew_owner(struct tpm *tpm)
{
	struct tpm_persistent *persistent = &tpm->persistent;
	uint8_t proof[TPM_PROOF_SIZE];
	uint32_t rc = tpm_random(tpm, proof, sizeof(proof));

	if (rc == TPM_RC_SUCCESS)
		rc = hierarchy_renew(tpm, &persistent->owner);
	if (rc == TPM_RC_SUCCESS)
		__builtin_memcpy(persistent->endorsement.proof, proof, sizeof(proof));
	crypto_wipe(proof, sizeof(proof));
	return rc;
}

static void clear_counters(struct tpm *tpm)
{
	tpm->persistent.clock = 0;
	tpm->persistent.is_clock_safe = 1;
	tpm->persistent.reset_count = 0;
	tpm->persistent.restart_count = 0;
	tpm->persistent.audit.counter = 0;
	tpm->reset.clear_count = 0;
}

static uint32_t clear_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_lockout_state *lockout = &tpm->persistent.lockout;
	uint32_t rc = nv_is_writable(tpm);

	(void)call;
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (tpm->persistent.is_clear_disabled)
		return TPM_RC_DISABLED;
	rc = renew_owner(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	tpm->clear.is_sh_enabled = 1;
	tpm->clear.is_eh_enabled = 1;
	hierarchy_clear_auth(&tpm->persistent.owner);
	hierarchy_clear_auth(&tpm->persistent.endorsement);
	crypto_wipe(&lockout->auth, sizeof(lockout->auth));
	lockout->policy = (struct tpm_auth_policy){ .hash_alg = TPM_ALG_NULL };
	flush(tpm, TPM_RH_OWNER);
	flush(tpm, TPM_RH_ENDORSEMENT);
	da_manufacture(tpm);
	clear_counters(tpm);
	crypto_wipe(&tpm->pcrs.auth, sizeof(tpm->pcrs.auth));
	/* Policies of PCRs that began before are to begin again */
	tpm->pcrs.update_counter++;
	changed(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(clear, .code = TPM_CC_CLEAR, .flags = COMMAND_NV | COMMAND_EXTENSIVE | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_clear)), .run = clear_run);

struct clear_control_in {
	uint8_t disable;
};
static const struct wire_field clear_control_in_fields[] = {
	WIRE_FIELD(struct clear_control_in, disable, tpmi_yes_no),
};

static uint32_t clear_control_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct clear_control_in *in = call->in;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	/* lockoutAuth may forbid TPM2_Clear, only the platform may allow it again */
	if (call->handles[0] == TPM_RH_LOCKOUT && !in->disable)
		return TPM_RC_AUTH_FAIL;
	tpm->persistent.is_clear_disabled = in->disable;
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(clear_control, .code = TPM_CC_CLEAR_CONTROL, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_clear)), COMMAND_IN(clear_control),
	    .run = clear_control_run);
