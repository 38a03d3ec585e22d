/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policies that only note a condition for later, and reading the digest.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s23.8, s23.11, s23.13, s23.17 to s23.20.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/policy.h"
#include "modules/vtpm/tpm/session.h"

#define POLICY_SESSION COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy))

static const struct policy_parts no_parts;

/* --- TPM2_PolicyCommandCode ------------------------------------------------------------------- */
struct command_code_in {
	uint32_t code;
};
static const struct wire_field command_code_in_fields[] = {
	WIRE_FIELD(struct command_code_in, code, tpm_cc),
};

static uint32_t command_code_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct command_code_in *in = call->in;
	const uint8_t code[4] = { (uint8_t)(in->code >> 24), (uint8_t)(in->code >> 16),
				  (uint8_t)(in->code >> 8), (uint8_t)in->code };
	const struct policy_parts parts = { { { code, sizeof(code) } } };

	if (session->command_code != 0 && session->command_code != in->code)
		return COMMAND_PARAM(TPM_RC_VALUE, 1);
	if (command_find(in->code) == NULL)
		return COMMAND_PARAM(TPM_RC_POLICY_CC, 1);
	policy_extend(session, TPM_CC_POLICY_COMMAND_CODE, &parts);
	session->command_code = in->code;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(command_code, .code = TPM_CC_POLICY_COMMAND_CODE, POLICY_SESSION,
	    COMMAND_IN(command_code), .run = command_code_run);

/* --- TPM2_PolicyLocality ---------------------------------------------------------------------- */
#define LOCALITY_EXTENDED 32u /* from here on a number, below a bit map */

struct locality_in {
	uint8_t locality;
};
static const struct wire_field locality_in_fields[] = {
	WIRE_FIELD(struct locality_in, locality, tpma_locality),
};

/* What both the session so far and the caller allow; 0: nothing */
static uint8_t narrow(uint8_t before, uint8_t wanted)
{
	if (before == 0)
		return wanted;
	if (before >= LOCALITY_EXTENDED || wanted >= LOCALITY_EXTENDED)
		return before == wanted ? wanted : 0;
	return before & wanted;
}

static uint32_t locality_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct locality_in *in = call->in;
	const struct policy_parts parts = { { { &in->locality, sizeof(in->locality) } } };
	uint8_t locality = narrow(session->locality, in->locality);

	if (locality == 0)
		return COMMAND_PARAM(TPM_RC_RANGE, 1);
	policy_extend(session, TPM_CC_POLICY_LOCALITY, &parts);
	session->locality = locality;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(locality, .code = TPM_CC_POLICY_LOCALITY, POLICY_SESSION, COMMAND_IN(locality),
	    .run = locality_run);

/* --- TPM2_PolicyPhysicalPresence -------------------------------------------------------------- */
static uint32_t physical_presence_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);

	policy_extend(session, TPM_CC_POLICY_PHYSICAL_PRESENCE, &no_parts);
	session->flags |= SESSION_PP;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(physical_presence, .code = TPM_CC_POLICY_PHYSICAL_PRESENCE, POLICY_SESSION,
	    .run = physical_presence_run);

/* --- TPM2_PolicyAuthValue, TPM2_PolicyPassword: the same digest, so that either may be used ----
 */
static void need(struct tpm_session *session, uint32_t flag)
{
	policy_extend(session, TPM_CC_POLICY_AUTH_VALUE, &no_parts);
	session->flags &= ~(SESSION_AUTH_VALUE | SESSION_PASSWORD);
	session->flags |= flag;
}

static uint32_t auth_value_run(struct tpm *tpm, struct tpm_call *call)
{
	need(session_find(tpm, call->handles[0]), SESSION_AUTH_VALUE);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(auth_value, .code = TPM_CC_POLICY_AUTH_VALUE, POLICY_SESSION, .run = auth_value_run);

static uint32_t password_run(struct tpm *tpm, struct tpm_call *call)
{
	need(session_find(tpm, call->handles[0]), SESSION_PASSWORD);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(password, .code = TPM_CC_POLICY_PASSWORD, POLICY_SESSION, .run = password_run);

/* --- TPM2_PolicyGetDigest --------------------------------------------------------------------- */
struct get_digest_out {
	struct tpm2b_digest digest;
};
static const struct wire_field get_digest_out_fields[] = {
	WIRE_FIELD(struct get_digest_out, digest, tpm2b_digest),
};

static uint32_t get_digest_run(struct tpm *tpm, struct tpm_call *call)
{
	struct get_digest_out *out = call->out;

	out->digest = session_find(tpm, call->handles[0])->policy_digest;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(get_digest, .code = TPM_CC_POLICY_GET_DIGEST, POLICY_SESSION, COMMAND_OUT(get_digest),
	    .run = get_digest_run);

/* --- TPM2_PolicyNvWritten --------------------------------------------------------------------- */
struct nv_written_in {
	uint8_t is_written;
};
static const struct wire_field nv_written_in_fields[] = {
	WIRE_FIELD(struct nv_written_in, is_written, tpmi_yes_no),
};

static uint32_t nv_written_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct nv_written_in *in = call->in;
	const struct policy_parts parts = { { { &in->is_written, sizeof(in->is_written) } } };

	if ((session->flags & SESSION_NV_WRITTEN) != 0 && session->is_nv_written != in->is_written)
		return COMMAND_PARAM(TPM_RC_VALUE, 1);
	policy_extend(session, TPM_CC_POLICY_NV_WRITTEN, &parts);
	session->flags |= SESSION_NV_WRITTEN;
	session->is_nv_written = in->is_written;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(nv_written, .code = TPM_CC_POLICY_NV_WRITTEN, POLICY_SESSION, COMMAND_IN(nv_written),
	    .run = nv_written_run);
