/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_GetCapability. Spec: TPM 2.0 Library Part 3 revision 1.59 s30.2. */
#include "modules/vtpm/tpm/capability.h"

#include "modules/vtpm/tpm/command.h"

struct get_capability_in {
	uint32_t capability;
	uint32_t property;
	uint32_t property_count;
};
static const struct wire_field get_capability_in_fields[] = {
	WIRE_FIELD(struct get_capability_in, capability, tpm_cap),
	WIRE_FIELD(struct get_capability_in, property, uint32),
	WIRE_FIELD(struct get_capability_in, property_count, uint32),
};
/* data: the TPMU_CAPABILITIES, written by capability.c */
struct get_capability_out {
	uint8_t more_data;
	uint32_t capability;
	struct tpm_span data;
};
static const struct wire_field get_capability_out_fields[] = {
	WIRE_FIELD(struct get_capability_out, more_data, tpmi_yes_no),
	WIRE_FIELD(struct get_capability_out, capability, uint32),
	WIRE_FIELD(struct get_capability_out, data, raw),
};

#define COUNT_SIZE 4u

static uint32_t get_capability_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct get_capability_in *in = call->in;
	struct get_capability_out *out = call->out;
	struct wire_writer count = { .at = tpm_work(tpm)->scratch, .left = COUNT_SIZE };
	struct capability_list list = {
		.writer = { .at = tpm_work(tpm)->scratch + COUNT_SIZE, .left = TPM_CAP_BUFFER_MAX },
		.property = in->property,
		.max = in->property_count,
	};
	uint32_t rc = capability_list(tpm, in->capability, &list);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	wire_put_u32(&count, list.count);
	out->more_data = list.has_more ? 1 : 0;
	out->capability = in->capability;
	out->data = (struct tpm_span){ tpm_work(tpm)->scratch,
				       (uint16_t)(COUNT_SIZE + list.writer.written) };
	return list.writer.overflow ? TPM_RC_FAILURE : TPM_RC_SUCCESS;
}

TPM_COMMAND(get_capability, .code = TPM_CC_GET_CAPABILITY, .flags = COMMAND_IN_FAILURE,
	    COMMAND_IN(get_capability), COMMAND_OUT(get_capability), .run = get_capability_run);
