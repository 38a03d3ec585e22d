/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys that the client makes, so that both TPMs hold the same one and what they compute with it
 * must be equal. */
#include <string.h>

#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/ecc.h"
#include "tests/interop/diff/gen_public.h"
#include "tests/interop/diff/keys.h"

struct maker {
	struct external *out;
	enum external_kind kind;
	struct brief seed;
	struct brief private; /* of what is not RSA */
	const struct rsa_key *rsa;
};

static void pick_key(struct gen *gen, struct maker *maker)
{
	static const uint16_t types[] = { TPM_ALG_RSA,       TPM_ALG_RSA,       TPM_ALG_ECC,
					  TPM_ALG_ECC,       TPM_ALG_ECC,       TPM_ALG_KEYEDHASH,
					  TPM_ALG_KEYEDHASH, TPM_ALG_SYMCIPHER, TPM_ALG_SYMCIPHER };
	static const uint16_t curves[] = { TPM_ECC_NIST_P256, TPM_ECC_NIST_P256, TPM_ECC_NIST_P384,
					   TPM_ECC_NIST_P521 };

	gen->note.type = RNG_PICK(&gen->rng, types);
	gen->note.curve = RNG_PICK(&gen->rng, curves);
	maker->rsa = &keys_rsa[rng_below(&gen->rng, KEYS_RSA_COUNT)];
}

static void fill(struct gen *gen, struct brief *out, uint16_t len)
{
	out->len = len;
	for (uint16_t i = 0; i < len; i++)
		out->b[i] = (uint8_t)rng_next(&gen->rng);
}

/* unique of a keyed hash or cipher: what binds the public area to the secret */
static void put_symmetric_unique(struct gen *gen, struct maker *maker)
{
	struct bytes block = { 0 };
	struct brief digest;

	put(&block, maker->seed.b, maker->seed.len);
	put(&block, maker->private.b, maker->private.len);
	crypt_hash(gen->note.name_alg, block.b, block.len, &digest);
	if (rng_chance(&gen->rng, 3))
		digest.b[0] ^= 1;
	both_brief(&gen->in, &digest);
}

static void put_unique(struct gen *gen, struct maker *maker)
{
	struct ecc_point point = { 0 };

	if (gen->note.type == TPM_ALG_RSA) {
		both_2b(&gen->in, maker->rsa->modulus, maker->rsa->bits / 8u);
		return;
	}
	if (gen->note.type != TPM_ALG_ECC) {
		put_symmetric_unique(gen, maker);
		return;
	}
	ecc_private(gen->note.curve, rng_next(&gen->rng), &maker->private);
	ecc_multiply(gen->note.curve, &maker->private, NULL, &point);
	both_brief(&gen->in, &point.x);
	both_brief(&gen->in, &point.y);
}

static void put_sensitive(struct gen *gen, struct maker *maker)
{
	struct bytes *out = &maker->out->sensitive;
	struct brief *auth = &gen->note.auth;

	auth->len = rng_chance(&gen->rng, 60) ? 0 : (uint16_t)rng_below(&gen->rng, 16);
	memset(auth->b, 0x61, auth->len);
	out->len = 0;
	put_number(out, gen->note.type, 2);
	put_2b(out, auth->b, auth->len);
	put_2b(out, maker->seed.b, maker->seed.len);
	if (gen->note.type == TPM_ALG_RSA)
		put_2b(out, maker->rsa->prime, maker->rsa->bits / 16u);
	else
		put_2b(out, maker->private.b, maker->private.len);
}

static void note_object(struct gen *gen, const struct maker *maker)
{
	struct object *object = &gen->note.object;
	const struct bytes *public = &maker->out->public;
	struct bytes name = { 0 };
	struct brief digest = { 0 };

	memset(object, 0, sizeof(*object));
	object->is_same = true;
	if (crypt_digest_size(gen->note.name_alg) != 0) {
		crypt_hash(gen->note.name_alg, public->b, public->len, &digest);
		put_number(&name, gen->note.name_alg, 2);
		put(&name, digest.b, digest.len);
	}
	for (int s = 0; s < SIDES; s++) {
		object->name[s].len = name.len;
		memcpy(object->name[s].b, name.b, name.len);
		saved_set(&object->public[s], public->b, public->len);
	}
	object->is_public_only = maker->kind == EXTERNAL_PUBLIC;
	if (gen->note.type == TPM_ALG_KEYEDHASH && maker->kind != EXTERNAL_PUBLIC)
		object->secret = maker->private;
}

void gen_external(struct gen *gen, struct external *out, enum external_kind kind)
{
	struct maker maker = { .out = out, .kind = kind };
	uint16_t before[SIDES] = { gen->in.side[LEFT].len, gen->in.side[RIGHT].len };
	bool is_symmetric;

	pick_key(gen, &maker);
	gen_public_head(gen, kind == EXTERNAL_IMPORTED ? PUBLIC_IMPORTED : PUBLIC_EXTERNAL,
			maker.rsa->bits);
	is_symmetric = gen->note.type == TPM_ALG_KEYEDHASH || gen->note.type == TPM_ALG_SYMCIPHER;
	if (is_symmetric || (gen->note.attributes & TPMA_OBJECT_RESTRICTED) != 0)
		fill(gen, &maker.seed, crypt_digest_size(gen->note.name_alg));
	if (is_symmetric)
		fill(gen, &maker.private,
		     gen->note.type == TPM_ALG_KEYEDHASH ? (uint16_t)rng_below(&gen->rng, 60)
							 : (uint16_t)(gen->note.size / 8));
	put_unique(gen, &maker);
	out->public.len = 0;
	put(&out->public, gen->in.side[LEFT].b + before[LEFT],
	    (size_t)(gen->in.side[LEFT].len - before[LEFT]));
	for (int s = 0; s < SIDES; s++)
		gen->in.side[s].len = before[s];
	put_sensitive(gen, &maker);
	note_object(gen, &maker);
}
