/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keys by type. RSA is sliced: a search for primes takes many steps. Each draws its bits with
 * create_bits, in an order that is frozen.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 annexes B.9, C.5; Part 3 s12.1.
 */
#include "modules/vtpm/tpm/create_key.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/create.h"
#include "modules/vtpm/tpm/curve.h"
#include "modules/vtpm/tpm/hash.h"

#define EXPONENT_DEFAULT 65537u

/* --- RSA -------------------------------------------------------------------------------------- */
static bool is_prime(uint32_t n)
{
	if (n % 2 == 0)
		return n == 2;
	for (uint32_t divisor = 3; divisor <= n / divisor; divisor += 2) {
		if (n % divisor == 0)
			return false;
	}
	return n > 1;
}

static uint32_t rsa_begin(struct tpm *tpm, const struct tpms_rsa_parms *parms)
{
	uint32_t exponent = parms->exponent != 0 ? parms->exponent : EXPONENT_DEFAULT;
	enum err err;

	if (exponent < EXPONENT_DEFAULT || !is_prime(exponent))
		return TPM_RC_RANGE;
	if (create_generator(tpm) != TPM_RC_SUCCESS)
		return TPM_RC_FAILURE;
	err = rsa_keygen_begin(&tpm_work(tpm)->job.rsa_keygen, parms->key_bits, exponent,
			       &tpm_work(tpm)->create.drbg);
	if (err == ERR_UNSUPPORTED)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	if (err != OK)
		return TPM_RC_FAILURE;
	tpm->call.slice = 1;
	return TPM_RC_PENDING;
}

static uint32_t rsa_key(struct tpm *tpm, const struct tpm2b_sensitive_data *given)
{
	struct tpm_slot *slot = &tpm_work(tpm)->create.slot;
	struct tpm2b_public_key_rsa *modulus = &slot->object.pub.unique.rsa;
	struct tpm2b_private_key_rsa *prime = &slot->object.sensitive.composite.rsa;
	enum err err;

	(void)given;
	if (tpm->call.slice == 0)
		return rsa_begin(tpm, &slot->object.pub.parms.rsa);
	err = rsa_keygen_step(&tpm_work(tpm)->job.rsa_keygen, &slot->rsa);
	if (err == ERR_BUSY)
		return TPM_RC_PENDING;
	if (err != OK)
		return TPM_RC_FAILURE;
	*modulus = (struct tpm2b_public_key_rsa){ .len = slot->rsa.pub.size };
	__builtin_memcpy(modulus->bytes, slot->rsa.pub.modulus, modulus->len);
	prime->len = modulus->len / 2;
	rsa_private_prime(&slot->rsa, prime->bytes);
	slot->is_rsa_ready = 1;
	return TPM_RC_SUCCESS;
}

/* --- ECC -------------------------------------------------------------------------------------- */
static uint32_t ecc_key(struct tpm *tpm, const struct tpm2b_sensitive_data *given)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	enum ecc_curve curve = curve_of(object->pub.parms.ecc.curve_id);
	uint8_t bytes[ECC_SIZE_MAX + ECC_KEY_EXTRA] = { 0 };
	struct ecc_point q;
	struct ecc_num d;
	uint32_t rc = create_bits(tpm, bytes, ecc_size(curve) + ECC_KEY_EXTRA);

	(void)given;
	if (rc == TPM_RC_SUCCESS && ecc_key_from_bytes(curve, bytes, &d, &q) != OK)
		rc = TPM_RC_FAILURE;
	if (rc == TPM_RC_SUCCESS) {
		curve_num_put(curve, &d, &object->sensitive.composite.ecc);
		curve_point_put(curve, &q, &object->pub.unique.ecc);
	}
	crypto_wipe(&d, sizeof(d));
	crypto_wipe(bytes, sizeof(bytes));
	return rc;
}

/* --- symmetric -------------------------------------------------------------------------------- */
static uint32_t cipher_key(struct tpm *tpm, const struct tpm2b_sensitive_data *given)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	struct tpm2b_sym_key *key = &object->sensitive.composite.sym;

	key->len = object->pub.parms.sym.key_bits / 8u;
	if (given->len == 0)
		return create_bits(tpm, key->bytes, key->len);
	if (given->len != key->len)
		return TPM_RC_KEY_SIZE;
	__builtin_memcpy(key->bytes, given->bytes, given->len);
	return TPM_RC_SUCCESS;
}

static uint32_t keyedhash_key(struct tpm *tpm, const struct tpm2b_sensitive_data *given)
{
	const uint32_t key_uses = TPMA_OBJECT_SIGN_ENCRYPT | TPMA_OBJECT_DECRYPT;
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	const struct tpmt_scheme *scheme = &object->pub.parms.keyedhash.scheme;
	uint16_t alg = scheme->scheme == TPM_ALG_NULL ? object->pub.name_alg : scheme->hash_alg;
	struct tpm2b_sensitive_data *key = &object->sensitive.composite.bits;

	if (given->len == 0) {
		key->len = hash_size(alg);
		return create_bits(tpm, key->bytes, key->len);
	}
	/* Sealed data may be longer: nothing is computed with it */
	if ((object->pub.attributes & key_uses) && given->len > hash_block_size(alg))
		return TPM_RC_SIZE;
	*key = *given;
	return TPM_RC_SUCCESS;
}

static const struct {
	uint16_t type;
	uint32_t (*make)(struct tpm *tpm, const struct tpm2b_sensitive_data *given);
} makers[] = {
	{ TPM_ALG_RSA, rsa_key },
	{ TPM_ALG_ECC, ecc_key },
	{ TPM_ALG_SYMCIPHER, cipher_key },
	{ TPM_ALG_KEYEDHASH, keyedhash_key },
};

/* stack-calls: create_key \.makers$ . */
uint32_t create_key(struct tpm *tpm, const struct tpm2b_sensitive_data *given)
{
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		if (makers[i].type == tpm_work(tpm)->create.slot.object.pub.type)
			return makers[i].make(tpm, given);
	}
	return TPM_RC_TYPE;
}
