/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_PP_Commands and TPM2_SetAlgorithmSet. Spec: TPM 2.0 Library Part 3 revision 1.59 s26. */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/presence.h"

/* --- TPM2_PP_Commands --------------------------------------------------------------------------
 */
struct pp_commands_in {
	struct tpml_cc set_list;
	struct tpml_cc clear_list;
};
static const struct wire_field pp_commands_in_fields[] = {
	WIRE_FIELD(struct pp_commands_in, set_list, tpml_cc),
	WIRE_FIELD(struct pp_commands_in, clear_list, tpml_cc),
};

static void change(struct tpm *tpm, const struct tpml_cc *list, enum presence_change what)
{
	for (uint32_t i = 0; i < list->count; i++) {
		const struct tpm_command *command = command_find(list->codes[i]);

		if (command != NULL)
			presence_set(tpm, command, what);
	}
}

static uint32_t pp_commands_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct pp_commands_in *in = call->in;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	change(tpm, &in->set_list, PRESENCE_ADD);
	change(tpm, &in->clear_list, PRESENCE_REMOVE);
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(pp_commands, .code = TPM_CC_PP_COMMANDS,
	    .flags = COMMAND_NV | COMMAND_PP | COMMAND_PP_REQUIRED,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_platform)), COMMAND_IN(pp_commands),
	    .run = pp_commands_run);

/* --- TPM2_SetAlgorithmSet ----------------------------------------------------------------------
 */
struct algorithm_set_in {
	uint32_t algorithm_set;
};
static const struct wire_field algorithm_set_in_fields[] = {
	WIRE_FIELD(struct algorithm_set_in, algorithm_set, uint32),
};

/* The number is kept and told; there is one set of algorithms, whatever it is */
static uint32_t algorithm_set_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct algorithm_set_in *in = call->in;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	tpm->persistent.algorithm_set = in->algorithm_set;
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(set_algorithm_set, .code = TPM_CC_SET_ALGORITHM_SET, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_platform)), COMMAND_IN(algorithm_set),
	    .run = algorithm_set_run);
