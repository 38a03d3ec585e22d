/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Seeds, proofs, enables and authorisation of the hierarchies. One table by handle says where each
 * lies. Never gives a seed away. Spec: TPM 2.0 Library Part 1 revision 1.59 s13, s14; Part 3 s9.3.
 */
#include "modules/vtpm/tpm/hierarchy.h"

#include "core/trace/panic.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/startup.h"

static const struct {
	uint32_t handle;
	uint32_t enable;
	uint32_t seed;
	uint32_t proof;
} places[] = {
#define STORED(handle_, member_, enable_)                                                          \
	{                                                                                          \
		(handle_), offsetof(struct tpm, clear.enable_),                                    \
			offsetof(struct tpm, persistent.member_.seed),                             \
			offsetof(struct tpm, persistent.member_.proof)                             \
	}
	STORED(TPM_RH_OWNER, owner, is_sh_enabled),
	STORED(TPM_RH_ENDORSEMENT, endorsement, is_eh_enabled),
	STORED(TPM_RH_PLATFORM, platform, is_ph_enabled),
	{ TPM_RH_NULL, 0, offsetof(struct tpm, reset.null_seed),
	  offsetof(struct tpm, reset.null_proof) },
};

static uint32_t place(uint32_t hierarchy)
{
	uint32_t i = 0;

	while (i < sizeof(places) / sizeof(places[0]) && places[i].handle != hierarchy)
		i++;
	ASSERT(i < sizeof(places) / sizeof(places[0]));
	return i;
}

bool hierarchy_is_enabled(const struct tpm *tpm, uint32_t hierarchy)
{
	if (hierarchy == TPM_RH_NULL)
		return true;
	return ((const uint8_t *)tpm)[places[place(hierarchy)].enable] != 0;
}

const uint8_t *hierarchy_proof(const struct tpm *tpm, uint32_t hierarchy)
{
	return (const uint8_t *)tpm + places[place(hierarchy)].proof;
}

const uint8_t *hierarchy_seed(const struct tpm *tpm, uint32_t hierarchy)
{
	return (const uint8_t *)tpm + places[place(hierarchy)].seed;
}

struct tpm_hierarchy_state *hierarchy_state(struct tpm *tpm, uint32_t hierarchy)
{
	switch (hierarchy) {
	case TPM_RH_OWNER:
		return &tpm->persistent.owner;
	case TPM_RH_ENDORSEMENT:
		return &tpm->persistent.endorsement;
	case TPM_RH_PLATFORM:
		return &tpm->persistent.platform;
	default:
		return NULL;
	}
}

uint32_t hierarchy_renew(struct tpm *tpm, struct tpm_hierarchy_state *state)
{
	uint8_t fresh[TPM_SEED_SIZE + TPM_PROOF_SIZE];
	uint32_t rc = tpm_random(tpm, fresh, sizeof(fresh));

	if (rc == TPM_RC_SUCCESS) {
		__builtin_memcpy(state->seed, fresh, TPM_SEED_SIZE);
		__builtin_memcpy(state->proof, fresh + TPM_SEED_SIZE, TPM_PROOF_SIZE);
	}
	crypto_wipe(fresh, sizeof(fresh));
	return rc;
}

void hierarchy_clear_auth(struct tpm_hierarchy_state *state)
{
	crypto_wipe(&state->auth, sizeof(state->auth));
	state->policy = (struct tpm_auth_policy){ .hash_alg = TPM_ALG_NULL };
}

void hierarchy_manufacture(struct tpm *tpm)
{
	struct tpm_hierarchy_state *const all[] = { &tpm->persistent.platform,
						    &tpm->persistent.owner,
						    &tpm->persistent.endorsement };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		/* No random bytes: tpm_random has put the TPM into failure mode, nothing is used */
		if (hierarchy_renew(tpm, all[i]) != TPM_RC_SUCCESS)
			return;
		hierarchy_clear_auth(all[i]);
	}
	tpm->persistent.lockout.auth = (struct tpm2b_digest){ 0 };
	tpm->persistent.lockout.policy = (struct tpm_auth_policy){ .hash_alg = TPM_ALG_NULL };
}

void hierarchy_null_reset(struct tpm *tpm)
{
	if (tpm_random(tpm, tpm->reset.null_seed, TPM_SEED_SIZE) != TPM_RC_SUCCESS ||
	    tpm_random(tpm, tpm->reset.null_proof, TPM_PROOF_SIZE) != TPM_RC_SUCCESS)
		tpm->is_failed = 1;
}

/* platformAuth and its policy end with the power: firmware sets them anew at every boot */
static void clear_platform(struct tpm *tpm)
{
	hierarchy_clear_auth(&tpm->persistent.platform);
	tpm->clear.is_sh_enabled = 1;
	tpm->clear.is_eh_enabled = 1;
	tpm->clear.is_ph_nv_enabled = 1;
}

void hierarchy_startup(struct tpm *tpm, uint16_t startup)
{
	switch (startup_kind(tpm, startup)) {
	case STARTUP_RESET:
		hierarchy_null_reset(tpm);
		clear_platform(tpm);
		break;
	case STARTUP_RESTART:
		clear_platform(tpm);
		break;
	case STARTUP_RESUME:
	default:
		break;
	}
	/* Whatever else is restored, the platform is enabled by every startup */
	tpm->clear.is_ph_enabled = 1;
}
