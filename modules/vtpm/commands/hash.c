/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_Hash and TPM2_HMAC: digests of one buffer. Spec: TPM 2.0 Library Part 3 revision 1.59 s15.4, s15.5. */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/cmac.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hmac_key.h"
#include "modules/vtpm/tpm/ticket.h"

/* --- TPM2_Hash
 * --------------------------------------------------------------------------------------------------
 */
struct hash_in {
	struct tpm_span data;
	uint16_t hash_alg;
	uint32_t hierarchy;
};
static const struct wire_field hash_in_fields[] = {
	WIRE_FIELD(struct hash_in, data, span_max_buffer),
	WIRE_FIELD(struct hash_in, hash_alg, tpmi_alg_hash),
	WIRE_FIELD_NULL(struct hash_in, hierarchy, tpmi_rh_hierarchy),
};
struct hash_out {
	struct tpm2b_digest digest;
	struct tpmt_tk validation;
};
static const struct wire_field hash_out_fields[] = {
	WIRE_FIELD(struct hash_out, digest, tpm2b_digest),
	WIRE_FIELD(struct hash_out, validation, tpmt_tk_hashcheck),
};

static uint32_t hash_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct hash_in *in = call->in;
	struct hash_out *out = call->out;
	/* Data too short to begin like a structure of the TPM is safe here: it is all there is */
	bool is_safe = in->data.len < 4 || ticket_is_safe(in->data.bytes, in->data.len);

	out->digest.len = hash_size(in->hash_alg);
	crypto_hash(hash_crypto(in->hash_alg), in->data.bytes, in->data.len, out->digest.bytes);
	ticket_hash_check(tpm, is_safe ? in->hierarchy : TPM_RH_NULL, in->hash_alg, &out->digest,
			  &out->validation);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(hash, .code = TPM_CC_HASH, COMMAND_IN(hash), COMMAND_OUT(hash), .run = hash_run);

/* --- TPM2_HMAC, which is TPM2_MAC too
 * --------------------------------------------------------------------------------------------------
 */
struct hmac_in {
	struct tpm_span buffer;
	uint16_t hash_alg;
};
static const struct wire_field hmac_in_fields[] = {
	WIRE_FIELD(struct hmac_in, buffer, span_max_buffer),
	WIRE_FIELD_NULL(struct hmac_in, hash_alg, tpmi_alg_mac_scheme),
};
struct hmac_out {
	struct tpm2b_digest digest;
};
static const struct wire_field hmac_out_fields[] = { WIRE_FIELD(struct hmac_out, digest,
								tpm2b_digest) };

static uint32_t cmac_of(const struct tpm_slot *key, const struct tpm_span *data,
			struct tpm2b_digest *out)
{
	const struct tpm2b_sym_key *bytes = &key->object.sensitive.composite.sym;
	struct cmac cmac;

	if (cmac_start(&cmac, bytes->bytes, bytes->len) != OK)
		return TPM_RC_FAILURE;
	cmac_update(&cmac, data->bytes, data->len);
	out->len = CIPHER_BLOCK;
	cmac_final(&cmac, out->bytes);
	return TPM_RC_SUCCESS;
}

static uint32_t hmac_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct hmac_in *in = call->in;
	struct hmac_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	uint16_t hash_alg;
	uint32_t rc = hmac_key_hash(key, in->hash_alg, 2, &hash_alg);

	(void)tpm;
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (hash_alg == TPM_ALG_CMAC)
		return cmac_of(key, &in->buffer, &out->digest);
	out->digest.len = hash_size(hash_alg);
	crypto_hmac(hash_crypto(hash_alg), key->object.sensitive.composite.bits.bytes,
		    key->object.sensitive.composite.bits.len, in->buffer.bytes, in->buffer.len,
		    out->digest.bytes);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(hmac, .code = TPM_CC_HMAC, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(hmac), COMMAND_OUT(hmac), .run = hmac_run);
