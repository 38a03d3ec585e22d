/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Manufacture, power on, and Startup in its three kinds. Each part's own file knows what Startup
 * means for it; here is
 * their order, and what belongs to the TPM as a whole. Spec: TPM 2.0 Library Part 1 s12.2, Part 3 s9.3.
 */
#include "modules/vtpm/tpm/startup.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/audit.h"
#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/da.h"
#include "modules/vtpm/tpm/ek.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/persist.h"
#include "modules/vtpm/tpm/session.h"

#define LOCALITY_LATER 3u /* Startup after a firmware that the CPU measured */

uint32_t startup_manufacture(struct tpm *tpm)
{
	struct tpm_persistent *persistent = &tpm->persistent;

	crypto_wipe(persistent, sizeof(*persistent));
	persistent->platform.policy.hash_alg = TPM_ALG_NULL;
	persistent->owner.policy.hash_alg = TPM_ALG_NULL;
	persistent->endorsement.policy.hash_alg = TPM_ALG_NULL;
	persistent->lockout.policy.hash_alg = TPM_ALG_NULL;
	audit_manufacture(tpm);
	persistent->is_clock_safe = 1;
	persistent->shutdown = TPM_SU_CLEAR;
	hierarchy_manufacture(tpm);
	da_manufacture(tpm);
	pcr_manufacture(tpm);
	if (tpm->platform.has_endorsement_keys)
		ek_reserve(tpm);
	return tpm->is_failed ? TPM_RC_FAILURE : persist_save(tpm);
}

void startup_power_on(struct tpm *tpm)
{
	__builtin_memcpy(tpm->pcrs.allocated, tpm->persistent.pcr_allocated,
			 sizeof(tpm->pcrs.allocated));
	tpm->exclusive_audit_session = TPM_RH_UNASSIGNED;
	clock_power_on(tpm);
}

/* Whether what Shutdown(STATE) saved came from a boot that began like this one */
static uint32_t check_resume(struct tpm *tpm, uint8_t locality)
{
	const struct tpm_pcrs *saved = &tpm_work(tpm)->startup.pcrs;

	if (saved->is_crtm != tpm->pcrs.is_crtm)
		return TPM_RC_VALUE;
	if (!tpm->pcrs.is_crtm && saved->is_locality_3 != (locality == LOCALITY_LATER))
		return TPM_RC_LOCALITY;
	return TPM_RC_SUCCESS;
}

/* Fetches what Shutdown(STATE) saved, if it is wanted. A CLEAR that cannot read it is a Reset. */
static uint32_t recover(struct tpm *tpm, uint16_t startup, uint8_t locality)
{
	if (tpm->persistent.shutdown != TPM_SU_STATE)
		return startup == TPM_SU_STATE ? TPM_RC_VALUE : TPM_RC_SUCCESS;
	if (persist_load(tpm) == OK)
		return startup == TPM_SU_STATE ? check_resume(tpm, locality) : TPM_RC_SUCCESS;
	tpm->is_failed = 1;
	return TPM_RC_FAILURE;
}

static void take_pcrs(struct tpm *tpm)
{
	uint8_t is_crtm = tpm->pcrs.is_crtm;

	tpm->pcrs = tpm_work(tpm)->startup.pcrs;
	tpm->pcrs.is_crtm = is_crtm;
	tpm->pcrs.is_reconfigured = 0;
}

static void take_saved(struct tpm *tpm, enum startup_kind kind)
{
	if (kind == STARTUP_RESET)
		return;
	tpm->reset = tpm_work(tpm)->startup.reset;
	tpm->pcrs.update_counter = tpm_work(tpm)->startup.pcrs.update_counter;
	tpm->clear.audit_digest = tpm_work(tpm)->startup.clear.audit_digest;
	if (kind == STARTUP_RESTART)
		return;
	tpm->clear = tpm_work(tpm)->startup.clear;
	take_pcrs(tpm);
}

/* What only a Reset draws anew; the null hierarchy is hierarchy.c's */
static void draw_reset(struct tpm *tpm)
{
	crypto_wipe(&tpm->reset, sizeof(tpm->reset));
	if (tpm_random(tpm, tpm->reset.context_key, sizeof(tpm->reset.context_key)) ==
	    TPM_RC_SUCCESS)
		(void)tpm_random(tpm, tpm->reset.commit_nonce, sizeof(tpm->reset.commit_nonce));
}

static void count_startup(struct tpm *tpm, enum startup_kind kind)
{
	struct tpm_persistent *persistent = &tpm->persistent;

	if (kind != STARTUP_RESET) {
		persistent->restart_count++;
		tpm->reset.clear_count += kind == STARTUP_RESTART ? 1 : 0;
		return;
	}
	persistent->reset_count++;
	persistent->total_reset_count++;
	persistent->restart_count = 0;
}

static void start_parts(struct tpm *tpm, uint16_t startup, uint8_t locality)
{
	clock_startup(tpm, startup);
	da_startup(tpm, startup);
	hierarchy_startup(tpm, startup);
	pcr_startup(tpm, startup, locality);
	session_startup(tpm, startup);
	object_flush_hierarchy(tpm, TPM_RH_UNASSIGNED);
	nv_startup(tpm, startup);
}

uint32_t startup_perform(struct tpm *tpm, uint16_t startup, uint8_t locality)
{
	enum startup_kind kind = startup_kind(tpm, startup);
	uint32_t rc;

	if (locality != 0 && locality != LOCALITY_LATER)
		return TPM_RC_LOCALITY;
	rc = recover(tpm, startup, locality);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	take_saved(tpm, kind);
	if (kind == STARTUP_RESET)
		draw_reset(tpm);
	tpm->clear.was_orderly = tpm->persistent.shutdown != TPM_SHUTDOWN_NONE;
	start_parts(tpm, startup, locality);
	count_startup(tpm, kind);
	tpm->persistent.shutdown = TPM_SHUTDOWN_NONE;
	tpm->is_started = 1;
	tpm_persist_mark(tpm);
	return tpm->is_failed ? TPM_RC_FAILURE : TPM_RC_SUCCESS;
}
