/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_PCR_Allocate, _SetAuthPolicy, _SetAuthValue. Spec: TPM 2.0 Library Part 3 revision 1.59 s22. */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/persist.h"

/* --- TPM2_PCR_Allocate -------------------------------------------------------------------------
 */
struct pcr_allocate_in {
	struct tpml_pcr_selection allocation;
};
static const struct wire_field pcr_allocate_in_fields[] = {
	WIRE_FIELD(struct pcr_allocate_in, allocation, tpml_pcr_selection),
};
struct pcr_allocate_out {
	uint8_t success;
	uint32_t max_pcr;
	uint32_t size_needed;
	uint32_t size_available;
};
static const struct wire_field pcr_allocate_out_fields[] = {
	WIRE_FIELD(struct pcr_allocate_out, success, tpmi_yes_no),
	WIRE_FIELD(struct pcr_allocate_out, max_pcr, uint32),
	WIRE_FIELD(struct pcr_allocate_out, size_needed, uint32),
	WIRE_FIELD(struct pcr_allocate_out, size_available, uint32),
};

#define DRTM_PCR 17u

struct allocation {
	uint8_t select[TPM_PCR_BANKS][TPM_PCR_SELECT_BYTES];
};

static uint32_t digest_bytes(const struct allocation *allocation)
{
	uint32_t bytes = 0;

	for (uint32_t bank = 0; bank < TPM_PCR_BANKS; bank++) {
		for (uint32_t pcr = 0; pcr < TPM_PCR_COUNT; pcr++) {
			if ((allocation->select[bank][pcr / 8] >> pcr % 8 & 1) != 0)
				bytes += hash_size(hash_at(bank));
		}
	}
	return bytes;
}

/* Some bank has both the PCR of the H-CRTM, 0, and the first of the D-RTM */
static bool has_roots(const struct allocation *allocation)
{
	uint8_t first = 0;
	uint8_t last = 0;

	for (uint32_t bank = 0; bank < TPM_PCR_BANKS; bank++) {
		first |= allocation->select[bank][0];
		last |= allocation->select[bank][DRTM_PCR / 8];
	}
	return (first & 1) != 0 && (last >> DRTM_PCR % 8 & 1) != 0;
}

/* Banks that are not named stay as they are in this boot: the last command before the next counts
 */
static uint32_t pcr_allocate_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct pcr_allocate_in *in = call->in;
	struct pcr_allocate_out *out = call->out;
	struct allocation allocation;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	__builtin_memcpy(allocation.select, tpm->pcrs.allocated, sizeof(allocation.select));
	for (uint32_t i = 0; i < in->allocation.count; i++) {
		const struct tpms_pcr_selection *one = &in->allocation.selections[i];

		__builtin_memcpy(allocation.select[hash_index(one->hash)], one->select,
				 TPM_PCR_SELECT_BYTES);
	}
	if (!has_roots(&allocation))
		return TPM_RC_PCR;
	__builtin_memcpy(tpm->persistent.pcr_allocated, allocation.select,
			 sizeof(allocation.select));
	tpm->pcrs.is_reconfigured = 1;
	tpm_persist_mark(tpm);
	__builtin_memset(allocation.select, 0xff, sizeof(allocation.select));
	*out = (struct pcr_allocate_out){ .success = 1, .max_pcr = TPM_PCR_COUNT };
	out->size_available = digest_bytes(&allocation);
	__builtin_memcpy(allocation.select, tpm->persistent.pcr_allocated,
			 sizeof(allocation.select));
	out->size_needed = digest_bytes(&allocation);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(pcr_allocate, .code = TPM_CC_PCR_ALLOCATE, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_platform)), COMMAND_IN(pcr_allocate),
	    COMMAND_OUT(pcr_allocate), .run = pcr_allocate_run);

/* --- TPM2_PCR_SetAuthPolicy --------------------------------------------------------------------
 */
struct pcr_policy_in {
	struct tpm2b_digest auth_policy;
	uint16_t hash_alg;
	uint32_t pcr_num;
};
static const struct wire_field pcr_policy_in_fields[] = {
	WIRE_FIELD(struct pcr_policy_in, auth_policy, tpm2b_digest),
	WIRE_FIELD_NULL(struct pcr_policy_in, hash_alg, tpmi_alg_hash),
	WIRE_FIELD(struct pcr_policy_in, pcr_num, tpmi_dh_pcr),
};

static uint32_t pcr_policy_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct pcr_policy_in *in = call->in;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (in->auth_policy.len != hash_size(in->hash_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	if (!pcr_has_auth(in->pcr_num))
		return COMMAND_PARAM(TPM_RC_VALUE, 3);
	tpm->persistent.pcr_policy.hash_alg = in->hash_alg;
	tpm->persistent.pcr_policy.digest = in->auth_policy;
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(pcr_set_auth_policy, .code = TPM_CC_PCR_SET_AUTH_POLICY,
	    .flags = COMMAND_NV | COMMAND_PP, COMMAND_HANDLES(HANDLE(USER, tpmi_rh_platform)),
	    COMMAND_IN(pcr_policy), .run = pcr_policy_run);

/* --- TPM2_PCR_SetAuthValue ---------------------------------------------------------------------
 */
struct pcr_auth_in {
	struct tpm2b_digest auth;
};
static const struct wire_field pcr_auth_in_fields[] = {
	WIRE_FIELD(struct pcr_auth_in, auth, tpm2b_digest),
};

static uint32_t pcr_auth_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct pcr_auth_in *in = call->in;
	struct tpm2b_digest *auth = &tpm->pcrs.auth;

	if (!pcr_has_auth(call->handles[0]))
		return TPM_RC_VALUE;
	if (tpm->persistent.shutdown != TPM_SHUTDOWN_NONE && nv_is_writable(tpm) != TPM_RC_SUCCESS)
		return nv_is_writable(tpm);
	*auth = in->auth;
	while (auth->len > 0 && auth->bytes[auth->len - 1] == 0)
		auth->len--;
	persist_disorder(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(pcr_set_auth_value, .code = TPM_CC_PCR_SET_AUTH_VALUE,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_pcr)), COMMAND_IN(pcr_auth), .run = pcr_auth_run);
