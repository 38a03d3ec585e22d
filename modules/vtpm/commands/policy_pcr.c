/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCR values as a policy, and alternatives of policies. Spec: TPM 2.0 Library Part 3 revision 1.59 s23.6, s23.7. */
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/policy.h"
#include "modules/vtpm/tpm/session.h"

/* --- TPM2_PolicyPCR --------------------------------------------------------------------------- */
struct policy_pcr_in {
	struct tpm2b_digest pcr_digest;
	struct tpml_pcr_selection pcrs;
};
static const struct wire_field policy_pcr_in_fields[] = {
	WIRE_FIELD(struct policy_pcr_in, pcr_digest, tpm2b_digest),
	WIRE_FIELD(struct policy_pcr_in, pcrs, tpml_pcr_selection),
};
#define SELECTION_MAX (4u + TPM_PCR_BANKS * (2u + 1u + TPM_PCR_SELECT_BYTES))

static bool is_same(const struct tpm2b_digest *a, const struct tpm2b_digest *b)
{
	return a->len == b->len && crypto_equal(a->bytes, b->bytes, a->len) != 0;
}

/* A trial may say which values it means */
static uint32_t check_pcrs(const struct tpm *tpm, const struct tpm_session *session,
			   const struct tpm2b_digest *wanted, struct tpm2b_digest *digest)
{
	if (policy_is_trial(session)) {
		if (wanted->len != 0)
			*digest = *wanted;
		return TPM_RC_SUCCESS;
	}
	if (!session_pcr_is_current(tpm, session))
		return TPM_RC_PCR_CHANGED;
	return wanted->len == 0 || is_same(wanted, digest) ? TPM_RC_SUCCESS
							   : COMMAND_PARAM(TPM_RC_VALUE, 1);
}

static uint32_t policy_pcr_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	struct policy_pcr_in *in = call->in;
	uint8_t selection[SELECTION_MAX];
	struct tpm2b_digest digest;
	size_t len;
	uint32_t rc;

	pcr_digest(tpm, session->hash_alg, &in->pcrs, &digest);
	rc = check_pcrs(tpm, session, &in->pcr_digest, &digest);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	len = wire_pack(&wire_tpml_pcr_selection, &in->pcrs, selection, sizeof(selection));
	policy_extend(session, TPM_CC_POLICY_PCR,
		      &(const struct policy_parts){
			      { { selection, (uint16_t)len }, POLICY_SPAN(digest) } });
	if (!policy_is_trial(session)) {
		session->flags |= SESSION_PCR;
		session->pcr_counter = tpm->pcrs.update_counter;
	}
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_pcr, .code = TPM_CC_POLICY_PCR, COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy)),
	    COMMAND_IN(policy_pcr), .run = policy_pcr_run);

/* --- TPM2_PolicyOR ---------------------------------------------------------------------------- */
struct policy_or_in {
	struct tpml_digest list;
};
static const struct wire_field policy_or_in_fields[] = {
	WIRE_FIELD(struct policy_or_in, list, tpml_digest),
};

static bool is_listed(const struct tpml_digest *list, const struct tpm2b_digest *digest)
{
	for (uint32_t i = 0; i < list->count; i++) {
		if (is_same(&list->digests[i], digest))
			return true;
	}
	return false;
}

static uint32_t policy_or_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct policy_or_in *in = call->in;
	struct crypto_hash hash;

	if (!policy_is_trial(session) && !is_listed(&in->list, &session->policy_digest))
		return COMMAND_PARAM(TPM_RC_VALUE, 1);
	policy_clear_digest(session);
	hash_start(&hash, session->hash_alg);
	hash_2b(&hash, &session->policy_digest);
	hash_u32(&hash, TPM_CC_POLICY_OR);
	for (uint32_t i = 0; i < in->list.count; i++)
		hash_2b(&hash, &in->list.digests[i]);
	crypto_hash_final(&hash, session->policy_digest.bytes);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_or, .code = TPM_CC_POLICY_OR, COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy)),
	    COMMAND_IN(policy_or), .run = policy_or_run);
