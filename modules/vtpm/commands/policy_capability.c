/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A policy that compares what TPM2_GetCapability would say of one property with an operand. A
 * property that is not
 * there has no bytes; never another one instead. Spec: TPM 2.0 Library Part 3 revision 1.83 s23.24.
 */
#include "modules/vtpm/tpm/capability.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/policy.h"
#include "modules/vtpm/tpm/policy_compare.h"
#include "modules/vtpm/tpm/session.h"

struct policy_capability_in {
	struct tpm2b_digest operand;
	uint16_t offset;
	uint16_t operation;
	uint32_t capability;
	uint32_t property;
};
static const struct wire_field policy_capability_in_fields[] = {
	WIRE_FIELD(struct policy_capability_in, operand, tpm2b_digest),
	WIRE_FIELD(struct policy_capability_in, offset, uint16),
	WIRE_FIELD(struct policy_capability_in, operation, tpm_eo),
	WIRE_FIELD(struct policy_capability_in, capability, tpm_cap),
	WIRE_FIELD(struct policy_capability_in, property, uint32),
};

/* Whether an item, which begins with what it is about, is about the property that was asked for */
static bool is_about(const struct policy_capability_in *in, struct wire_reader item)
{
	uint16_t number = 0;
	uint32_t value = 0;

	switch (in->capability) {
	case TPM_CAP_ALGS:
	case TPM_CAP_ECC_CURVES:
		return wire_get_u16(&item, &number) && number == in->property;
	case TPM_CAP_COMMANDS: /* TPMA_CC: the code and more */
		return wire_get_u32(&item, &value) &&
		       (value & (TPMA_CC_COMMANDINDEX_MASK | TPMA_CC_V)) == in->property;
	case TPM_CAP_PCRS:
		return true;
	default:
		return wire_get_u32(&item, &value) && value == in->property;
	}
}

/* The property's item in tpm_work(tpm)->scratch: *len bytes, 0 where there is none */
static uint32_t read_property(struct tpm *tpm, const struct policy_capability_in *in, uint32_t *len)
{
	struct capability_list list = {
		.writer = { .at = tpm_work(tpm)->scratch, .left = TPM_CAP_BUFFER_MAX },
		.property = in->property,
		.max = 1,
	};
	uint32_t rc = capability_list(tpm, in->capability, &list);

	if (rc != TPM_RC_SUCCESS)
		return COMMAND_PARAM(TPM_RC_VALUE, 4);
	*len = list.writer.written;
	if (list.count == 0 ||
	    !is_about(in, (struct wire_reader){ tpm_work(tpm)->scratch, list.writer.written }))
		*len = 0;
	return TPM_RC_SUCCESS;
}

static uint32_t check(struct tpm *tpm, const struct policy_capability_in *in)
{
	uint32_t len = 0;
	uint32_t rc = read_property(tpm, in, &len);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (in->offset > len)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	if (in->operand.len > len - in->offset)
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	return policy_compare(in->operation, tpm_work(tpm)->scratch + in->offset, in->operand.bytes,
			      in->operand.len)
		       ? TPM_RC_SUCCESS
		       : TPM_RC_POLICY;
}

static uint32_t policy_capability_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct policy_capability_in *in = call->in;
	uint8_t digest[TPM_DIGEST_MAX];
	struct crypto_hash hash;

	if (!policy_is_trial(session)) {
		uint32_t rc = check(tpm, in);

		if (rc != TPM_RC_SUCCESS)
			return rc;
	}
	hash_start(&hash, session->hash_alg);
	hash_2b(&hash, &in->operand);
	hash_u16(&hash, in->offset);
	hash_u16(&hash, in->operation);
	hash_u32(&hash, in->capability);
	hash_u32(&hash, in->property);
	crypto_hash_final(&hash, digest);
	policy_extend(session, TPM_CC_POLICY_CAPABILITY,
		      &(const struct policy_parts){ { { digest, hash_size(session->hash_alg) } } });
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_capability, .code = TPM_CC_POLICY_CAPABILITY,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy)), COMMAND_IN(policy_capability),
	    .run = policy_capability_run);
