/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attestation of audit digests and of NV contents. Spec: TPM 2.0 Library Part 3 revision 1.59 s18.5, s18.6, s31.16. */
#include "modules/vtpm/tpm/attest.h"

#include "modules/vtpm/tpm/audit.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/session.h"

struct audit_in {
	struct tpm2b_data qualifying;
	struct tpmt_scheme scheme;
};
static const struct wire_field audit_in_fields[] = {
	WIRE_FIELD(struct audit_in, qualifying, tpm2b_data),
	WIRE_FIELD_NULL(struct audit_in, scheme, tpmt_sig_scheme),
};

/* --- TPM2_GetSessionAuditDigest
 * --------------------------------------------------------------------------------------- */
static uint32_t session_audit_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct audit_in *in = call->in;
	struct attest_by by = { .signer = 2, .param = 2, .scheme = in->scheme };
	const struct tpm_session *session = session_find(tpm, call->handles[2]);
	struct tpms_attest *attest = &tpm_work(tpm)->attest;
	uint32_t rc = attest_check(call, &by);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!(session->flags & SESSION_AUDIT_STARTED))
		return COMMAND_HANDLE(TPM_RC_TYPE, 3);
	attest->type = TPM_ST_ATTEST_SESSION_AUDIT;
	attest->attested.session_audit.exclusive_session =
		tpm->exclusive_audit_session == call->handles[2];
	attest->attested.session_audit.session_digest = session->policy_digest;
	return attest_sign(tpm, &by, &in->qualifying, attest, call->out);
}

TPM_COMMAND(get_session_audit_digest, .code = TPM_CC_GET_SESSION_AUDIT_DIGEST,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_endorsement), HANDLE_NULL(USER, tpmi_dh_object),
			    HANDLE(NONE, tpmi_sh_hmac)),
	    COMMAND_IN(audit), COMMAND_OUT(attest), .run = session_audit_run);

/* --- TPM2_GetCommandAuditDigest
 * ------------------------------------------------------------------------------------------- */
static uint32_t command_audit_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct audit_in *in = call->in;
	struct attest_by by = { .signer = 2, .param = 2, .scheme = in->scheme };
	struct tpms_attest *attest = &tpm_work(tpm)->attest;
	uint32_t rc = attest_check(call, &by);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	attest->type = TPM_ST_ATTEST_COMMAND_AUDIT;
	attest->attested.command_audit.audit_counter = tpm->persistent.audit.counter;
	attest->attested.command_audit.digest_alg = tpm->persistent.audit.hash_alg;
	attest->attested.command_audit.audit_digest = tpm->clear.audit_digest;
	audit_commands_digest(tpm, &attest->attested.command_audit.command_digest);
	rc = attest_sign(tpm, &by, &in->qualifying, attest, call->out);
	/* Shown without a signature, it goes on */
	if (rc == TPM_RC_SUCCESS && by.slot != NULL)
		tpm->clear.audit_digest.len = 0;
	return rc;
}

TPM_COMMAND(get_command_audit_digest, .code = TPM_CC_GET_COMMAND_AUDIT_DIGEST, .flags = COMMAND_NV,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_endorsement), HANDLE_NULL(USER, tpmi_dh_object)),
	    COMMAND_IN(audit), COMMAND_OUT(attest), .run = command_audit_run);

/* --- TPM2_NV_Certify
 * --------------------------------------------------------------------------------------------------------
 */
struct nv_certify_in {
	struct tpm2b_data qualifying;
	struct tpmt_scheme scheme;
	uint16_t size;
	uint16_t offset;
};
static const struct wire_field nv_certify_in_fields[] = {
	WIRE_FIELD(struct nv_certify_in, qualifying, tpm2b_data),
	WIRE_FIELD_NULL(struct nv_certify_in, scheme, tpmt_sig_scheme),
	WIRE_FIELD(struct nv_certify_in, size, uint16),
	WIRE_FIELD(struct nv_certify_in, offset, uint16),
};

/* Nothing asked for is a request for the digest of all of it */
static void nv_digest(const struct nv_index *index, uint16_t hash_alg, struct tpms_attest *attest)
{
	struct tpm2b_digest *digest = &attest->attested.nv_digest.nv_digest;

	attest->type = TPM_ST_ATTEST_NV_DIGEST;
	nv_name(&index->pub, &attest->attested.nv_digest.index_name);
	digest->len = hash_size(hash_alg);
	if (digest->len != 0)
		crypto_hash(hash_crypto(hash_alg), index->data, index->pub.data_size,
			    digest->bytes);
}

static uint32_t nv_contents(const struct nv_index *index, const struct nv_certify_in *in,
			    struct tpms_attest *attest)
{
	if ((uint32_t)in->size + in->offset > index->pub.data_size)
		return TPM_RC_NV_RANGE;
	if (in->size > TPM_NV_BUFFER_MAX)
		return COMMAND_PARAM(TPM_RC_VALUE, 3);
	attest->type = TPM_ST_ATTEST_NV;
	nv_name(&index->pub, &attest->attested.nv.index_name);
	attest->attested.nv.offset = in->offset;
	attest->attested.nv.contents = (struct tpm_span){ index->data + in->offset, in->size };
	return TPM_RC_SUCCESS;
}

static uint32_t nv_certify_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct nv_certify_in *in = call->in;
	struct attest_by by = { .signer = 1, .param = 2, .scheme = in->scheme };
	struct tpms_attest *attest = &tpm_work(tpm)->attest;
	struct nv_index index;
	uint32_t rc = attest_check(call, &by);

	if (rc == TPM_RC_SUCCESS)
		rc = nv_read_access(tpm, call->handles[1], call->handles[2]);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!nv_find(tpm, call->handles[2], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 3);
	if (in->size == 0 && in->offset == 0)
		nv_digest(&index, by.scheme.hash_alg, attest);
	else
		rc = nv_contents(&index, in, attest);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return attest_sign(tpm, &by, &in->qualifying, attest, call->out);
}

TPM_COMMAND(nv_certify, .code = TPM_CC_NV_CERTIFY,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_object), HANDLE(USER, tpmi_rh_nv_auth),
			    HANDLE(NONE, tpmi_rh_nv_index)),
	    COMMAND_IN(nv_certify), COMMAND_OUT(attest), .run = nv_certify_run);
