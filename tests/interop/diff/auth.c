/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Authorisation areas. Spec: Part 1 s19, s21. */
#include <string.h>

#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/exchange.h"

static bool is_in_use(const struct exchange *exchange, const struct session *session)
{
	for (uint32_t i = 0; i < exchange->use_count; i++) {
		if (exchange->uses[i].session == session)
			return true;
	}
	return false;
}

/* Any that is not in use; for policies, rather one made for this command */
static struct session *find_session(struct exchange *exchange, bool wants_policy)
{
	struct model *model = exchange->gen.model;
	uint32_t start = rng_below(&exchange->gen.rng, MODEL_SESSIONS);

	for (uint32_t i = 0; i < MODEL_SESSIONS; i++) {
		struct session *session = &model->sessions[(start + i) % MODEL_SESSIONS];

		if (session->is_used && session->type != TPM_SE_TRIAL &&
		    (session->type == TPM_SE_POLICY) == wants_policy &&
		    !is_in_use(exchange, session))
			return session;
	}
	return NULL;
}

/* Whether the first parameter of a list is a TPM2B is the words' business: it is where a session
 * may encrypt it */
static void choose_attributes(struct exchange *exchange, struct use *use)
{
	struct rng *rng = &exchange->gen.rng;

	use->attributes = rng_chance(rng, 92) ? TPMA_SESSION_CONTINUESESSION : 0;
	if (use->session == NULL) {
		if (rng_chance(rng, 2))
			use->attributes ^= (uint8_t)(1u << rng_below(rng, 8));
		return;
	}
	if (use->session->symmetric != TPM_ALG_NULL) {
		use->attributes |= rng_chance(rng, 30) ? TPMA_SESSION_DECRYPT : 0;
		use->attributes |= rng_chance(rng, 30) ? TPMA_SESSION_ENCRYPT : 0;
	}
	if (use->session->type == TPM_SE_HMAC && rng_chance(rng, 12))
		use->attributes |= TPMA_SESSION_AUDIT;
	if (rng_chance(rng, 3))
		use->attributes ^= (uint8_t)(1u << rng_below(rng, 8));
}

static void add_use(struct exchange *exchange, struct session *session, int handle)
{
	struct use *use = &exchange->uses[exchange->use_count];
	struct rng *rng = &exchange->gen.rng;
	const struct brief *auth = NULL;

	memset(use, 0, sizeof(*use));
	use->kind = session != NULL ? USE_SESSION : USE_PASSWORD;
	use->session = session;
	use->handle = handle;
	choose_attributes(exchange, use);
	if (session != NULL) {
		use->nonce.len = (uint16_t)(rng_chance(rng, 95) ? 16 : rng_below(rng, 34));
		for (uint16_t i = 0; i < use->nonce.len; i++)
			use->nonce.b[i] = (uint8_t)rng_next(rng);
	}
	if (handle >= 0)
		auth = model_auth(exchange->gen.model, exchange->gen.handles[handle].value[LEFT]);
	if (auth != NULL)
		use->auth = *auth;
	if (rng_chance(rng, 2)) {
		use->auth.b[use->auth.len % 16] ^= 0x40;
		use->auth.len = (uint16_t)(use->auth.len + (use->auth.len == 0));
	}
	exchange->use_count++;
}

static bool is_public_only(const struct exchange *exchange, uint32_t handle)
{
	const struct object *object =
		model_object(exchange->gen.model, LEFT, exchange->gen.handles[handle].value[LEFT]);

	return object != NULL && object->is_public_only;
}

void auth_choose(struct exchange *exchange)
{
	struct rng *rng = &exchange->gen.rng;

	for (uint32_t i = 0; i < exchange->gen.handle_count; i++) {
		enum gen_auth auth = exchange->gen.handles[i].auth;
		struct session *session = NULL;

		if (auth == AUTH_NONE)
			continue;
		/* libtpms 0.9 goes into failure mode when it is to compute an HMAC without a secret
		 */
		if (is_public_only(exchange, i)) {
			add_use(exchange, NULL, (int)i);
			continue;
		}
		if (auth == AUTH_ADMIN ? rng_chance(rng, 60) : rng_chance(rng, 12))
			session = find_session(exchange, true);
		else if (rng_chance(rng, 35))
			session = find_session(exchange, false);
		add_use(exchange, session, (int)i);
	}
	if (exchange->use_count < EXCHANGE_SESSIONS_MAX && rng_chance(rng, 12)) {
		struct session *session = find_session(exchange, rng_chance(rng, 20));

		if (session != NULL)
			add_use(exchange, session, -1);
	}
}

bool auth_needs_names(const struct exchange *exchange)
{
	for (uint32_t i = 0; i < exchange->use_count; i++) {
		if (exchange->uses[i].session != NULL)
			return true;
	}
	return exchange->cc == TPM_CC_START_AUTH_SESSION;
}

static void concatenate(struct bytes *out, const struct brief *a, const struct brief *b)
{
	out->len = 0;
	put(out, a->b, a->len);
	put(out, b->b, b->len);
}

static uint16_t first_len(const struct bytes *in)
{
	uint16_t len = in->len >= 2 ? (uint16_t)(in->b[0] << 8 | in->b[1]) : 0;

	return len <= in->len - 2 ? len : 0;
}

/* Encrypts or decrypts data with the session's key and what authorises its handle */
static void crypt_parameter(const struct use *use, enum side side, enum crypt_direction direction,
			    uint8_t *data, uint16_t len)
{
	const struct session *session = use->session;
	const struct brief *newer =
		direction == CRYPT_ENCRYPT ? &use->nonce : &session->nonce_tpm[side];
	const struct brief *older =
		direction == CRYPT_ENCRYPT ? &session->nonce_tpm[side] : &use->nonce;
	static const struct brief empty;
	struct bytes key;
	uint8_t out[48];

	concatenate(&key, &session->key[side], use->handle >= 0 ? &use->auth : &empty);
	if (session->symmetric == TPM_ALG_XOR) {
		crypt_xor(session->hash, key.b, key.len, newer, older, data, len);
		return;
	}
	if (session->symmetric != TPM_ALG_AES)
		return;
	crypt_kdfa(session->hash, key.b, key.len, "CFB", newer, older,
		   (uint16_t)(session->bits + 128), out);
	crypt_cfb(direction, session->bits, out, out + session->bits / 8, data, len);
}

static const struct use *use_with(const struct exchange *exchange, uint8_t attribute)
{
	for (uint32_t i = 0; i < exchange->use_count; i++) {
		if (exchange->uses[i].session != NULL &&
		    (exchange->uses[i].attributes & attribute) != 0)
			return &exchange->uses[i];
	}
	return NULL;
}

static void put_names(const struct exchange *exchange, enum side side, struct bytes *block)
{
	for (uint32_t i = 0; i < exchange->gen.handle_count; i++)
		put(block, exchange->names[side][i].b, exchange->names[side][i].len);
}

/* The HMAC key: without the authorisation value for a session that is bound to the very entity, or
 * needs none */
static void hmac_key(const struct exchange *exchange, const struct use *use, enum side side,
		     struct bytes *key)
{
	static const struct brief empty;
	const struct session *session = use->session;
	bool wants_auth = use->handle >= 0;

	if (session->type == TPM_SE_POLICY)
		wants_auth = wants_auth && session->wants_auth;
	else if (wants_auth && session->is_bound &&
		 brief_equal(&session->bound_name[side], &exchange->names[side][use->handle]) &&
		 brief_equal(&session->bound_auth, &use->auth))
		wants_auth = false;
	concatenate(key, &session->key[side], wants_auth ? &use->auth : &empty);
}

static void put_other_nonces(const struct exchange *exchange, enum side side, const struct use *use,
			     struct bytes *block)
{
	const struct use *decrypt = use_with(exchange, TPMA_SESSION_DECRYPT);
	const struct use *encrypt = use_with(exchange, TPMA_SESSION_ENCRYPT);

	if (use != &exchange->uses[0])
		return;
	if (decrypt != NULL && decrypt != use)
		put(block, decrypt->session->nonce_tpm[side].b,
		    decrypt->session->nonce_tpm[side].len);
	if (encrypt != NULL && encrypt != use && encrypt != decrypt)
		put(block, encrypt->session->nonce_tpm[side].b,
		    encrypt->session->nonce_tpm[side].len);
}

static void command_hmac(const struct exchange *exchange, const struct use *use, enum side side,
			 struct brief *out)
{
	const struct session *session = use->session;
	const struct bytes *in = &exchange->gen.in.side[side];
	struct bytes block = { 0 };
	struct bytes key;
	struct brief digest;

	hmac_key(exchange, use, side, &key);
	out->len = 0;
	if (session->type == TPM_SE_POLICY && session->wants_password) {
		*out = use->auth;
		return;
	}
	if (session->type == TPM_SE_POLICY && key.len == 0)
		return;
	put_number(&block, exchange->cc, 4);
	put_names(exchange, side, &block);
	put(&block, in->b, in->len);
	crypt_hash(session->hash, block.b, block.len, &digest);
	block.len = 0;
	put(&block, digest.b, digest.len);
	put(&block, use->nonce.b, use->nonce.len);
	put(&block, session->nonce_tpm[side].b, session->nonce_tpm[side].len);
	put_other_nonces(exchange, side, use, &block);
	put_number(&block, use->attributes, 1);
	crypt_hmac(session->hash, key.b, key.len, block.b, block.len, out);
}

void auth_build(struct exchange *exchange, struct pair *area)
{
	const struct use *decrypt = use_with(exchange, TPMA_SESSION_DECRYPT);

	for (int s = 0; s < SIDES; s++) {
		struct bytes *in = &exchange->gen.in.side[s];

		if (decrypt != NULL)
			crypt_parameter(decrypt, (enum side)s, CRYPT_ENCRYPT, in->b + 2,
					first_len(in));
		for (uint32_t i = 0; i < exchange->use_count; i++) {
			const struct use *use = &exchange->uses[i];
			struct brief hmac = use->auth;

			if (use->session != NULL)
				command_hmac(exchange, use, (enum side)s, &hmac);
			put_number(&area->side[s],
				   use->session != NULL ? use->session->handle[s] : TPM_RS_PW, 4);
			put_2b(&area->side[s], use->nonce.b, use->nonce.len);
			put_number(&area->side[s], use->attributes, 1);
			put_2b(&area->side[s], hmac.b, hmac.len);
		}
	}
}

static bool is_response_hmac(const struct exchange *exchange, const struct use *use, enum side side,
			     uint8_t attributes, const struct brief *hmac)
{
	const struct session *session = use->session;
	struct bytes block = { 0 };
	struct bytes key;
	struct brief digest;

	hmac_key(exchange, use, side, &key);
	if (session->type == TPM_SE_POLICY && (session->wants_password || key.len == 0))
		return hmac->len == 0;
	put_number(&block, exchange->rc[side], 4);
	put_number(&block, exchange->cc, 4);
	put(&block, exchange->out[side].at, exchange->out[side].left);
	crypt_hash(session->hash, block.b, block.len, &digest);
	block.len = 0;
	put(&block, digest.b, digest.len);
	put(&block, session->nonce_tpm[side].b, session->nonce_tpm[side].len);
	put(&block, use->nonce.b, use->nonce.len);
	put_number(&block, attributes, 1);
	crypt_hmac(session->hash, key.b, key.len, block.b, block.len, &digest);
	return brief_equal(&digest, hmac);
}

void auth_take(struct exchange *exchange, enum side side, struct reader area)
{
	const struct use *encrypt = use_with(exchange, TPMA_SESSION_ENCRYPT);
	uint8_t *first;

	exchange->is_authentic[side] = true;
	for (uint32_t i = 0; i < exchange->use_count; i++) {
		struct use *use = &exchange->uses[i];
		struct brief nonce;
		struct brief hmac;
		uint8_t attributes;

		take_brief(&area, &nonce);
		attributes = (uint8_t)take_number(&area, 1);
		take_brief(&area, &hmac);
		if (use->session == NULL)
			continue;
		use->session->nonce_tpm[side] = nonce;
		if (!is_response_hmac(exchange, use, side, attributes, &hmac))
			exchange->is_authentic[side] = false;
	}
	if (area.is_short || area.left != 0)
		exchange->is_authentic[side] = false;
	if (encrypt == NULL || exchange->out[side].left < 2)
		return;
	first = exchange->response.side[side].b +
		(exchange->out[side].at - exchange->response.side[side].b);
	if ((size_t)(first[0] << 8 | first[1]) <= exchange->out[side].left - 2)
		crypt_parameter(encrypt, side, CRYPT_DECRYPT, first + 2,
				(uint16_t)(first[0] << 8 | first[1]));
}

void auth_end(struct exchange *exchange)
{
	for (uint32_t i = 0; i < exchange->use_count; i++) {
		struct session *session = exchange->uses[i].session;

		if (session == NULL)
			continue;
		if ((exchange->uses[i].attributes & TPMA_SESSION_CONTINUESESSION) == 0)
			session->is_used = false;
		/* The digest takes the place of the entity that it was bound to */
		if ((exchange->uses[i].attributes & TPMA_SESSION_AUDIT) != 0)
			session->is_bound = false;
		if (session->type == TPM_SE_POLICY && exchange->uses[i].handle >= 0) {
			session->code = 0;
			session->has_policy = false;
			session->is_tainted = false;
			session->wants_auth = false;
			session->wants_password = false;
		}
	}
}
