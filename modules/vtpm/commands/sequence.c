/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash, HMAC and event sequences. Spec: TPM 2.0 Library Part 3 revision 1.59 s17. */
#include "modules/vtpm/tpm/sequence.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hmac_key.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/ticket.h"

/* --- TPM2_HMAC_Start, which is TPM2_MAC_Start too, TPM2_HashSequenceStart
 * ---------------------------------------------------------------------- */
struct start_in {
	struct tpm2b_digest auth;
	uint16_t hash_alg;
};
static const struct wire_field start_in_fields[] = {
	WIRE_FIELD(struct start_in, auth, tpm2b_digest),
	WIRE_FIELD_NULL(struct start_in, hash_alg, tpmi_alg_hash),
};
static const struct wire_field mac_start_in_fields[] = {
	WIRE_FIELD(struct start_in, auth, tpm2b_digest),
	WIRE_FIELD_NULL(struct start_in, hash_alg, tpmi_alg_mac_scheme),
};

static uint32_t hmac_start_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct start_in *in = call->in;
	uint16_t hash_alg;
	uint32_t rc = hmac_key_hash(call->slots[0], in->hash_alg, 2, &hash_alg);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	return sequence_hmac_start(tpm, hash_alg, call->slots[0], &in->auth, &call->out_handle);
}

TPM_COMMAND(hmac_start, .code = TPM_CC_HMAC_START, .flags = COMMAND_RHANDLE,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)), .in = mac_start_in_fields, .in_count = 2,
	    .in_size = sizeof(struct start_in), .run = hmac_start_run);

static uint32_t hash_sequence_start_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct start_in *in = call->in;

	return sequence_hash_start(tpm, in->hash_alg, &in->auth, &call->out_handle);
}

TPM_COMMAND(hash_sequence_start, .code = TPM_CC_HASH_SEQUENCE_START, .flags = COMMAND_RHANDLE,
	    COMMAND_IN(start), .run = hash_sequence_start_run);

/* --- TPM2_SequenceUpdate
 * ---------------------------------------------------------------------------------------------- */
struct update_in {
	struct tpm_span buffer;
};
static const struct wire_field update_in_fields[] = { WIRE_FIELD(struct update_in, buffer,
								 span_max_buffer) };

static uint32_t sequence_update_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct update_in *in = call->in;

	(void)tpm;
	if (call->slots[0]->kind == SLOT_OBJECT)
		return COMMAND_PARAM(TPM_RC_MODE, 1);
	sequence_update(call->slots[0], in->buffer.bytes, in->buffer.len);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(sequence_update, .code = TPM_CC_SEQUENCE_UPDATE,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)), COMMAND_IN(update),
	    .run = sequence_update_run);

/* --- TPM2_SequenceComplete
 * ------------------------------------------------------------------------------------------------
 */
struct complete_in {
	struct tpm_span buffer;
	uint32_t hierarchy;
};
static const struct wire_field complete_in_fields[] = {
	WIRE_FIELD(struct complete_in, buffer, span_max_buffer),
	WIRE_FIELD_NULL(struct complete_in, hierarchy, tpmi_rh_hierarchy),
};
struct complete_out {
	struct tpm2b_digest result;
	struct tpmt_tk validation;
};
static const struct wire_field complete_out_fields[] = {
	WIRE_FIELD(struct complete_out, result, tpm2b_digest),
	WIRE_FIELD(struct complete_out, validation, tpmt_tk_hashcheck),
};

static uint32_t sequence_complete_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct complete_in *in = call->in;
	struct complete_out *out = call->out;
	struct tpm_slot *slot = call->slots[0];
	uint32_t hierarchy = TPM_RH_NULL;

	if (slot->kind != SLOT_HASH_SEQUENCE && slot->kind != SLOT_HMAC_SEQUENCE)
		return COMMAND_HANDLE(TPM_RC_MODE, 1);
	sequence_update(slot, in->buffer.bytes, in->buffer.len);
	if (slot->kind == SLOT_HASH_SEQUENCE && slot->sequence.is_ticket_safe)
		hierarchy = in->hierarchy;
	sequence_final(slot, &out->result);
	ticket_hash_check(tpm, hierarchy, slot->sequence.hash_alg, &out->result, &out->validation);
	call->flush_slots = 1;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(sequence_complete, .code = TPM_CC_SEQUENCE_COMPLETE, .flags = COMMAND_FLUSHED,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)), COMMAND_IN(complete),
	    COMMAND_OUT(complete), .run = sequence_complete_run);

/* --- TPM2_EventSequenceComplete
 * --------------------------------------------------------------------------------------------- */
struct event_out {
	struct tpml_digest_values results;
};
static const struct wire_field event_out_fields[] = { WIRE_FIELD(struct event_out, results,
								 tpml_digest_values) };

static void event_extend(struct tpm *tpm, uint32_t pcr, const struct tpml_digest_values *digests)
{
	for (uint32_t i = 0; i < digests->count; i++) {
		int bank = pcr_bank(tpm, digests->digests[i].hash_alg);

		if (bank >= 0)
			pcr_extend(tpm, bank, pcr, digests->digests[i].digest);
	}
}

static uint32_t event_complete_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct update_in *in = call->in;
	struct event_out *out = call->out;
	uint32_t pcr = call->handles[0];

	if (call->slots[1]->kind != SLOT_EVENT_SEQUENCE)
		return COMMAND_HANDLE(TPM_RC_MODE, 2);
	if (pcr != TPM_RH_NULL && !pcr_may_extend(tpm, pcr, call->locality))
		return TPM_RC_LOCALITY;
	sequence_update(call->slots[1], in->buffer.bytes, in->buffer.len);
	sequence_event_final(call->slots[1], &out->results);
	if (pcr != TPM_RH_NULL)
		event_extend(tpm, pcr, &out->results);
	call->flush_slots = 2;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(event_sequence_complete, .code = TPM_CC_EVENT_SEQUENCE_COMPLETE,
	    .flags = COMMAND_NV | COMMAND_FLUSHED,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_pcr), HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(update), COMMAND_OUT(event), .run = event_complete_run);
