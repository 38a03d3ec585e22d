/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the bits of a new object come from: random numbers, a hierarchy's seed, a parent's secret.
 * Frozen by known answers: a primary key of today must come out of the same template for ever.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s26, s28.
 */
#include "modules/vtpm/tpm/create.h"

#include "crypto/secret.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/wire.h"

#define RANDOM_SEED 64u /* bytes of full entropy, beyond what a SHA-384 generator asks for */
#define DERIVATION_BITS (8u * TPM_DERIVATION_BYTES)

/* --- random ----------------------------------------------------------------------------------- */
void create_from_random(struct tpm *tpm)
{
	tpm_work(tpm)->create.source = CREATE_RANDOM;
}

uint32_t create_generator(struct tpm *tpm)
{
	uint8_t seed[RANDOM_SEED];
	uint32_t rc;

	if (tpm_work(tpm)->create.source != CREATE_RANDOM)
		return TPM_RC_SUCCESS;
	rc = tpm_random(tpm, seed, sizeof(seed));
	drbg_init(&tpm_work(tpm)->create.drbg, seed, sizeof(seed));
	crypto_wipe(seed, sizeof(seed));
	return rc;
}

/* --- primaries -------------------------------------------------------------------------------- */
/* What the generator of a primary's key is seeded with, in this order */
struct primary_seed {
	uint8_t label[16];
	uint8_t seed[TPM_SEED_SIZE];
	uint8_t identity[2 * CRYPTO_SHA512_SIZE];
};

void create_from_seed(struct tpm *tpm, const struct tpm2b_sensitive_data *data)
{
	const struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	struct primary_seed all = { .label = "PRIMARY OBJECT" };
	uint8_t *identity = tpm_work(tpm)->create.identity;
	uint8_t *packed = tpm_work(tpm)->secret.plain;
	size_t len = wire_pack(&wire_tpmt_public, &object->pub, packed,
			       sizeof(tpm_work(tpm)->secret.plain));

	crypto_sha512(packed, len, identity);
	crypto_sha512(data->bytes, data->len, identity + CRYPTO_SHA512_SIZE);
	__builtin_memcpy(all.seed, hierarchy_seed(tpm, object->hierarchy), TPM_SEED_SIZE);
	__builtin_memcpy(all.identity, identity, sizeof(all.identity));
	tpm_work(tpm)->create.source = CREATE_PRIMARY;
	drbg_init(&tpm_work(tpm)->create.drbg, &all, sizeof(all));
	crypto_wipe(&all, sizeof(all));
}

/*
 * Children of an endorsement key are bound to the owner's proof too: after TPM2_Clear, which leaves
 * the endorsement seed as it is, those of before are gone.
 */
static void primary_seed_value(struct tpm *tpm, uint8_t *out, size_t len)
{
	uint32_t hierarchy = tpm_work(tpm)->create.slot.object.hierarchy;
	bool is_endorsement = hierarchy == TPM_RH_ENDORSEMENT;
	uint8_t proofs[2 * TPM_PROOF_SIZE];

	__builtin_memcpy(proofs, hierarchy_proof(tpm, TPM_RH_OWNER), TPM_PROOF_SIZE);
	__builtin_memcpy(proofs + TPM_PROOF_SIZE, hierarchy_proof(tpm, TPM_RH_ENDORSEMENT),
			 TPM_PROOF_SIZE);
	tpm_kdfa(TPM_ALG_SHA512, hierarchy_seed(tpm, hierarchy), TPM_SEED_SIZE, "PRIMARY SEED",
		 tpm_work(tpm)->create.identity, sizeof(tpm_work(tpm)->create.identity), proofs,
		 is_endorsement ? sizeof(proofs) : 0, (uint32_t)(8 * len), out);
	crypto_wipe(proofs, sizeof(proofs));
}

/* --- derived objects -------------------------------------------------------------------------- */
static void hmac_u32(struct crypto_hmac *hmac, uint32_t value)
{
	uint8_t bytes[sizeof(value)];

	be_store(bytes, sizeof(bytes), value);
	crypto_hmac_update(hmac, bytes, sizeof(bytes));
}

/* KDFa with a label of any bytes: it may hold zeros, and has one at its end only if it lacks it */
void create_from_parent(struct tpm *tpm, const struct tpm_object_state *parent,
			const struct tpm2b_label *label, const struct tpm2b_label *context)
{
	const struct tpm2b_sensitive_data *key = &parent->sensitive.composite.bits;
	uint16_t alg = parent->pub.parms.keyedhash.scheme.hash_alg;
	uint8_t *stream = tpm_work(tpm)->create.stream;
	uint8_t block[TPM_DIGEST_MAX];
	struct crypto_hmac hmac;
	size_t done = 0;

	for (uint32_t counter = 1; done < TPM_DERIVATION_BYTES; counter++) {
		size_t left = TPM_DERIVATION_BYTES - done;
		size_t take = left < hash_size(alg) ? left : hash_size(alg);

		hmac_start(&hmac, alg, key->bytes, key->len);
		hmac_u32(&hmac, counter);
		crypto_hmac_update(&hmac, label->bytes, label->len);
		if (label->len == 0 || label->bytes[label->len - 1] != 0)
			crypto_hmac_update(&hmac, "", 1);
		crypto_hmac_update(&hmac, context->bytes, context->len);
		hmac_u32(&hmac, DERIVATION_BITS);
		crypto_hmac_final(&hmac, block);
		__builtin_memcpy(stream + done, block, take);
		done += take;
	}
	tpm_work(tpm)->create.source = CREATE_DERIVED;
	tpm_work(tpm)->create.stream_at = 0;
	crypto_wipe(block, sizeof(block));
}

static uint32_t take_stream(struct tpm *tpm, void *out, size_t len)
{
	uint32_t *at = &tpm_work(tpm)->create.stream_at;

	if (len > TPM_DERIVATION_BYTES - *at)
		return TPM_RC_FAILURE;
	__builtin_memcpy(out, tpm_work(tpm)->create.stream + *at, len);
	*at += (uint32_t)len;
	return TPM_RC_SUCCESS;
}

/* --- whatever it is --------------------------------------------------------------------------- */
uint32_t create_bits(struct tpm *tpm, void *out, size_t len)
{
	switch ((enum create_source)tpm_work(tpm)->create.source) {
	case CREATE_PRIMARY:
		return drbg_generate(&tpm_work(tpm)->create.drbg, out, len) == OK ? TPM_RC_SUCCESS
										  : TPM_RC_FAILURE;
	case CREATE_DERIVED:
		return take_stream(tpm, out, len);
	case CREATE_RANDOM:
	default:
		return tpm_random(tpm, out, len);
	}
}

uint32_t create_seed_value(struct tpm *tpm, uint8_t *out, size_t len)
{
	if (tpm_work(tpm)->create.source != CREATE_PRIMARY)
		return create_bits(tpm, out, len);
	primary_seed_value(tpm, out, len);
	return TPM_RC_SUCCESS;
}
