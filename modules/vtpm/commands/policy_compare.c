/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policies that compare something of the TPM with an operand: an NV index, the clock. And the one
 * whose approved
 * digest is in an NV index. Spec: TPM 2.0 Library Part 3 revision 1.59 s23.9, s23.10, s23.22.
 */
#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/policy.h"
#include "modules/vtpm/tpm/policy_compare.h"
#include "modules/vtpm/tpm/session.h"

struct compare_in {
	struct tpm2b_digest operand;
	uint16_t offset;
	uint16_t operation;
};
static const struct wire_field compare_in_fields[] = {
	WIRE_FIELD(struct compare_in, operand, tpm2b_digest),
	WIRE_FIELD(struct compare_in, offset, uint16),
	WIRE_FIELD(struct compare_in, operation, tpm_eo),
};

/* policyDigest = H(policyDigest ‖ code ‖ H(operandB ‖ offset ‖ operation) ‖ name) */
static void extend(struct tpm_session *session, uint32_t code, const struct compare_in *in,
		   const struct tpm2b_name *name)
{
	uint8_t digest[TPM_DIGEST_MAX];
	const struct policy_parts parts = { {
		{ digest, hash_size(session->hash_alg) },
		{ name->bytes, name->len },
	} };
	struct crypto_hash hash;

	hash_start(&hash, session->hash_alg);
	hash_2b(&hash, &in->operand);
	hash_u16(&hash, in->offset);
	hash_u16(&hash, in->operation);
	crypto_hash_final(&hash, digest);
	policy_extend(session, code, &parts);
}

/* --- TPM2_PolicyNV ---------------------------------------------------------------------------- */
static uint32_t check_nv(struct tpm *tpm, const struct tpm_call *call)
{
	const struct compare_in *in = call->in;
	struct nv_index index;
	uint32_t rc = nv_read_access(tpm, call->handles[0], call->handles[1]);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!nv_find(tpm, call->handles[1], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 2);
	if (in->offset > index.pub.data_size)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	if (in->operand.len > index.pub.data_size - in->offset)
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	return policy_compare(in->operation, index.data + in->offset, in->operand.bytes,
			      in->operand.len)
		       ? TPM_RC_SUCCESS
		       : TPM_RC_POLICY;
}

static uint32_t policy_nv_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[2]);
	struct tpm2b_name *name = &tpm->frame.name;

	if (!policy_is_trial(session)) {
		uint32_t rc = check_nv(tpm, call);

		if (rc != TPM_RC_SUCCESS)
			return rc;
	}
	entity_name(tpm, call->handles[1], name);
	extend(session, TPM_CC_POLICY_NV, call->in, name);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_nv, .code = TPM_CC_POLICY_NV,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_nv_auth), HANDLE(NONE, tpmi_rh_nv_index),
			    HANDLE(NONE, tpmi_sh_policy)),
	    COMMAND_IN(compare), .run = policy_nv_run);

/* --- TPM2_PolicyCounterTimer ------------------------------------------------------------------ */
#define TIME_INFO_SIZE 25u /* TPMS_TIME_INFO on the wire */

/* A trial, too, has to name something that is there */
static uint32_t check_timer(struct tpm *tpm, const struct compare_in *in, bool is_trial)
{
	uint8_t bytes[TIME_INFO_SIZE];
	struct tpms_time_info info = { .time = clock_time(tpm) };

	if (in->offset > sizeof(bytes))
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	if (in->operand.len > sizeof(bytes) - in->offset)
		return TPM_RC_RANGE;
	if (is_trial)
		return TPM_RC_SUCCESS;
	clock_info(tpm, &info.clock_info);
	(void)wire_pack(&wire_tpms_time_info, &info, bytes, sizeof(bytes));
	return policy_compare(in->operation, bytes + in->offset, in->operand.bytes, in->operand.len)
		       ? TPM_RC_SUCCESS
		       : TPM_RC_POLICY;
}

static uint32_t policy_counter_timer_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct tpm2b_name no_name = { 0 };
	uint32_t rc = check_timer(tpm, call->in, policy_is_trial(session));

	if (rc != TPM_RC_SUCCESS)
		return rc;
	extend(session, TPM_CC_POLICY_COUNTER_TIMER, call->in, &no_name);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_counter_timer, .code = TPM_CC_POLICY_COUNTER_TIMER,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy)), COMMAND_IN(compare),
	    .run = policy_counter_timer_run);

/* --- TPM2_PolicyAuthorizeNV ------------------------------------------------------------------- */
static uint32_t check_authorized(struct tpm *tpm, const struct tpm_call *call,
				 const struct tpm_session *session)
{
	struct wire_reader reader;
	struct nv_index index;
	struct tpmt_ha approved;
	uint32_t rc = nv_read_access(tpm, call->handles[0], call->handles[1]);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!nv_find(tpm, call->handles[1], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 2);
	/* The index may be longer than the digest in it */
	reader = (struct wire_reader){ index.data, index.pub.data_size };
	rc = wire_read(&reader, &wire_tpmt_ha, &approved, 0);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (approved.hash_alg != session->hash_alg)
		return TPM_RC_HASH;
	return __builtin_memcmp(approved.digest, session->policy_digest.bytes,
				session->policy_digest.len) == 0
		       ? TPM_RC_SUCCESS
		       : TPM_RC_VALUE;
}

static uint32_t policy_authorize_nv_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[2]);
	struct tpm2b_name *name = &tpm->frame.name;

	if (!policy_is_trial(session)) {
		uint32_t rc = check_authorized(tpm, call, session);

		if (rc != TPM_RC_SUCCESS)
			return rc;
	}
	entity_name(tpm, call->handles[1], name);
	policy_clear_digest(session);
	policy_extend(session, TPM_CC_POLICY_AUTHORIZE_NV,
		      &(const struct policy_parts){ { { name->bytes, name->len } } });
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_authorize_nv, .code = TPM_CC_POLICY_AUTHORIZE_NV,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_nv_auth), HANDLE(NONE, tpmi_rh_nv_index),
			    HANDLE(NONE, tpmi_sh_policy)),
	    .run = policy_authorize_nv_run);
