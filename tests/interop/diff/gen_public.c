/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Templates are made of a kind that makes sense, then sometimes bent. */
#include "tests/interop/diff/gen_public.h"

#include <string.h>

#include "tests/interop/diff/crypt.h"

enum kind { KIND_STORAGE, KIND_SIGN, KIND_RESTRICTED_SIGN, KIND_DECRYPT, KIND_BOTH, KIND_COUNT };

#define FIXED (TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT)

static const uint32_t kind_attributes[KIND_COUNT] = {
	[KIND_STORAGE] = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
	[KIND_SIGN] = TPMA_OBJECT_SIGN_ENCRYPT,
	[KIND_RESTRICTED_SIGN] = TPMA_OBJECT_SIGN_ENCRYPT | TPMA_OBJECT_RESTRICTED,
	[KIND_DECRYPT] = TPMA_OBJECT_DECRYPT,
	[KIND_BOTH] = TPMA_OBJECT_DECRYPT | TPMA_OBJECT_SIGN_ENCRYPT,
};

static void put_symmetric(struct gen *gen, enum kind kind)
{
	static const uint16_t bits[] = { 128, 128, 128, 128, 128, 128, 256,
					 256, 256, 256, 256, 256, 192, 64 };
	static const uint16_t modes[] = { TPM_ALG_CFB, TPM_ALG_CFB, TPM_ALG_CFB,
					  TPM_ALG_CFB, TPM_ALG_CTR, TPM_ALG_NULL };

	if (kind != KIND_STORAGE && !rng_chance(&gen->rng, 4)) {
		both_number(&gen->in, TPM_ALG_NULL, 2);
		return;
	}
	both_number(&gen->in, TPM_ALG_AES, 2);
	both_number(&gen->in, RNG_PICK(&gen->rng, bits), 2);
	both_number(&gen->in, rng_chance(&gen->rng, 90) ? TPM_ALG_CFB : RNG_PICK(&gen->rng, modes),
		    2);
}

static void put_scheme(struct gen *gen, uint16_t scheme)
{
	both_number(&gen->in, scheme, 2);
	if (scheme == TPM_ALG_NULL || scheme == TPM_ALG_RSAES)
		return;
	both_number(&gen->in, gen_hash(gen), 2);
	if (scheme == TPM_ALG_ECDAA)
		both_number(&gen->in, 0, 2);
	if (scheme == TPM_ALG_XOR)
		both_number(&gen->in, TPM_ALG_KDF1_SP800_108, 2);
}

static uint16_t rsa_scheme(struct gen *gen, enum kind kind)
{
	static const uint16_t sign[] = { TPM_ALG_NULL, TPM_ALG_RSASSA, TPM_ALG_RSAPSS };
	static const uint16_t restricted[] = { TPM_ALG_RSASSA, TPM_ALG_RSAPSS };
	static const uint16_t decrypt[] = { TPM_ALG_NULL, TPM_ALG_RSAES, TPM_ALG_OAEP };

	if (rng_chance(&gen->rng, 3))
		return TPM_ALG_ECDSA;
	if (kind == KIND_SIGN)
		return RNG_PICK(&gen->rng, sign);
	if (kind == KIND_RESTRICTED_SIGN)
		return RNG_PICK(&gen->rng, restricted);
	return kind == KIND_DECRYPT ? RNG_PICK(&gen->rng, decrypt) : TPM_ALG_NULL;
}

static void put_rsa(struct gen *gen, enum kind kind, uint16_t bits)
{
	put_symmetric(gen, kind);
	put_scheme(gen, rsa_scheme(gen, kind));
	both_number(&gen->in, bits, 2);
	both_number(&gen->in,
		    rng_chance(&gen->rng, 90)   ? 0
		    : rng_chance(&gen->rng, 60) ? 65537
						: 3,
		    4);
}

static uint16_t ecc_scheme(struct gen *gen, enum kind kind)
{
	static const uint16_t sign[] = { TPM_ALG_NULL, TPM_ALG_ECDSA, TPM_ALG_ECDSA,
					 TPM_ALG_ECSCHNORR, TPM_ALG_ECDAA };
	static const uint16_t decrypt[] = { TPM_ALG_NULL, TPM_ALG_ECDH };

	if (rng_chance(&gen->rng, 3))
		return TPM_ALG_RSASSA;
	if (kind == KIND_SIGN)
		return RNG_PICK(&gen->rng, sign);
	if (kind == KIND_RESTRICTED_SIGN)
		return sign[1 + rng_below(&gen->rng, 4)];
	return kind == KIND_DECRYPT ? RNG_PICK(&gen->rng, decrypt) : TPM_ALG_NULL;
}

static void put_ecc(struct gen *gen, enum kind kind, uint16_t curve)
{
	put_symmetric(gen, kind);
	put_scheme(gen, ecc_scheme(gen, kind));
	both_number(&gen->in, curve, 2);
	both_number(&gen->in, rng_chance(&gen->rng, 97) ? TPM_ALG_NULL : TPM_ALG_KDF1_SP800_108, 2);
}

static void put_keyedhash(struct gen *gen, enum kind kind)
{
	uint16_t scheme = TPM_ALG_NULL;

	if (kind == KIND_SIGN || kind == KIND_RESTRICTED_SIGN)
		scheme = rng_chance(&gen->rng, 80) ? TPM_ALG_HMAC : TPM_ALG_NULL;
	if (kind == KIND_STORAGE || kind == KIND_DECRYPT)
		scheme = rng_chance(&gen->rng, 90) ? TPM_ALG_XOR : TPM_ALG_NULL;
	put_scheme(gen, scheme);
}

static void put_cipher(struct gen *gen, enum kind kind)
{
	static const uint16_t modes[] = { TPM_ALG_CFB, TPM_ALG_CTR,  TPM_ALG_OFB,  TPM_ALG_CBC,
					  TPM_ALG_ECB, TPM_ALG_NULL, TPM_ALG_CMAC, TPM_ALG_CMAC };

	gen->note.size =
		(uint16_t)(rng_chance(&gen->rng, 3) ? 192u : 128u + 128 * rng_below(&gen->rng, 2));
	both_number(&gen->in, TPM_ALG_AES, 2);
	both_number(&gen->in, gen->note.size, 2);
	both_number(&gen->in, kind == KIND_STORAGE ? TPM_ALG_CFB : RNG_PICK(&gen->rng, modes), 2);
}

static uint16_t pick_type(struct gen *gen)
{
	static const uint16_t types[] = { TPM_ALG_ECC,       TPM_ALG_ECC,       TPM_ALG_ECC,
					  TPM_ALG_KEYEDHASH, TPM_ALG_KEYEDHASH, TPM_ALG_SYMCIPHER };

	if (rng_chance(&gen->rng, 2))
		return TPM_ALG_RSA;
	return rng_chance(&gen->rng, 98) ? RNG_PICK(&gen->rng, types) : TPM_ALG_SHA256;
}

static uint16_t pick_curve(struct gen *gen)
{
	static const uint16_t curves[] = { TPM_ECC_NIST_P256, TPM_ECC_NIST_P256, TPM_ECC_NIST_P256,
					   TPM_ECC_NIST_P384, TPM_ECC_NIST_P384, TPM_ECC_NIST_P521,
					   TPM_ECC_BN_P256 };

	return RNG_PICK(&gen->rng, curves);
}

static void put_parms(struct gen *gen, enum kind kind, uint16_t bits)
{
	switch (gen->note.type) {
	case TPM_ALG_RSA:
		put_rsa(gen, kind, bits);
		break;
	case TPM_ALG_ECC:
		put_ecc(gen, kind, gen->note.curve);
		break;
	case TPM_ALG_SYMCIPHER:
		put_cipher(gen, kind);
		break;
	default:
		put_keyedhash(gen, kind);
	}
}

static uint32_t pick_attributes(struct gen *gen, enum kind kind, enum public_use use)
{
	static const uint32_t extras[] = { TPMA_OBJECT_NODA, TPMA_OBJECT_STCLEAR,
					   TPMA_OBJECT_ADMINWITHPOLICY,
					   TPMA_OBJECT_ENCRYPTEDDUPLICATION };
	uint32_t attributes = kind_attributes[kind] | TPMA_OBJECT_USERWITHAUTH;

	if (use == PUBLIC_CREATED) {
		attributes |= TPMA_OBJECT_SENSITIVEDATAORIGIN;
		attributes |= rng_chance(&gen->rng, 60) ? FIXED : 0;
	}
	if (rng_chance(&gen->rng, 60))
		attributes |= TPMA_OBJECT_NODA;
	if (rng_chance(&gen->rng, 15))
		attributes ^= RNG_PICK(&gen->rng, extras);
	if (rng_chance(&gen->rng, 4))
		attributes ^= 1u << rng_below(&gen->rng, 20);
	return attributes;
}

/* From type to authPolicy */
static void put_head(struct gen *gen, enum kind kind, enum public_use use)
{
	struct note *note = &gen->note;

	note->name_alg = rng_chance(&gen->rng, 80) ? TPM_ALG_SHA256 : gen_hash(gen);
	note->attributes = pick_attributes(gen, kind, use);
	/* Data to seal: neither signs nor decrypts, and its data come from the caller */
	if (note->type == TPM_ALG_KEYEDHASH &&
	    (use == PUBLIC_CREATED ? note->has_data : rng_chance(&gen->rng, 50)))
		note->attributes &= ~(TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_SIGN_ENCRYPT |
				      TPMA_OBJECT_DECRYPT | TPMA_OBJECT_RESTRICTED);
	both_number(&gen->in, note->type, 2);
	both_number(&gen->in, note->name_alg, 2);
	both_number(&gen->in, note->attributes, 4);
	gen_auth_policy(gen, note->name_alg);
}

static enum kind fitting_kind(struct gen *gen, enum kind kind)
{
	uint32_t bits = gen->note.attributes & (TPMA_OBJECT_SIGN_ENCRYPT | TPMA_OBJECT_DECRYPT);

	/* What neither signs nor decrypts has no scheme */
	return gen->note.type == TPM_ALG_KEYEDHASH && bits == 0 ? KIND_BOTH : kind;
}

static enum kind pick_kind(struct gen *gen, enum public_use use)
{
	static const enum kind created[] = { KIND_STORAGE, KIND_STORAGE,         KIND_STORAGE,
					     KIND_SIGN,    KIND_RESTRICTED_SIGN, KIND_DECRYPT,
					     KIND_BOTH };
	static const enum kind external[] = { KIND_SIGN, KIND_SIGN, KIND_DECRYPT, KIND_DECRYPT,
					      KIND_BOTH };

	if (use == PUBLIC_EXTERNAL && rng_chance(&gen->rng, 90))
		return RNG_PICK(&gen->rng, external);
	return RNG_PICK(&gen->rng, created);
}

void gen_public_head(struct gen *gen, enum public_use use, uint16_t rsa_bits)
{
	enum kind kind = pick_kind(gen, use);

	put_head(gen, kind, use);
	put_parms(gen, fitting_kind(gen, kind), rsa_bits);
}

void gen_public(struct gen *gen, enum public_use use)
{
	gen->note.type = gen->note.has_data && rng_chance(&gen->rng, 85) ? TPM_ALG_KEYEDHASH
									 : pick_type(gen);
	gen->note.curve = pick_curve(gen);
	gen_public_head(gen, use, rng_chance(&gen->rng, 80) ? 1024 : 2048);
	both_number(&gen->in, 0, 2);
	if (gen->note.type == TPM_ALG_ECC)
		both_number(&gen->in, 0, 2);
}

void gen_parms(struct gen *gen)
{
	static const uint16_t bits[] = { 1024, 2048, 3072, 1024, 2048, 3072, 512, 2049, 4096 };

	gen->note.type = rng_chance(&gen->rng, 20) ? TPM_ALG_RSA : pick_type(gen);
	gen->note.curve = pick_curve(gen);
	both_number(&gen->in, gen->note.type, 2);
	put_parms(gen, (enum kind)rng_below(&gen->rng, KIND_COUNT), RNG_PICK(&gen->rng, bits));
}

uint16_t public_scheme(const struct object *object)
{
	struct reader reader = { object->public[LEFT].b, object->public[LEFT].len, false };
	uint16_t len;

	take(&reader, 8);
	take_2b(&reader, &len);
	if (take_number(&reader, 2) != TPM_ALG_NULL)
		take_number(&reader, 4);
	return (uint16_t)take_number(&reader, 2);
}
