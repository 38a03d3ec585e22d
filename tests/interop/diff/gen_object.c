/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for templates, sensitive areas, keys from outside, and what is done with keys. */
#include <string.h>

#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/ecc.h"
#include "tests/interop/diff/gen.h"
#include "tests/interop/diff/gen_public.h"

static void sensitive_create(struct gen *gen)
{
	struct mark mark = mark_2b(&gen->in);

	gen_new_auth(gen, rng_chance(&gen->rng, 97) ? 20 : 66);
	gen->note.has_data = rng_chance(&gen->rng, 25);
	if (!gen->note.has_data)
		both_number(&gen->in, 0, 2);
	else
		gen_random_2b(gen, rng_chance(&gen->rng, 95) ? 40 : 140);
	end_2b(&gen->in, mark);
}

static void public_create(struct gen *gen)
{
	struct mark mark = mark_2b(&gen->in);

	gen_public(gen, PUBLIC_CREATED);
	end_2b(&gen->in, mark);
}

static void blob(struct gen *gen)
{
	const struct object *parent = gen_object(gen, 0);
	const struct blob *found = NULL;
	uint32_t start = rng_below(&gen->rng, MODEL_BLOBS);
	struct mark mark;

	for (uint32_t i = 0; i < MODEL_BLOBS; i++) {
		const struct blob *candidate = &gen->model->blobs[(start + i) % MODEL_BLOBS];

		if (!candidate->is_used)
			continue;
		if (found == NULL ||
		    (parent != NULL && brief_equal(&candidate->parent[LEFT], &parent->name[LEFT])))
			found = candidate;
	}
	gen->note.blob = found;
	if (found == NULL) {
		gen_random_2b(gen, 40);
		public_create(gen);
		return;
	}
	mark = mark_2b(&gen->in);
	gen_differs(gen, found->private[LEFT].b, found->private[LEFT].len, found->private[RIGHT].b,
		    found->private[RIGHT].len);
	end_2b(&gen->in, mark);
	mark = mark_2b(&gen->in);
	gen_differs(gen, found->public[LEFT].b, found->public[LEFT].len, found->public[RIGHT].b,
		    found->public[RIGHT].len);
	end_2b(&gen->in, mark);
}

/* TPM2_LoadExternal: both areas of a key that both sides will share */
static void external(struct gen *gen)
{
	bool has_private = rng_chance(&gen->rng, 75);
	struct external key;
	struct mark mark = mark_2b(&gen->in);

	gen_external(gen, &key, has_private ? EXTERNAL_WHOLE : EXTERNAL_PUBLIC);
	if (has_private)
		both(&gen->in, key.sensitive.b, key.sensitive.len);
	end_2b(&gen->in, mark);
	both_2b(&gen->in, key.public.b, key.public.len);
	both_number(
		&gen->in,
		has_private && rng_chance(&gen->rng, 95)
			? TPM_RH_NULL
			: hierarchy_handle((enum hierarchy)rng_below(&gen->rng, HIER_PLATFORM + 1)),
		4);
}

/* TPM2_Import: the same without wrapping, inner or outer */
static void import(struct gen *gen)
{
	struct external key;
	struct mark outer;
	struct mark inner;

	gen_external(gen, &key, EXTERNAL_IMPORTED);
	both_number(&gen->in, 0, 2);
	both_2b(&gen->in, key.public.b, key.public.len);
	outer = mark_2b(&gen->in);
	inner = mark_2b(&gen->in);
	both(&gen->in, key.sensitive.b, key.sensitive.len);
	end_2b(&gen->in, inner);
	end_2b(&gen->in, outer);
	both_number(&gen->in, 0, 2);
	both_number(&gen->in, TPM_ALG_NULL, 2);
}

static void duplicate(struct gen *gen)
{
	if (rng_chance(&gen->rng, 60)) {
		both_number(&gen->in, 0, 2);
		both_number(&gen->in, TPM_ALG_NULL, 2);
		return;
	}
	gen_random_2b(gen, 16);
	both_number(&gen->in, TPM_ALG_AES, 2);
	both_number(&gen->in, 128, 2);
	both_number(&gen->in, TPM_ALG_CFB, 2);
}

static void signing_scheme(struct gen *gen)
{
	for (uint32_t i = 0; i < gen->handle_count; i++) {
		const struct object *object = gen_object(gen, i);

		if (object != NULL && (object->attributes & TPMA_OBJECT_SIGN_ENCRYPT) != 0) {
			gen_sig_scheme(gen, i);
			return;
		}
	}
	both_number(&gen->in, TPM_ALG_NULL, 2);
}

/* A digest of a size that fits some hash; remembered, and known to the scheme that follows */
static void digest(struct gen *gen)
{
	static const uint8_t zeros[64];
	uint16_t alg = gen_hash(gen);
	uint16_t size = crypt_digest_size(alg);

	gen->note.name_alg = alg;
	gen->note.digest.len = size;
	for (uint16_t i = 0; i < size; i++)
		gen->note.digest.b[i] = (uint8_t)rng_next(&gen->rng);
	/* What TPM2_PolicyAuthorize wants signed: the policy of a new session */
	if (size != 0 && rng_chance(&gen->rng, 25))
		crypt_hash(alg, zeros, size, &gen->note.digest);
	both_brief(&gen->in, &gen->note.digest);
}

static void signature(struct gen *gen)
{
	static const uint16_t schemes[] = { TPM_ALG_RSASSA, TPM_ALG_RSAPSS,    TPM_ALG_ECDSA,
					    TPM_ALG_HMAC,   TPM_ALG_ECSCHNORR, TPM_ALG_NULL };
	uint16_t scheme = RNG_PICK(&gen->rng, schemes);
	uint16_t alg = gen_hash(gen);

	both_number(&gen->in, scheme, 2);
	if (scheme == TPM_ALG_NULL)
		return;
	both_number(&gen->in, alg, 2);
	if (scheme == TPM_ALG_HMAC) {
		for (uint16_t i = 0; i < crypt_digest_size(alg); i++)
			both_number(&gen->in, rng_next(&gen->rng), 1);
		return;
	}
	gen_random_2b(gen, scheme == TPM_ALG_RSASSA || scheme == TPM_ALG_RSAPSS ? 256 : 32);
	if (scheme == TPM_ALG_ECDSA || scheme == TPM_ALG_ECSCHNORR)
		gen_random_2b(gen, 32);
}

/* A digest and its signature, mostly one that this key made */
static void verify(struct gen *gen)
{
	const struct object *object = gen_object(gen, 0);

	for (uint32_t i = 0; object != NULL && i < MODEL_SIGNATURES; i++) {
		const struct signature *found = &gen->model->signatures[i];

		if (!found->is_used || !brief_equal(&found->name[LEFT], &object->name[LEFT]) ||
		    rng_chance(&gen->rng, 20))
			continue;
		both_brief(&gen->in, &found->digest);
		gen_differs(gen, found->bytes[LEFT].b, found->bytes[LEFT].len,
			    found->bytes[RIGHT].b, found->bytes[RIGHT].len);
		return;
	}
	digest(gen);
	signature(gen);
}

static uint16_t rsa_scheme_number(struct gen *gen)
{
	static const uint16_t schemes[] = { TPM_ALG_NULL, TPM_ALG_NULL, TPM_ALG_RSAES,
					    TPM_ALG_OAEP };
	uint16_t scheme = RNG_PICK(&gen->rng, schemes);

	both_number(&gen->in, scheme, 2);
	if (scheme == TPM_ALG_OAEP)
		both_number(&gen->in, gen_hash(gen), 2);
	return scheme;
}

static void rsa_scheme(struct gen *gen)
{
	rsa_scheme_number(gen);
}

/* Padding is random, unless neither the key nor the caller wants any */
static void encrypt_scheme(struct gen *gen)
{
	const struct object *object = gen_object(gen, 0);

	if (rsa_scheme_number(gen) != TPM_ALG_NULL || object == NULL ||
	    public_scheme(object) != TPM_ALG_NULL)
		gen->is_tainted = true;
}

static void label(struct gen *gen)
{
	static const char text[] = "label";

	if (rng_chance(&gen->rng, 70))
		both_number(&gen->in, 0, 2);
	else
		both_2b(&gen->in, text,
			rng_chance(&gen->rng, 80) ? sizeof(text) : sizeof(text) - 1);
}

static void rsa_block(struct gen *gen)
{
	const struct object *object = gen_object(gen, 0);
	uint16_t size = object != NULL && object->public[LEFT].len > 256 ? 256 : 128;
	uint8_t bytes[256];

	if (rng_chance(&gen->rng, 40)) {
		gen_random_2b(gen, size);
		return;
	}
	for (uint16_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(i == 0 ? 0 : rng_next(&gen->rng));
	both_2b(&gen->in, bytes, size);
}

static void point(struct gen *gen)
{
	const struct object *object = gen_object(gen, 0);
	uint16_t curve_id =
		object != NULL && rng_chance(&gen->rng, 95) ? object->curve : TPM_ECC_NIST_P256;
	struct brief scalar;
	struct ecc_point result;
	struct mark mark = mark_2b(&gen->in);

	if (ecc_private(curve_id, rng_next(&gen->rng), &scalar) &&
	    ecc_multiply(curve_id, &scalar, NULL, &result)) {
		if (rng_chance(&gen->rng, 8))
			result.y.b[3] ^= 1;
		both_brief(&gen->in, &result.x);
		both_brief(&gen->in, &result.y);
	} else {
		gen_random_2b(gen, 32);
		gen_random_2b(gen, 32);
	}
	end_2b(&gen->in, mark);
}

static void persistent(struct gen *gen)
{
	const struct object *object = gen_object(gen, 1);

	gen->note.handle =
		(gen->handles[0].value[LEFT] == TPM_RH_PLATFORM ? 0x81800000 : 0x81000000) +
		rng_below(&gen->rng, 4);
	if (object != NULL && object->handle[LEFT] >> TPM_HT_SHIFT == TPM_HT_PERSISTENT &&
	    rng_chance(&gen->rng, 90))
		gen->note.handle = object->handle[LEFT];
	if (rng_chance(&gen->rng, 3))
		gen->note.handle = (uint32_t)rng_next(&gen->rng);
	both_number(&gen->in, gen->note.handle, 4);
}

/* The handle of FlushContext: a parameter, not of the handle area */
static void flush(struct gen *gen)
{
	bool found = gen_handle_word(gen, "saveable");
	const struct gen_handle *handle = &gen->handles[0];

	if (!found) {
		both_number(&gen->in, 0x80000000u + rng_below(&gen->rng, 4), 4);
		return;
	}
	gen->handle_count = 0;
	put_number(&gen->in.side[LEFT], handle->value[LEFT], 4);
	put_number(&gen->in.side[RIGHT], handle->value[RIGHT], 4);
	gen->note.handle = handle->value[LEFT];
}

static void context(struct gen *gen)
{
	uint32_t start = rng_below(&gen->rng, MODEL_CONTEXTS);

	for (uint32_t i = 0; i < MODEL_CONTEXTS; i++) {
		const struct context *found = &gen->model->contexts[(start + i) % MODEL_CONTEXTS];

		if (!found->is_used)
			continue;
		gen->note.context = found;
		gen_differs(gen, found->bytes[LEFT].b, found->bytes[LEFT].len,
			    found->bytes[RIGHT].b, found->bytes[RIGHT].len);
		return;
	}
	gen_random_2b(gen, 30);
}

static void object_name(struct gen *gen)
{
	const struct object *object = gen_object(gen, 0);

	if (object != NULL && rng_chance(&gen->rng, 90))
		gen_pair_2b(gen, object->name);
	else
		gen_random_2b(gen, 34);
}

static void credential(struct gen *gen)
{
	const struct model *model = gen->model;

	if (model->credential[LEFT].len == 0) {
		gen_random_2b(gen, 60);
		gen_random_2b(gen, 60);
		return;
	}
	gen_differs(gen, model->credential[LEFT].b, model->credential[LEFT].len,
		    model->credential[RIGHT].b, model->credential[RIGHT].len);
}

static void test_parms(struct gen *gen)
{
	gen_parms(gen);
}

/* A ticket that was made with this tag, or a NULL ticket, or nonsense */
static void ticket_of(struct gen *gen, uint16_t tag)
{
	uint32_t start = rng_below(&gen->rng, MODEL_TICKETS);

	for (uint32_t i = 0; i < MODEL_TICKETS && rng_chance(&gen->rng, 80); i++) {
		const struct ticket *ticket = &gen->model->tickets[(start + i) % MODEL_TICKETS];

		if (!ticket->is_used || ticket->tag != tag)
			continue;
		gen_differs(gen, ticket->bytes[LEFT].b, ticket->bytes[LEFT].len,
			    ticket->bytes[RIGHT].b, ticket->bytes[RIGHT].len);
		return;
	}
	both_number(&gen->in, tag, 2);
	both_number(&gen->in, rng_chance(&gen->rng, 90) ? TPM_RH_NULL : TPM_RH_OWNER, 4);
	if (rng_chance(&gen->rng, 90))
		both_number(&gen->in, 0, 2);
	else
		gen_random_2b(gen, 64);
}

static void hashcheck(struct gen *gen)
{
	ticket_of(gen, TPM_ST_HASHCHECK);
}

static void certify_creation(struct gen *gen)
{
	const struct object *object = gen_object(gen, 1);
	const struct ticket *found = NULL;

	for (uint32_t i = 0; object != NULL && i < MODEL_TICKETS; i++) {
		const struct ticket *ticket = &gen->model->tickets[i];

		if (ticket->is_used && ticket->tag == TPM_ST_CREATION &&
		    brief_equal(&ticket->name[LEFT], &object->name[LEFT]))
			found = ticket;
	}
	gen_random_2b(gen, 20);
	if (found != NULL)
		both_2b(&gen->in, found->digest[LEFT].b, found->digest[LEFT].len);
	else
		gen_random_2b(gen, 34);
	signing_scheme(gen);
	if (found != NULL)
		gen_differs(gen, found->bytes[LEFT].b, found->bytes[LEFT].len,
			    found->bytes[RIGHT].b, found->bytes[RIGHT].len);
	else
		ticket_of(gen, TPM_ST_CREATION);
}

static void template(struct gen *gen)
{
	public_create(gen);
}

/* clang-format off */
const struct word words_object[] = {
	{ "sensitive_create", sensitive_create }, { "public_create", public_create },
	{ "blob", blob }, { "external", external }, { "import", import }, { "duplicate", duplicate },
	{ "scheme", signing_scheme }, { "digest", digest }, { "verify", verify },
	{ "rsa_scheme", rsa_scheme }, { "encrypt_scheme", encrypt_scheme }, { "label", label }, { "rsa_block", rsa_block },
	{ "point", point }, { "persistent", persistent }, { "flush", flush }, { "context", context },
	{ "object_name", object_name }, { "credential", credential }, { "test_parms", test_parms },
	{ "hashcheck", hashcheck }, { "certify_creation", certify_creation },
	{ "template", template }, { NULL, NULL },
};
/* clang-format on */
