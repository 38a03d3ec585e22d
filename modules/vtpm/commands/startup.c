/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_Startup and TPM2_Shutdown. Spec: TPM 2.0 Library Part 3 revision 1.59 s9. */
#include "modules/vtpm/tpm/startup.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/nv.h"

/* --- TPM2_Startup ------------------------------------------------------------------------------
 */
struct startup_in {
	uint16_t startup_type;
};
static const struct wire_field startup_in_fields[] = {
	WIRE_FIELD(struct startup_in, startup_type, tpm_su),
};

static uint32_t startup_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct startup_in *in = call->in;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	return command_param(startup_perform(tpm, in->startup_type, call->locality), 1);
}

TPM_COMMAND(startup, .code = TPM_CC_STARTUP,
	    .flags = COMMAND_NV | COMMAND_NO_SESSIONS | COMMAND_BEFORE_STARTUP, COMMAND_IN(startup),
	    .run = startup_run);

/* --- TPM2_Shutdown -----------------------------------------------------------------------------
 */
struct shutdown_in {
	uint16_t shutdown_type;
};
static const struct wire_field shutdown_in_fields[] = {
	WIRE_FIELD(struct shutdown_in, shutdown_type, tpm_su),
};

static uint32_t shutdown_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct shutdown_in *in = call->in;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (tpm->pcrs.is_reconfigured && in->shutdown_type == TPM_SU_STATE)
		return COMMAND_PARAM(TPM_RC_TYPE, 1);
	tpm->persistent.shutdown = in->shutdown_type;
	tpm->persistent.lockout.is_nonorderly_da = 0;
	tpm->is_da_used = 0;
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(shutdown, .code = TPM_CC_SHUTDOWN, .flags = COMMAND_NV | COMMAND_NO_AUDIT,
	    COMMAND_IN(shutdown), .run = shutdown_run);
