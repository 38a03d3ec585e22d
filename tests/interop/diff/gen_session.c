/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of TPM2_StartAuthSession, with a salt where there is a key, and schemes of
 * signing. */
#include <string.h>

#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/gen.h"

static void put_symmetric(struct gen *gen, struct session *session)
{
	session->symmetric = rng_chance(&gen->rng, 40)   ? TPM_ALG_NULL
			     : rng_chance(&gen->rng, 70) ? TPM_ALG_AES
							 : TPM_ALG_XOR;
	both_number(&gen->in, session->symmetric, 2);
	if (session->symmetric == TPM_ALG_NULL)
		return;
	if (session->symmetric == TPM_ALG_XOR) {
		session->bits = gen_hash(gen);
		both_number(&gen->in, session->bits, 2);
		return;
	}
	session->bits =
		(uint16_t)(rng_chance(&gen->rng, 2) ? 192 : 128 + 128 * rng_below(&gen->rng, 2));
	session->mode = rng_chance(&gen->rng, 96) ? TPM_ALG_CFB : TPM_ALG_CTR;
	both_number(&gen->in, session->bits, 2);
	both_number(&gen->in, session->mode, 2);
}

/* The salt of each side goes to session.key until the session is there */
static void put_salt(struct gen *gen, struct session *session)
{
	const struct object *key = gen_object(gen, 0);
	struct bytes secret[SIDES] = { 0 };
	struct mark mark;
	uint64_t seed = rng_next(&gen->rng);

	if (key == NULL) {
		gen_random_2b(gen, rng_chance(&gen->rng, 97) ? 0 : 64);
		return;
	}
	for (int s = 0; s < SIDES; s++) {
		if (!crypt_salt(key->public[s].b, key->public[s].len, seed, &session->key[s],
				&secret[s]))
			put_2b(&secret[s], "not a key", 9);
	}
	mark = mark_2b(&gen->in);
	put(&gen->in.side[LEFT], secret[LEFT].b, secret[LEFT].len);
	put(&gen->in.side[RIGHT], secret[RIGHT].b, secret[RIGHT].len);
	end_2b(&gen->in, mark);
}

static void start_session(struct gen *gen)
{
	struct session *session = &gen->note.session;
	uint16_t len = rng_chance(&gen->rng, 97) ? (uint16_t)(16 + rng_below(&gen->rng, 17))
						 : (uint16_t)rng_below(&gen->rng, 70);
	static const uint8_t types[] = { TPM_SE_HMAC, TPM_SE_HMAC, TPM_SE_POLICY, TPM_SE_POLICY,
					 TPM_SE_TRIAL };

	memset(session, 0, sizeof(*session));
	session->nonce_caller.len = len;
	for (uint16_t i = 0; i < len; i++)
		session->nonce_caller.b[i] = (uint8_t)rng_next(&gen->rng);
	both_brief(&gen->in, &session->nonce_caller);
	put_salt(gen, session);
	session->type = rng_chance(&gen->rng, 98) ? RNG_PICK(&gen->rng, types) : 4;
	both_number(&gen->in, session->type, 1);
	put_symmetric(gen, session);
	session->hash = gen_hash(gen);
	both_number(&gen->in, session->hash, 2);
}

void gen_sig_scheme(struct gen *gen, uint32_t handle_index)
{
	static const uint16_t rsa[] = { TPM_ALG_NULL, TPM_ALG_RSASSA, TPM_ALG_RSASSA,
					TPM_ALG_RSAPSS };
	static const uint16_t ecc[] = { TPM_ALG_NULL, TPM_ALG_ECDSA, TPM_ALG_ECDSA,
					TPM_ALG_ECSCHNORR };
	static const uint16_t keyed[] = { TPM_ALG_NULL, TPM_ALG_HMAC };
	const struct object *object = gen_object(gen, handle_index);
	uint16_t scheme = TPM_ALG_NULL;

	if (object != NULL && object->type == TPM_ALG_RSA)
		scheme = RNG_PICK(&gen->rng, rsa);
	else if (object != NULL && object->type == TPM_ALG_ECC)
		scheme = RNG_PICK(&gen->rng, ecc);
	else if (object != NULL)
		scheme = RNG_PICK(&gen->rng, keyed);
	if (rng_chance(&gen->rng, 3))
		scheme = RNG_PICK(&gen->rng, rsa);
	/* Only PKCS #1 v1.5 and HMAC say the same thing twice */
	if (scheme != TPM_ALG_RSASSA && scheme != TPM_ALG_HMAC)
		gen->is_tainted = true;
	both_number(&gen->in, scheme, 2);
	if (scheme != TPM_ALG_NULL)
		both_number(&gen->in,
			    crypt_digest_size(gen->note.name_alg) != 0 && rng_chance(&gen->rng, 80)
				    ? gen->note.name_alg
				    : gen_hash(gen),
			    2);
}

const struct word words_session[] = { { "start_session", start_session }, { NULL, NULL } };
