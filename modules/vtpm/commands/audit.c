/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Choosing what the command audit covers. Spec: TPM 2.0 Library Part 3 revision 1.59 s21. */
#include "modules/vtpm/tpm/audit.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/nv.h"

struct set_audit_in {
	uint16_t audit_alg;
	struct tpml_cc set_list;
	struct tpml_cc clear_list;
};
static const struct wire_field set_audit_in_fields[] = {
	WIRE_FIELD_NULL(struct set_audit_in, audit_alg, tpmi_alg_hash),
	WIRE_FIELD(struct set_audit_in, set_list, tpml_cc),
	WIRE_FIELD(struct set_audit_in, clear_list, tpml_cc),
};

static bool change_lists(struct tpm *tpm, const struct set_audit_in *in)
{
	bool is_changed = false;

	for (uint32_t i = 0; i < in->set_list.count; i++)
		is_changed |= audit_add(tpm, in->set_list.codes[i]);
	for (uint32_t i = 0; i < in->clear_list.count; i++)
		is_changed |= audit_remove(tpm, in->clear_list.codes[i]);
	return is_changed;
}

static uint32_t set_audit_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct set_audit_in *in = call->in;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (in->audit_alg == TPM_ALG_NULL || in->audit_alg == tpm->persistent.audit.hash_alg) {
		if (change_lists(tpm, in))
			tpm_persist_mark(tpm);
		return TPM_RC_SUCCESS;
	}
	/* Not both at once: the digest could not say in which order */
	if (in->set_list.count != 0 || in->clear_list.count != 0)
		return COMMAND_PARAM(TPM_RC_VALUE, 1);
	audit_change_hash(tpm, in->audit_alg);
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(set_audit, .code = TPM_CC_SET_COMMAND_CODE_AUDIT_STATUS,
	    .flags = COMMAND_NV | COMMAND_PP, COMMAND_HANDLES(HANDLE(USER, tpmi_rh_provision)),
	    COMMAND_IN(set_audit), .run = set_audit_run);
