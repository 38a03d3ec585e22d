/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding words, and what several files of words need. */
#include "tests/interop/diff/gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/interop/diff/crypt.h"

void gen_word(struct gen *gen, const char *word)
{
	static const struct word *const tables[] = { words_simple, words_object, words_policy,
						     words_session };

	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct word *row = tables[t]; row->name != NULL; row++) {
			if (strcmp(row->name, word) == 0) {
				row->make(gen);
				return;
			}
		}
	}
	fprintf(stderr, "tpm_diff: the grammar has no word %s\n", word);
	abort();
}

void gen_differs(struct gen *gen, const void *left, size_t left_len, const void *right,
		 size_t right_len)
{
	put(&gen->in.side[LEFT], left, left_len);
	put(&gen->in.side[RIGHT], right, right_len);
	if (left_len != right_len || memcmp(left, right, left_len) != 0)
		gen->is_tainted = true;
}

void gen_pair_2b(struct gen *gen, const struct brief *pair)
{
	struct mark mark = mark_2b(&gen->in);

	gen_differs(gen, pair[LEFT].b, pair[LEFT].len, pair[RIGHT].b, pair[RIGHT].len);
	end_2b(&gen->in, mark);
}

uint16_t gen_hash(struct gen *gen)
{
	static const uint16_t usual[] = { TPM_ALG_SHA256, TPM_ALG_SHA256, TPM_ALG_SHA256,
					  TPM_ALG_SHA1,   TPM_ALG_SHA384, TPM_ALG_SHA512 };
	static const uint16_t odd[] = { TPM_ALG_NULL, TPM_ALG_ERROR, TPM_ALG_RSA, 0x0012, 0xffff };

	return rng_chance(&gen->rng, 97) ? RNG_PICK(&gen->rng, usual) : RNG_PICK(&gen->rng, odd);
}

void gen_random_2b(struct gen *gen, uint16_t most)
{
	uint16_t len = (uint16_t)rng_below(&gen->rng, (uint32_t)most + 1);
	uint8_t bytes[WIRE_MAX];

	for (uint16_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)rng_next(&gen->rng);
	both_2b(&gen->in, bytes, len);
}

void gen_new_auth(struct gen *gen, uint16_t most)
{
	struct brief *auth = &gen->note.auth;

	auth->len = rng_chance(&gen->rng, 40) ? 0 : (uint16_t)rng_below(&gen->rng, most + 1u);
	for (uint16_t i = 0; i < auth->len; i++)
		auth->b[i] = (uint8_t)rng_next(&gen->rng);
	if (auth->len != 0 && rng_chance(&gen->rng, 5))
		auth->b[auth->len - 1] = 0;
	both_brief(&gen->in, auth);
	brief_trim(auth);
}

struct object *gen_object(struct gen *gen, uint32_t handle_index)
{
	if (handle_index >= gen->handle_count)
		return NULL;
	return model_object(gen->model, LEFT, gen->handles[handle_index].value[LEFT]);
}

void gen_pcr_selection(struct gen *gen)
{
	static const uint16_t banks[] = { TPM_ALG_SHA256, TPM_ALG_SHA1, TPM_ALG_SHA384,
					  TPM_ALG_SHA512 };
	uint32_t count = rng_below(&gen->rng, 3);

	both_number(&gen->in, count, 4);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t pick = rng_chance(&gen->rng, 50) ? 1u << rng_below(&gen->rng, 24)
							  : (uint32_t)rng_next(&gen->rng);

		if (rng_chance(&gen->rng, 50))
			pick &= (uint32_t)rng_next(&gen->rng);
		both_number(&gen->in,
			    rng_chance(&gen->rng, 96) ? RNG_PICK(&gen->rng, banks) : gen_hash(gen),
			    2);
		if (rng_chance(&gen->rng, 96)) {
			both_number(&gen->in, 3, 1);
			both_number(&gen->in, pick & 0xffffff, 3);
		} else {
			uint32_t size = rng_below(&gen->rng, 6);

			both_number(&gen->in, size, 1);
			both_number(&gen->in, pick, size > 4 ? 4 : size);
		}
	}
}
