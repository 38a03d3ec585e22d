/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_PCR_Extend, _Event, _Read, _Reset. Spec: TPM 2.0 Library Part 3 revision 1.59 s22. */
#include "modules/vtpm/tpm/pcr.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/persist.h"

/* A change voids an earlier Shutdown(STATE), which is a write to NV */
static uint32_t check_orderly(const struct tpm *tpm, uint32_t pcr)
{
	if (!pcr_is_saved(pcr) || tpm->persistent.shutdown == TPM_SHUTDOWN_NONE)
		return TPM_RC_SUCCESS;
	return nv_is_writable(tpm);
}

static uint32_t check_extend(const struct tpm *tpm, const struct tpm_call *call)
{
	if (!pcr_may_extend(tpm, call->handles[0], call->locality))
		return TPM_RC_LOCALITY;
	return check_orderly(tpm, call->handles[0]);
}

/* --- TPM2_PCR_Extend ---------------------------------------------------------------------------
 */
struct pcr_extend_in {
	struct tpml_digest_values digests;
};
static const struct wire_field pcr_extend_in_fields[] = {
	WIRE_FIELD(struct pcr_extend_in, digests, tpml_digest_values),
};

static uint32_t pcr_extend_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct pcr_extend_in *in = call->in;
	uint32_t rc;

	if (call->handles[0] == TPM_RH_NULL)
		return TPM_RC_SUCCESS;
	rc = check_extend(tpm, call);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (pcr_is_saved(call->handles[0]))
		persist_disorder(tpm);
	for (uint32_t i = 0; i < in->digests.count; i++) {
		const struct tpmt_ha *value = &in->digests.digests[i];

		pcr_extend(tpm, pcr_bank(tpm, value->hash_alg), call->handles[0], value->digest);
	}
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(pcr_extend, .code = TPM_CC_PCR_EXTEND, .flags = COMMAND_NV,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_pcr)), COMMAND_IN(pcr_extend),
	    .run = pcr_extend_run);

/* --- TPM2_PCR_Event ----------------------------------------------------------------------------
 */
struct pcr_event_in {
	struct tpm_span event_data;
};
static const struct wire_field pcr_event_in_fields[] = {
	WIRE_FIELD(struct pcr_event_in, event_data, span_event),
};
struct pcr_event_out {
	struct tpml_digest_values digests;
};
static const struct wire_field pcr_event_out_fields[] = {
	WIRE_FIELD(struct pcr_event_out, digests, tpml_digest_values),
};

static uint32_t pcr_event_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct pcr_event_in *in = call->in;
	struct pcr_event_out *out = call->out;
	uint32_t rc = TPM_RC_SUCCESS;

	if (call->handles[0] != TPM_RH_NULL)
		rc = check_extend(tpm, call);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	out->digests.count = TPM_HASH_COUNT;
	for (uint32_t i = 0; i < TPM_HASH_COUNT; i++) {
		struct tpmt_ha *value = &out->digests.digests[i];

		value->hash_alg = hash_at(i);
		crypto_hash(hash_crypto(value->hash_alg), in->event_data.bytes, in->event_data.len,
			    value->digest);
		if (call->handles[0] != TPM_RH_NULL)
			pcr_extend(tpm, pcr_bank(tpm, value->hash_alg), call->handles[0],
				   value->digest);
	}
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(pcr_event, .code = TPM_CC_PCR_EVENT, .flags = COMMAND_NV,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_pcr)), COMMAND_IN(pcr_event),
	    COMMAND_OUT(pcr_event), .run = pcr_event_run);

/* --- TPM2_PCR_Read -----------------------------------------------------------------------------
 */
struct pcr_read_in {
	struct tpml_pcr_selection selection;
};
static const struct wire_field pcr_read_in_fields[] = {
	WIRE_FIELD(struct pcr_read_in, selection, tpml_pcr_selection),
};
struct pcr_read_out {
	uint32_t update_counter;
	struct tpml_pcr_selection selection;
	struct tpml_digest values;
};
static const struct wire_field pcr_read_out_fields[] = {
	WIRE_FIELD(struct pcr_read_out, update_counter, uint32),
	WIRE_FIELD(struct pcr_read_out, selection, tpml_pcr_selection),
	WIRE_FIELD(struct pcr_read_out, values, tpml_digest),
};

#define READ_MAX (sizeof(((struct tpml_digest *)0)->digests) / sizeof(struct tpm2b_digest))

/* Takes the PCRs of one selection while there is room; those beyond leave the selection */
static void read_selection(const struct tpm *tpm, struct tpms_pcr_selection *selection,
			   struct tpml_digest *values)
{
	pcr_filter(tpm, selection);
	for (uint32_t pcr = 0; pcr < TPM_PCR_COUNT; pcr++) {
		uint8_t mask = (uint8_t)(1u << pcr % 8);
		struct tpm2b_digest *value;

		if ((selection->select[pcr / 8] & mask) == 0)
			continue;
		if (values->count == READ_MAX) {
			selection->select[pcr / 8] &= (uint8_t)~mask;
			continue;
		}
		value = &values->digests[values->count++];
		value->len = hash_size(selection->hash);
		__builtin_memcpy(value->bytes, pcr_value(tpm, pcr_bank(tpm, selection->hash), pcr),
				 value->len);
	}
}

static uint32_t pcr_read_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct pcr_read_in *in = call->in;
	struct pcr_read_out *out = call->out;

	out->selection = in->selection;
	out->values.count = 0;
	for (uint32_t i = 0; i < out->selection.count; i++)
		read_selection(tpm, &out->selection.selections[i], &out->values);
	out->update_counter = tpm->pcrs.update_counter;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(pcr_read, .code = TPM_CC_PCR_READ, COMMAND_IN(pcr_read), COMMAND_OUT(pcr_read),
	    .run = pcr_read_run);

/* --- TPM2_PCR_Reset ----------------------------------------------------------------------------
 */
static uint32_t pcr_reset_run(struct tpm *tpm, struct tpm_call *call)
{
	uint32_t rc;

	if (!pcr_may_reset(call->handles[0], call->locality))
		return TPM_RC_LOCALITY;
	rc = check_orderly(tpm, call->handles[0]);
	if (rc == TPM_RC_SUCCESS)
		pcr_reset(tpm, call->handles[0]);
	return rc;
}

TPM_COMMAND(pcr_reset, .code = TPM_CC_PCR_RESET, .flags = COMMAND_NV,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_pcr)), .run = pcr_reset_run);
