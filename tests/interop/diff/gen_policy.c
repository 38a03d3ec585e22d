/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for the parameters of policy commands. */
#include <string.h>

#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/gen.h"

static struct session *policy_of(struct gen *gen)
{
	for (uint32_t i = 0; i < gen->handle_count; i++) {
		struct session *session =
			model_session(gen->model, LEFT, gen->handles[i].value[LEFT]);

		if (session != NULL)
			return session;
	}
	return NULL;
}

struct signing {
	struct brief nonce[SIDES];
	struct brief cp_hash;
	struct brief ref;
	uint32_t expiration;
};

static void pick_signing(struct gen *gen, struct signing *out)
{
	const struct session *session = policy_of(gen);

	memset(out, 0, sizeof(*out));
	if (session != NULL && rng_chance(&gen->rng, 50)) {
		out->nonce[LEFT] = session->nonce_tpm[LEFT];
		out->nonce[RIGHT] = session->nonce_tpm[RIGHT];
	}
	if (rng_chance(&gen->rng, 10)) {
		out->cp_hash.len = session != NULL ? crypt_digest_size(session->hash) : 32;
		memset(out->cp_hash.b, 0x5a, out->cp_hash.len);
	}
	if (rng_chance(&gen->rng, 30)) {
		out->ref.len = (uint16_t)rng_below(&gen->rng, 20);
		memset(out->ref.b, 0x72, out->ref.len);
	}
	/* Tickets are redeemed without either */
	if (rng_chance(&gen->rng, 40)) {
		out->cp_hash.len = 0;
		out->ref.len = 0;
	}
	/* Far away, on either side of now, or never */
	out->expiration = rng_chance(&gen->rng, 60)   ? 0
			  : rng_chance(&gen->rng, 60) ? (uint32_t)-100000
						      : 100000;
}

static void put_signing(struct gen *gen, const struct signing *signing)
{
	bool was_tainted = gen->is_tainted;

	gen_pair_2b(gen, signing->nonce);
	/* A nonce that is right on each side changes nothing of what comes out */
	gen->is_tainted = was_tainted;
	both_brief(&gen->in, &signing->cp_hash);
	both_brief(&gen->in, &signing->ref);
	both_number(&gen->in, signing->expiration, 4);
}

static void policy_secret(struct gen *gen)
{
	struct signing signing;

	pick_signing(gen, &signing);
	put_signing(gen, &signing);
}

/* The hash of an HMAC key's scheme */
static uint16_t scheme_hash(const struct object *object)
{
	struct reader reader = { object->public[LEFT].b, object->public[LEFT].len, false };
	uint16_t len;

	take_number(&reader, 2);
	take_number(&reader, 2);
	take_number(&reader, 4);
	take_2b(&reader, &len);
	if (take_number(&reader, 2) != TPM_ALG_HMAC)
		return TPM_ALG_SHA256;
	return (uint16_t)take_number(&reader, 2);
}

static void policy_signed(struct gen *gen)
{
	const struct object *object = gen_object(gen, 0);
	struct signing signing;
	uint16_t hash = object != NULL ? scheme_hash(object) : TPM_ALG_SHA256;

	pick_signing(gen, &signing);
	put_signing(gen, &signing);
	both_number(&gen->in, TPM_ALG_HMAC, 2);
	both_number(&gen->in, hash, 2);
	for (int s = 0; s < SIDES; s++) {
		struct bytes block = { 0 };
		struct brief digest = { 0 };
		struct brief mac = { 0 };

		put(&block, signing.nonce[s].b, signing.nonce[s].len);
		put_number(&block, signing.expiration, 4);
		put(&block, signing.cp_hash.b, signing.cp_hash.len);
		put(&block, signing.ref.b, signing.ref.len);
		if (crypt_digest_size(hash) != 0) {
			crypt_hash(hash, block.b, block.len, &digest);
			if (object != NULL)
				crypt_hmac(hash, object->secret.b, object->secret.len, digest.b,
					   digest.len, &mac);
		}
		put(&gen->in.side[s], mac.b, mac.len);
	}
}

uint32_t gen_policy_code(struct gen *gen)
{
	static const uint32_t codes[] = { TPM_CC_OBJECT_CHANGE_AUTH,
					  TPM_CC_DUPLICATE,
					  TPM_CC_CERTIFY,
					  TPM_CC_ACTIVATE_CREDENTIAL,
					  TPM_CC_NV_CHANGE_AUTH,
					  TPM_CC_NV_UNDEFINE_SPACE_SPECIAL,
					  TPM_CC_UNSEAL,
					  TPM_CC_NV_READ,
					  TPM_CC_SIGN };

	return RNG_PICK(&gen->rng, codes);
}

void gen_auth_policy(struct gen *gen, uint16_t hash)
{
	struct bytes block = { 0 };
	struct brief digest = { 0 };
	static const uint8_t zeros[64];

	if (rng_chance(&gen->rng, 60) || crypt_digest_size(hash) == 0) {
		both_number(&gen->in, 0, 2);
		return;
	}
	if (rng_chance(&gen->rng, 10)) {
		gen_random_2b(gen, crypt_digest_size(hash));
		return;
	}
	put(&block, zeros, crypt_digest_size(hash));
	if (rng_chance(&gen->rng, 20)) {
		put_number(&block, TPM_CC_POLICY_AUTH_VALUE, 4);
	} else {
		gen->note.policy_code = gen_policy_code(gen);
		put_number(&block, TPM_CC_POLICY_COMMAND_CODE, 4);
		put_number(&block, gen->note.policy_code, 4);
	}
	crypt_hash(hash, block.b, block.len, &digest);
	both_brief(&gen->in, &digest);
}

static const struct ticket *find_ticket(struct gen *gen, uint16_t tag)
{
	uint32_t start = rng_below(&gen->rng, MODEL_TICKETS);

	for (uint32_t i = 0; i < MODEL_TICKETS; i++) {
		const struct ticket *ticket = &gen->model->tickets[(start + i) % MODEL_TICKETS];

		if (ticket->is_used && ticket->tag == tag)
			return ticket;
	}
	return NULL;
}

static void put_saved_2b(struct gen *gen, const struct saved *saved)
{
	struct mark mark = mark_2b(&gen->in);

	gen_differs(gen, saved[LEFT].b, saved[LEFT].len, saved[RIGHT].b, saved[RIGHT].len);
	end_2b(&gen->in, mark);
}

static void put_ticket(struct gen *gen, const struct ticket *ticket, uint16_t tag)
{
	if (ticket != NULL) {
		gen_differs(gen, ticket->bytes[LEFT].b, ticket->bytes[LEFT].len,
			    ticket->bytes[RIGHT].b, ticket->bytes[RIGHT].len);
		return;
	}
	both_number(&gen->in, tag, 2);
	both_number(&gen->in, TPM_RH_NULL, 4);
	gen_random_2b(gen, 32);
}

static void policy_ticket(struct gen *gen)
{
	uint16_t tag = rng_chance(&gen->rng, 50) ? TPM_ST_AUTH_SECRET : TPM_ST_AUTH_SIGNED;
	const struct ticket *ticket = find_ticket(gen, tag);

	if (ticket != NULL)
		put_saved_2b(gen, ticket->digest);
	else
		gen_random_2b(gen, 8);
	both_number(&gen->in, 0, 2);
	both_number(&gen->in, 0, 2);
	if (ticket != NULL)
		gen_pair_2b(gen, ticket->name);
	else
		gen_random_2b(gen, 34);
	put_ticket(gen, ticket, tag);
}

static void policy_authorize(struct gen *gen)
{
	const struct ticket *ticket = find_ticket(gen, TPM_ST_VERIFIED);

	const struct session *session = policy_of(gen);
	static const uint8_t zeros[64];

	both_2b(&gen->in, zeros, session != NULL ? crypt_digest_size(session->hash) : 32);
	gen_random_2b(gen, rng_chance(&gen->rng, 80) ? 0 : 10);
	if (ticket != NULL)
		gen_pair_2b(gen, ticket->name);
	else
		gen_random_2b(gen, 34);
	put_ticket(gen, ticket, TPM_ST_VERIFIED);
}

static void policy_digest(struct gen *gen)
{
	const struct session *session = policy_of(gen);
	uint16_t size = session != NULL && rng_chance(&gen->rng, 90)
				? crypt_digest_size(session->hash)
				: (uint16_t)rng_below(&gen->rng, 66);

	both_number(&gen->in, size, 2);
	for (uint16_t i = 0; i < size; i++)
		both_number(&gen->in, rng_next(&gen->rng), 1);
}

static void or_list(struct gen *gen)
{
	uint32_t count = rng_below(&gen->rng, 10);

	both_number(&gen->in, count, 4);
	for (uint32_t i = 0; i < count; i++)
		policy_digest(gen);
}

static void pcr_digest(struct gen *gen)
{
	if (rng_chance(&gen->rng, 70))
		both_number(&gen->in, 0, 2);
	else
		policy_digest(gen);
}

/* Session kinds that PolicyAuthValue and PolicyPassword change */
static void note_auth(struct gen *gen)
{
	struct session *session = policy_of(gen);

	if (session != NULL && session->type == TPM_SE_POLICY) {
		session->wants_auth = true;
		session->wants_password = false;
	}
}

static void note_password(struct gen *gen)
{
	struct session *session = policy_of(gen);

	if (session != NULL && session->type == TPM_SE_POLICY) {
		session->wants_auth = false;
		session->wants_password = true;
	}
}

/* What some object or index needs to be used */
static uint32_t wanted_code(struct gen *gen)
{
	uint32_t start = rng_below(&gen->rng, MODEL_OBJECTS);

	for (uint32_t i = 0; i < MODEL_OBJECTS; i++) {
		const struct object *object = &gen->model->objects[(start + i) % MODEL_OBJECTS];

		if (object->kind == OBJECT_KEY && object->policy_code != 0 &&
		    rng_chance(&gen->rng, 70))
			return object->policy_code;
	}
	for (uint32_t i = 0; i < MODEL_INDICES; i++) {
		if (gen->model->indices[i].is_used && gen->model->indices[i].policy_code != 0)
			return gen->model->indices[i].policy_code;
	}
	return gen_policy_code(gen);
}

static void policy_cc(struct gen *gen)
{
	gen->note.number =
		rng_chance(&gen->rng, 90) ? wanted_code(gen) : 0x11f + rng_below(&gen->rng, 0x7a);
	both_number(&gen->in, gen->note.number, 4);
}

static void names(struct gen *gen)
{
	gen_random_2b(gen, 34);
	gen_random_2b(gen, 34);
	both_number(&gen->in, rng_below(&gen->rng, 2), 1);
}

/* clang-format off */
const struct word words_policy[] = {
	{ "policy_secret", policy_secret }, { "policy_signed", policy_signed },
	{ "policy_ticket", policy_ticket }, { "policy_authorize", policy_authorize },
	{ "policy_digest", policy_digest }, { "or_list", or_list }, { "pcr_digest", pcr_digest },
	{ "note_auth", note_auth }, { "note_password", note_password }, { "names", names }, { "policy_cc", policy_cc },
	{ NULL, NULL },
};
/* clang-format on */
