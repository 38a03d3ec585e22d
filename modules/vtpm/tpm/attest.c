/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every attestation has in common, and its signature. Never says which boot, firmware or clock
 * it was to a verifier outside the platform's and endorsement's hierarchies: those numbers are
 * obfuscated.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s31, s36.7; Part 2 s10.12.
 */
#include "modules/vtpm/tpm/attest.h"

#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/sign.h"

static void obfuscate(struct tpm *tpm, struct tpms_attest *attest)
{
	uint8_t mask[16];
	struct wire_reader reader = { mask, sizeof(mask) };
	uint64_t version = 0;
	uint64_t counts = 0;

	tpm_kdfa(TPM_ALG_SHA512, hierarchy_proof(tpm, TPM_RH_OWNER), TPM_PROOF_SIZE, "OBFUSCATE",
		 attest->qualified_signer.bytes, attest->qualified_signer.len, NULL, 0,
		 8 * sizeof(mask), mask);
	(void)(wire_get_u64(&reader, &version) && wire_get_u64(&reader, &counts));
	attest->firmware_version += version;
	attest->clock_info.reset_count += (uint32_t)(counts >> 32);
	attest->clock_info.restart_count += (uint32_t)counts;
}

static bool is_privileged(const struct tpm_slot *signer)
{
	return signer != NULL && (signer->object.hierarchy == TPM_RH_ENDORSEMENT ||
				  signer->object.hierarchy == TPM_RH_PLATFORM);
}

/* The Name of TPM_RH_NULL is its handle */
static const struct tpm2b_name null_name = { 4, { 0x40, 0, 0, 7 } };

static void fill(struct tpm *tpm, const struct tpm_slot *signer, const struct tpm2b_data *extra,
		 struct tpms_attest *attest)
{
	attest->magic = TPM_GENERATED_VALUE;
	attest->qualified_signer = signer != NULL ? signer->object.qualified_name : null_name;
	clock_info(tpm, &attest->clock_info);
	attest->firmware_version = TPM_FIRMWARE_VERSION;
	if (!is_privileged(signer))
		obfuscate(tpm, attest);
	attest->extra_data = *extra;
}

/* An anonymous scheme's qualifying data is in what is signed, not in what is shown */
static void digest_make(uint16_t hash_alg, const struct tpm2b_data *hidden,
			const struct tpm2b_attest *attest, struct tpm2b_digest *digest)
{
	struct crypto_hash hash;

	digest->len = hash_size(hash_alg);
	hash_start(&hash, hash_alg);
	hash_2b(&hash, attest);
	crypto_hash_final(&hash, digest->bytes);
	if (hidden->len == 0)
		return;
	hash_start(&hash, hash_alg);
	hash_2b(&hash, hidden);
	hash_2b(&hash, digest);
	crypto_hash_final(&hash, digest->bytes);
}

const struct wire_field attest_out_fields[2] = {
	WIRE_FIELD(struct attest_out, attest, tpm2b_attest),
	WIRE_FIELD(struct attest_out, signature, tpmt_signature),
};

uint32_t attest_check(const struct tpm_call *call, struct attest_by *by)
{
	const struct tpmt_scheme asked = by->scheme;

	by->slot = call->slots[by->signer - 1];
	if (!sign_may(by->slot))
		return COMMAND_HANDLE(TPM_RC_KEY, by->signer);
	if (sign_select_scheme(by->slot, &asked, &by->scheme) != TPM_RC_SUCCESS)
		return COMMAND_PARAM(TPM_RC_SCHEME, by->param);
	return TPM_RC_SUCCESS;
}

uint32_t attest_sign(struct tpm *tpm, const struct attest_by *by,
		     const struct tpm2b_data *qualifying, struct tpms_attest *attest,
		     struct attest_out *out)
{
	static const struct tpm2b_data nothing;
	bool is_anonymous = by->scheme.scheme == TPM_ALG_ECDAA;
	struct tpm2b_digest *digest = &tpm_work(tpm)->sign.digest;

	if (tpm->call.slice == 0) {
		fill(tpm, by->slot, is_anonymous ? &nothing : qualifying, attest);
		out->attest.len = (uint16_t)wire_pack(&wire_tpms_attest, attest, out->attest.bytes,
						      sizeof(out->attest.bytes));
		if (by->scheme.scheme != TPM_ALG_NULL)
			digest_make(by->scheme.hash_alg, is_anonymous ? qualifying : &nothing,
				    &out->attest, digest);
	}
	return command_param(sign_digest(tpm, by->slot, &by->scheme, digest, &out->signature),
			     by->param);
}
