/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_DictionaryAttackLockReset and _Parameters. Spec: TPM 2.0 Library Part 3 revision 1.59 s25. */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/nv.h"

/* --- TPM2_DictionaryAttackLockReset ------------------------------------------------------------
 */
static uint32_t lock_reset_run(struct tpm *tpm, struct tpm_call *call)
{
	uint32_t rc = nv_is_writable(tpm);

	(void)call;
	if (rc != TPM_RC_SUCCESS)
		return rc;
	tpm->persistent.lockout.failed_tries = 0;
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(da_lock_reset, .code = TPM_CC_DICTIONARY_ATTACK_LOCK_RESET, .flags = COMMAND_NV,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_lockout)), .run = lock_reset_run);

/* --- TPM2_DictionaryAttackParameters -----------------------------------------------------------
 */
struct da_parameters_in {
	uint32_t new_max_tries;
	uint32_t new_recovery_time;
	uint32_t lockout_recovery;
};
static const struct wire_field da_parameters_in_fields[] = {
	WIRE_FIELD(struct da_parameters_in, new_max_tries, uint32),
	WIRE_FIELD(struct da_parameters_in, new_recovery_time, uint32),
	WIRE_FIELD(struct da_parameters_in, lockout_recovery, uint32),
};

static uint32_t da_parameters_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct da_parameters_in *in = call->in;
	struct tpm_lockout_state *lockout = &tpm->persistent.lockout;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	lockout->max_tries = in->new_max_tries;
	lockout->recovery_time = in->new_recovery_time;
	lockout->lockout_recovery = in->lockout_recovery;
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(da_parameters, .code = TPM_CC_DICTIONARY_ATTACK_PARAMETERS, .flags = COMMAND_NV,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_lockout)), COMMAND_IN(da_parameters),
	    .run = da_parameters_run);
