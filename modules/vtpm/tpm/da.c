/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dictionary-attack protection: failed tries count up; they recover with time where the platform's
 * time can be trusted,
 * else by lockoutAuth alone. Spec: TPM 2.0 Library Part 1 s19.8.
 */
#include "modules/vtpm/tpm/da.h"

#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/persist.h"

#define DEFAULT_MAX_TRIES 3u
#define DEFAULT_RECOVERY 1000u /* s */

void da_manufacture(struct tpm *tpm)
{
	struct tpm_lockout_state *lockout = &tpm->persistent.lockout;

	lockout->failed_tries = 0;
	lockout->max_tries = DEFAULT_MAX_TRIES;
	lockout->recovery_time = DEFAULT_RECOVERY;
	lockout->lockout_recovery = DEFAULT_RECOVERY;
	lockout->is_auth_enabled = 1;
}

/*
 * A use of protected authorisation is recorded before the first: a power loss afterwards may hide a
 * failure, and counts as one. The caller repeats the command.
 */
static uint32_t record_use(struct tpm *tpm)
{
	uint32_t rc;

	if (tpm->is_da_used)
		return TPM_RC_SUCCESS;
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	tpm->is_da_used = 1;
	tpm->persistent.lockout.is_nonorderly_da = 1;
	persist_disorder(tpm);
	tpm_persist_mark(tpm);
	return TPM_RC_RETRY;
}

bool da_is_locked_out(const struct tpm *tpm)
{
	return tpm->persistent.lockout.failed_tries >= tpm->persistent.lockout.max_tries;
}

uint32_t da_check(struct tpm *tpm, uint32_t handle)
{
	if (handle == TPM_RH_LOCKOUT)
		return tpm->persistent.lockout.is_auth_enabled ? TPM_RC_SUCCESS : TPM_RC_LOCKOUT;
	if (da_is_locked_out(tpm))
		return TPM_RC_LOCKOUT;
	return record_use(tpm);
}

void da_register_failure(struct tpm *tpm, uint32_t handle)
{
	struct tpm_lockout_state *lockout = &tpm->persistent.lockout;

	if (handle == TPM_RH_LOCKOUT) {
		lockout->is_auth_enabled = 0;
		tpm->clock.lockout_time = clock_time(tpm);
	} else {
		if (lockout->recovery_time != 0 && lockout->failed_tries != UINT32_MAX)
			lockout->failed_tries++;
		tpm->clock.heal_time = clock_time(tpm);
	}
	tpm_persist_mark(tpm);
}

static void heal_tries(struct tpm *tpm)
{
	struct tpm_lockout_state *lockout = &tpm->persistent.lockout;
	uint64_t interval = (uint64_t)lockout->recovery_time * 1000;
	uint64_t count;

	if (lockout->failed_tries == 0)
		return;
	if (interval == 0) { /* no protection is wanted */
		lockout->failed_tries = 0;
		tpm_persist_mark(tpm);
		return;
	}
	count = tpm->platform.is_time_trusted ? (clock_time(tpm) - tpm->clock.heal_time) / interval
					      : 0;
	if (count == 0)
		return;
	lockout->failed_tries -=
		count < lockout->failed_tries ? (uint32_t)count : lockout->failed_tries;
	tpm->clock.heal_time += count * interval;
	tpm_persist_mark(tpm);
}

static void heal_lockout(struct tpm *tpm)
{
	struct tpm_lockout_state *lockout = &tpm->persistent.lockout;
	uint64_t interval = (uint64_t)lockout->lockout_recovery * 1000;

	if (lockout->is_auth_enabled || interval == 0 || !tpm->platform.is_time_trusted ||
	    clock_time(tpm) - tpm->clock.lockout_time < interval)
		return;
	lockout->is_auth_enabled = 1;
	tpm_persist_mark(tpm);
}

void da_update(struct tpm *tpm)
{
	if (nv_is_writable(tpm) != TPM_RC_SUCCESS)
		return;
	heal_tries(tpm);
	heal_lockout(tpm);
}

void da_startup(struct tpm *tpm, uint16_t startup)
{
	struct tpm_lockout_state *lockout = &tpm->persistent.lockout;

	(void)startup;
	if (lockout->lockout_recovery == 0)
		lockout->is_auth_enabled = 1;
	tpm->is_da_used = lockout->is_nonorderly_da;
	lockout->is_nonorderly_da = 0;
	if (tpm->is_da_used && lockout->recovery_time != 0 && !da_is_locked_out(tpm)) {
		lockout->failed_tries++;
		tpm->is_da_used = 0;
	}
	tpm->clock.heal_time = clock_time(tpm);
	tpm->clock.lockout_time = clock_time(tpm);
}
