/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for handles: which thing a command is done to. Now and then a handle that names nothing, or
 * a wrong thing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/interop/diff/gen_public.h"

struct handle_word {
	const char *name;
	bool (*pick)(struct gen *gen, uint32_t *value);
};

static bool same(uint32_t *value, uint32_t handle)
{
	value[LEFT] = handle;
	value[RIGHT] = handle;
	return true;
}

static bool pick_wrong(struct gen *gen, uint32_t *value)
{
	static const uint32_t wrong[] = {
		0,          0x17,       0x18,       0x01000000, 0x01800000, 0x02000000, 0x03000000,
		0x40000001, 0x40000007, 0x40000009, 0x4000000a, 0x4000000b, 0x4000000c, 0x40000010,
		0x80000000, 0x80000002, 0x80000005, 0x81000001, 0x81800000, 0x90000000, 0xffffffff,
		0x02000001, 0x03000001, 0x4000000d, 0x40000000
	};

	return same(value, RNG_PICK(&gen->rng, wrong));
}

static bool is_asymmetric(const struct object *object)
{
	return object->type == TPM_ALG_RSA || object->type == TPM_ALG_ECC;
}

static bool is_any(const struct object *object)
{
	return object->kind == OBJECT_KEY;
}

static bool is_parent(const struct object *object)
{
	const uint32_t bits = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT;

	return is_any(object) && (object->attributes & bits) == bits && !object->is_public_only &&
	       object->type != TPM_ALG_KEYEDHASH;
}

static bool is_signer(const struct object *object)
{
	return is_any(object) && (object->attributes & TPMA_OBJECT_SIGN_ENCRYPT) != 0 &&
	       object->type != TPM_ALG_SYMCIPHER;
}

static bool is_salter(const struct object *object)
{
	return is_any(object) && (object->attributes & TPMA_OBJECT_DECRYPT) != 0 &&
	       is_asymmetric(object);
}

static bool is_rsa(const struct object *object)
{
	return is_any(object) && object->type == TPM_ALG_RSA;
}

static bool is_ecc(const struct object *object)
{
	return is_any(object) && object->type == TPM_ALG_ECC;
}

static bool is_daa(const struct object *object)
{
	return is_ecc(object) && public_scheme(object) == TPM_ALG_ECDAA;
}

static bool is_cipher(const struct object *object)
{
	return is_any(object) && object->type == TPM_ALG_SYMCIPHER;
}

static bool is_hmac(const struct object *object)
{
	return is_signer(object) && object->type == TPM_ALG_KEYEDHASH;
}

static bool is_mac(const struct object *object)
{
	return is_hmac(object) || is_cipher(object);
}

static bool is_sealed(const struct object *object)
{
	const uint32_t bits = TPMA_OBJECT_SIGN_ENCRYPT | TPMA_OBJECT_DECRYPT;

	return is_any(object) && object->type == TPM_ALG_KEYEDHASH &&
	       (object->attributes & bits) == 0;
}

static bool is_sequence(const struct object *object)
{
	return object->kind == OBJECT_SEQUENCE;
}

static bool is_transient(const struct object *object)
{
	return object->kind != OBJECT_NONE &&
	       object->handle[LEFT] >> TPM_HT_SHIFT == TPM_HT_TRANSIENT;
}

static bool pick_object(struct gen *gen, uint32_t *value, bool (*fits)(const struct object *object))
{
	const struct object *found[MODEL_OBJECTS];
	uint32_t count = 0;
	const struct object *object;

	for (size_t i = 0; i < MODEL_OBJECTS; i++) {
		if (gen->model->objects[i].kind != OBJECT_NONE && fits(&gen->model->objects[i]))
			found[count++] = &gen->model->objects[i];
	}
	if (count == 0)
		return false;
	object = found[rng_below(&gen->rng, count)];
	value[LEFT] = object->handle[LEFT];
	value[RIGHT] = object->handle[RIGHT];
	if (!object->is_same)
		gen->is_tainted = true;
	if (object->is_child)
		gen->has_child = true;
	return true;
}

#define PICK_OBJECT(word)                                                                          \
	static bool pick_##word(struct gen *gen, uint32_t *value)                                  \
	{                                                                                          \
		return pick_object(gen, value, is_##word);                                         \
	}

PICK_OBJECT(any)
PICK_OBJECT(parent)
PICK_OBJECT(signer)
PICK_OBJECT(salter)
PICK_OBJECT(rsa)
PICK_OBJECT(ecc)
PICK_OBJECT(cipher)
PICK_OBJECT(daa)
PICK_OBJECT(hmac)
PICK_OBJECT(mac)
PICK_OBJECT(sealed)
PICK_OBJECT(sequence)
PICK_OBJECT(transient)

static bool pick_null_or_signer(struct gen *gen, uint32_t *value)
{
	if (rng_chance(&gen->rng, 20) || !pick_signer(gen, value))
		return same(value, TPM_RH_NULL);
	return true;
}

static bool pick_null_or_salter(struct gen *gen, uint32_t *value)
{
	if (rng_chance(&gen->rng, 60) || !pick_salter(gen, value))
		return same(value, TPM_RH_NULL);
	return true;
}

static bool pick_null_or_parent(struct gen *gen, uint32_t *value)
{
	if (rng_chance(&gen->rng, 40) || !pick_parent(gen, value))
		return same(value, TPM_RH_NULL);
	return true;
}

static bool pick_hierarchy(struct gen *gen, uint32_t *value)
{
	static const uint32_t handles[] = { TPM_RH_OWNER, TPM_RH_OWNER, TPM_RH_ENDORSEMENT,
					    TPM_RH_PLATFORM, TPM_RH_NULL };

	return same(value, RNG_PICK(&gen->rng, handles));
}

static bool pick_parent_or_hierarchy(struct gen *gen, uint32_t *value)
{
	if (rng_chance(&gen->rng, 50) && pick_parent(gen, value))
		return true;
	return pick_hierarchy(gen, value);
}

static bool pick_provision(struct gen *gen, uint32_t *value)
{
	return same(value, rng_chance(&gen->rng, 60) ? TPM_RH_OWNER : TPM_RH_PLATFORM);
}

static bool pick_platform(struct gen *gen, uint32_t *value)
{
	(void)gen;
	return same(value, TPM_RH_PLATFORM);
}

static bool pick_lockout(struct gen *gen, uint32_t *value)
{
	(void)gen;
	return same(value, TPM_RH_LOCKOUT);
}

static bool pick_endorsement(struct gen *gen, uint32_t *value)
{
	(void)gen;
	return same(value, TPM_RH_ENDORSEMENT);
}

static bool pick_clear(struct gen *gen, uint32_t *value)
{
	return same(value, rng_chance(&gen->rng, 50) ? TPM_RH_LOCKOUT : TPM_RH_PLATFORM);
}

static bool pick_any_hierarchy(struct gen *gen, uint32_t *value)
{
	return same(value, hierarchy_handle((enum hierarchy)rng_below(&gen->rng, HIER_COUNT)));
}

static bool pick_pcr(struct gen *gen, uint32_t *value)
{
	static const uint32_t usual[] = { 0, 1, 7, 16, 16, 23, 23, 17, 20, 21, 22, 10 };

	return same(value, RNG_PICK(&gen->rng, usual));
}

static bool pick_nv(struct gen *gen, uint32_t *value)
{
	uint32_t start = rng_below(&gen->rng, MODEL_INDICES);

	for (uint32_t i = 0; i < MODEL_INDICES; i++) {
		const struct nv_index *index = &gen->model->indices[(start + i) % MODEL_INDICES];

		if (index->is_used)
			return same(value, index->handle);
	}
	return false;
}

/* Who authorises NV commands: the index itself, mostly, or owner or platform. The index comes next:
 * the same. */
static bool pick_nv_auth(struct gen *gen, uint32_t *value)
{
	if (rng_chance(&gen->rng, 30))
		return pick_provision(gen, value);
	return pick_nv(gen, value);
}

static bool pick_nv_after_auth(struct gen *gen, uint32_t *value)
{
	uint32_t first = gen->handles[0].value[LEFT];

	if (first >> TPM_HT_SHIFT == TPM_HT_NV_INDEX && rng_chance(&gen->rng, 95))
		return same(value, first);
	return pick_nv(gen, value);
}

static bool pick_session_if(struct gen *gen, uint32_t *value, bool wants_policy)
{
	uint32_t start = rng_below(&gen->rng, MODEL_SESSIONS);

	for (uint32_t i = 0; i < MODEL_SESSIONS; i++) {
		const struct session *session = &gen->model->sessions[(start + i) % MODEL_SESSIONS];

		if (!session->is_used || (wants_policy && session->type == TPM_SE_HMAC))
			continue;
		value[LEFT] = session->handle[LEFT];
		value[RIGHT] = session->handle[RIGHT];
		if (session->is_tainted)
			gen->is_tainted = true;
		return true;
	}
	return false;
}

static bool pick_session(struct gen *gen, uint32_t *value)
{
	return pick_session_if(gen, value, false);
}

static bool pick_policy(struct gen *gen, uint32_t *value)
{
	return pick_session_if(gen, value, true);
}

/* Anything that has an authorisation value */
static bool pick_entity(struct gen *gen, uint32_t *value)
{
	uint32_t kind = rng_below(&gen->rng, 10);

	if (kind < 4 && pick_any(gen, value))
		return true;
	if (kind < 6 && pick_nv(gen, value))
		return true;
	if (kind == 6)
		return pick_pcr(gen, value);
	return rng_chance(&gen->rng, 80) ? pick_any_hierarchy(gen, value)
					 : same(value, TPM_RH_NULL);
}

static bool pick_null_or_entity(struct gen *gen, uint32_t *value)
{
	if (rng_chance(&gen->rng, 50))
		return same(value, TPM_RH_NULL);
	return pick_entity(gen, value);
}

static bool pick_saveable(struct gen *gen, uint32_t *value)
{
	if (rng_chance(&gen->rng, 40) && pick_session(gen, value))
		return true;
	return pick_transient(gen, value);
}

/* clang-format off */
static const struct handle_word handle_words[] = {
	{ "any", pick_any },		{ "parent", pick_parent },
	{ "signer", pick_signer },	{ "rsa", pick_rsa },
	{ "ecc", pick_ecc },		{ "cipher", pick_cipher }, { "daa", pick_daa },
	{ "hmac", pick_hmac },		{ "sealed", pick_sealed }, { "mac", pick_mac },
	{ "sequence", pick_sequence },	{ "signer0", pick_null_or_signer },
	{ "salter0", pick_null_or_salter }, { "parent0", pick_null_or_parent },
	{ "hierarchy", pick_hierarchy },{ "parent_or_hierarchy", pick_parent_or_hierarchy },
	{ "provision", pick_provision },{ "platform", pick_platform },
	{ "lockout", pick_lockout },	{ "endorsement", pick_endorsement },
	{ "clear", pick_clear },	{ "any_hierarchy", pick_any_hierarchy },
	{ "pcr", pick_pcr },		{ "nv", pick_nv },
	{ "nv_auth", pick_nv_auth },	{ "nv_after", pick_nv_after_auth },
	{ "session", pick_session },	{ "policy", pick_policy },
	{ "entity", pick_entity },	{ "entity0", pick_null_or_entity },
	{ "salter", pick_salter },	{ "saveable", pick_saveable },
};
/* clang-format on */

/* "word", "word!" (user authorisation) or "word#" (admin or duplication authorisation) */
bool gen_handle_word(struct gen *gen, const char *word)
{
	size_t len = strcspn(word, "!#");
	struct gen_handle *handle = &gen->handles[gen->handle_count];

	handle->auth = word[len] == '!' ? AUTH_USER : word[len] == '#' ? AUTH_ADMIN : AUTH_NONE;
	for (size_t i = 0; i < sizeof(handle_words) / sizeof(handle_words[0]); i++) {
		bool found;

		if (strlen(handle_words[i].name) != len ||
		    strncmp(handle_words[i].name, word, len) != 0)
			continue;
		found = !rng_chance(&gen->rng, 2) && handle_words[i].pick(gen, handle->value);
		if (!found && rng_chance(&gen->rng, 4)) {
			found = pick_wrong(gen, handle->value);
			/* It may name something after all */
			gen->is_tainted = true;
		}
		gen->handle_count += found;
		return found;
	}
	fprintf(stderr, "tpm_diff: the grammar has no handle %s\n", word);
	abort();
}
