/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a key can attest: objects, their creation, PCRs, time. Spec: TPM 2.0 Library Part 3 revision 1.59 s18. */
#include "modules/vtpm/tpm/attest.h"

#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/ticket.h"

/* Most take these parameters */
struct attest_in {
	struct tpm2b_data qualifying;
	struct tpmt_scheme scheme;
};
static const struct wire_field attest_in_fields[] = {
	WIRE_FIELD(struct attest_in, qualifying, tpm2b_data),
	WIRE_FIELD_NULL(struct attest_in, scheme, tpmt_sig_scheme),
};

/* --- TPM2_Certify
 * ----------------------------------------------------------------------------------------------------
 */
static uint32_t certify_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct attest_in *in = call->in;
	struct attest_by by = { .signer = 2, .param = 2, .scheme = in->scheme };
	struct tpms_attest *attest = &tpm_work(tpm)->attest;
	uint32_t rc = attest_check(call, &by);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	attest->type = TPM_ST_ATTEST_CERTIFY;
	entity_name(tpm, call->handles[0], &attest->attested.certify.name);
	if (call->slots[0]->kind == SLOT_OBJECT)
		attest->attested.certify.qualified_name = call->slots[0]->object.qualified_name;
	return attest_sign(tpm, &by, &in->qualifying, attest, call->out);
}

TPM_COMMAND(certify, .code = TPM_CC_CERTIFY,
	    COMMAND_HANDLES(HANDLE(ADMIN, tpmi_dh_object), HANDLE_NULL(USER, tpmi_dh_object)),
	    COMMAND_IN(attest), COMMAND_OUT(attest), .run = certify_run);

/* --- TPM2_CertifyCreation
 * ------------------------------------------------------------------------------------------------
 */
struct creation_in {
	struct tpm2b_data qualifying;
	struct tpm2b_digest creation_hash;
	struct tpmt_scheme scheme;
	struct tpmt_tk ticket;
};
static const struct wire_field creation_in_fields[] = {
	WIRE_FIELD(struct creation_in, qualifying, tpm2b_data),
	WIRE_FIELD(struct creation_in, creation_hash, tpm2b_digest),
	WIRE_FIELD_NULL(struct creation_in, scheme, tpmt_sig_scheme),
	WIRE_FIELD(struct creation_in, ticket, tpmt_tk_creation),
};

static uint32_t certify_creation_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct creation_in *in = call->in;
	struct attest_by by = { .signer = 1, .param = 3, .scheme = in->scheme };
	struct tpms_attest *attest = &tpm_work(tpm)->attest;
	struct tpm2b_name *name = &attest->attested.creation.object_name;
	uint32_t rc = attest_check(call, &by);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	entity_name(tpm, call->handles[1], name);
	const struct ticket_parts parts = {
		{ { name->bytes, name->len }, { in->creation_hash.bytes, in->creation_hash.len } }
	};
	if (!ticket_is_valid(tpm, &in->ticket, &parts))
		return COMMAND_PARAM(TPM_RC_TICKET, 4);
	attest->type = TPM_ST_ATTEST_CREATION;
	attest->attested.creation.creation_hash = in->creation_hash;
	return attest_sign(tpm, &by, &in->qualifying, attest, call->out);
}

TPM_COMMAND(certify_creation, .code = TPM_CC_CERTIFY_CREATION,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_object), HANDLE(NONE, tpmi_dh_object)),
	    COMMAND_IN(creation), COMMAND_OUT(attest), .run = certify_creation_run);

/* --- TPM2_Quote
 * ------------------------------------------------------------------------------------------------------------
 */
struct quote_in {
	struct tpm2b_data qualifying;
	struct tpmt_scheme scheme;
	struct tpml_pcr_selection pcrs;
};
static const struct wire_field quote_in_fields[] = {
	WIRE_FIELD(struct quote_in, qualifying, tpm2b_data),
	WIRE_FIELD_NULL(struct quote_in, scheme, tpmt_sig_scheme),
	WIRE_FIELD(struct quote_in, pcrs, tpml_pcr_selection),
};

static uint32_t quote_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct quote_in *in = call->in;
	struct attest_by by = { .signer = 1, .param = 2, .scheme = in->scheme };
	struct tpms_attest *attest = &tpm_work(tpm)->attest;
	uint32_t rc = attest_check(call, &by);
	uint16_t hash_alg;

	if (rc != TPM_RC_SUCCESS)
		return rc;
	/* Without a scheme there is no hash for the selected PCRs */
	if (by.scheme.scheme == TPM_ALG_NULL)
		return COMMAND_PARAM(TPM_RC_SCHEME, 2);
	attest->type = TPM_ST_ATTEST_QUOTE;
	hash_alg = by.scheme.hash_alg;
	attest->attested.quote.pcr_select = in->pcrs;
	pcr_digest(tpm, hash_alg, &attest->attested.quote.pcr_select,
		   &attest->attested.quote.pcr_digest);
	return attest_sign(tpm, &by, &in->qualifying, attest, call->out);
}

TPM_COMMAND(quote, .code = TPM_CC_QUOTE, COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_object)),
	    COMMAND_IN(quote), COMMAND_OUT(attest), .run = quote_run);

/* --- TPM2_GetTime
 * ----------------------------------------------------------------------------------------------------------
 */
static uint32_t get_time_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct attest_in *in = call->in;
	struct attest_by by = { .signer = 2, .param = 2, .scheme = in->scheme };
	struct tpms_attest *attest = &tpm_work(tpm)->attest;
	uint32_t rc = attest_check(call, &by);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	attest->type = TPM_ST_ATTEST_TIME;
	attest->attested.time.time.time = clock_time(tpm);
	clock_info(tpm, &attest->attested.time.time.clock_info);
	attest->attested.time.firmware_version = TPM_FIRMWARE_VERSION;
	return attest_sign(tpm, &by, &in->qualifying, attest, call->out);
}

TPM_COMMAND(get_time, .code = TPM_CC_GET_TIME,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_endorsement), HANDLE_NULL(USER, tpmi_dh_object)),
	    COMMAND_IN(attest), COMMAND_OUT(attest), .run = get_time_run);
