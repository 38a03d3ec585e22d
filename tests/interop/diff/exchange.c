/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Building a command for both sides, sending it, and taking the answers apart. */
#include "tests/interop/diff/stream.h"

#include <string.h>

#include "tests/interop/diff/compare.h"
#include "tests/interop/diff/mutate.h"

#define ROW_TRIES 10
#define BROKEN 0xffffffffu

static void add_handle(void *context, const char *word)
{
	struct exchange *exchange = context;

	if (exchange->row != NULL && !gen_handle_word(&exchange->gen, word))
		exchange->row = NULL;
}

static void add_word(void *context, const char *word)
{
	gen_word(&((struct exchange *)context)->gen, word);
}

static bool pick_row(struct exchange *exchange)
{
	struct gen *gen = &exchange->gen;

	for (int i = 0; i < ROW_TRIES; i++) {
		const struct grammar_row *row = grammar_pick(&gen->rng, gen->model);

		gen->handle_count = 0;
		gen->is_tainted = false;
		gen->has_child = false;
		exchange->row = row;
		grammar_words(row->handles, add_handle, exchange);
		if (exchange->row != NULL)
			return true;
	}
	return false;
}

/* The name of an NV index changes as it is written, so the TPM is asked */
static void ask_nv_name(struct server *server, uint32_t handle, struct brief *out)
{
	struct bytes command = { 0 };
	struct bytes response;
	struct reader reader;
	uint16_t len;

	put_number(&command, TPM_ST_NO_SESSIONS, 2);
	put_number(&command, 14, 4);
	put_number(&command, TPM_CC_NV_READ_PUBLIC, 4);
	put_number(&command, handle, 4);
	out->len = 0;
	if (!server_execute(server, 0, &command, &response))
		return;
	reader = (struct reader){ response.b, response.len, false };
	take(&reader, TPM_HEADER_SIZE);
	take_2b(&reader, &len);
	take_brief(&reader, out);
}

static void find_names(struct stream *stream, struct exchange *exchange)
{
	for (int s = 0; s < SIDES; s++) {
		for (uint32_t i = 0; i < exchange->gen.handle_count; i++) {
			uint32_t handle = exchange->gen.handles[i].value[s];
			const struct object *object =
				model_object(exchange->gen.model, (enum side)s, handle);
			struct brief *name = &exchange->names[s][i];
			struct bytes block = { 0 };

			put_number(&block, handle, 4);
			if (object != NULL) {
				*name = object->name[s];
			} else if (handle >> TPM_HT_SHIFT == TPM_HT_NV_INDEX) {
				if (auth_needs_names(exchange))
					ask_nv_name(&stream->servers[s], handle, name);
			} else {
				memcpy(name->b, block.b, 4);
				name->len = 4;
			}
		}
	}
}

static void assemble(struct exchange *exchange, const struct pair *area)
{
	for (int s = 0; s < SIDES; s++) {
		struct bytes *out = &exchange->command.side[s];
		const struct bytes *in = &exchange->gen.in.side[s];
		const struct bytes *auth = &area->side[s];
		size_t len = TPM_HEADER_SIZE + 4u * exchange->gen.handle_count + in->len;

		if (exchange->tag == TPM_ST_SESSIONS)
			len += 4u + auth->len;
		out->len = 0;
		put_number(out, exchange->tag, 2);
		put_number(out, len, 4);
		put_number(out, exchange->cc, 4);
		for (uint32_t i = 0; i < exchange->gen.handle_count; i++)
			put_number(out, exchange->gen.handles[i].value[s], 4);
		if (exchange->tag == TPM_ST_SESSIONS) {
			put_number(out, auth->len, 4);
			put(out, auth->b, auth->len);
		}
		put(out, in->b, in->len);
	}
}

static bool make(struct stream *stream, struct exchange *exchange)
{
	static struct pair area;
	struct gen *gen = &exchange->gen;

	if (!pick_row(exchange))
		return false;
	exchange->cc = exchange->row->cc;
	grammar_words(exchange->row->in, add_word, exchange);
	mutate_parameters(exchange);
	exchange->locality = (uint8_t)(rng_chance(&gen->rng, 96) ? 0 : rng_below(&gen->rng, 5));
	auth_choose(exchange);
	find_names(stream, exchange);
	memset(&area, 0, sizeof(area));
	auth_build(exchange, &area);
	exchange->tag = exchange->use_count != 0 ? TPM_ST_SESSIONS : TPM_ST_NO_SESSIONS;
	assemble(exchange, &area);
	mutate_command(exchange);
	return true;
}

/* What follows the header; false: the header itself is wrong */
static bool take_header(struct exchange *exchange, enum side side, struct reader *reader)
{
	const struct bytes *response = &exchange->response.side[side];
	uint32_t size;

	*reader = (struct reader){ response->b, response->len, false };
	exchange->tag = (uint16_t)take_number(reader, 2);
	size = (uint32_t)take_number(reader, 4);
	exchange->rc[side] = (uint32_t)take_number(reader, 4);
	return !reader->is_short && size == response->len;
}

static void take_response(struct exchange *exchange, enum side side)
{
	struct reader reader;
	uint32_t len;

	exchange->is_authentic[side] = true;
	if (!take_header(exchange, side, &reader)) {
		exchange->rc[side] = BROKEN;
		return;
	}
	if (exchange->rc[side] != TPM_RC_SUCCESS)
		return;
	if (exchange->row != NULL && exchange->row->out[0] == 'H')
		exchange->handle[side] = (uint32_t)take_number(&reader, 4);
	exchange->out[side] = reader;
	if (exchange->tag != TPM_ST_SESSIONS)
		return;
	len = (uint32_t)take_number(&reader, 4);
	exchange->out[side] = (struct reader){ reader.at, len, len > reader.left };
	if (exchange->out[side].is_short || take(&reader, len) == NULL) {
		exchange->out[side].left = 0;
		return;
	}
	if (exchange->row != NULL && exchange->row->learn == learn_hierarchy_auth &&
	    exchange->use_count != 0)
		exchange->uses[0].auth = exchange->gen.note.auth;
	if (exchange->row != NULL && exchange->row->learn == learn_nv_auth &&
	    exchange->use_count != 0)
		exchange->uses[0].auth = exchange->gen.note.auth;
	auth_take(exchange, side, reader);
}

static void learn(struct exchange *exchange)
{
	struct learn learn = { .gen = &exchange->gen, .model = exchange->gen.model };

	for (int s = 0; s < SIDES; s++) {
		learn.handle[s] = exchange->handle[s];
		learn.out[s] = exchange->out[s];
		learn.name0[s] = exchange->names[s][0];
		learn.name1[s] = exchange->names[s][1];
	}
	auth_end(exchange);
	if (exchange->row != NULL && exchange->row->learn != NULL)
		exchange->row->learn(&learn);
}

/* Where the two answers differ, or NULL */
static const char *judge(struct exchange *exchange)
{
	if (exchange->rc[LEFT] != exchange->rc[RIGHT])
		return "code";
	if (exchange->rc[LEFT] != TPM_RC_SUCCESS)
		return exchange->response.side[LEFT].len == exchange->response.side[RIGHT].len
			       ? NULL
			       : "size";
	if (exchange->is_authentic[LEFT] != exchange->is_authentic[RIGHT])
		return "hmac";
	if (!exchange->is_authentic[LEFT])
		exchange->gen.is_tainted = true;
	if (exchange->row == NULL)
		return NULL;
	if (exchange->handle[LEFT] != exchange->handle[RIGHT] &&
	    exchange->cc != TPM_CC_CONTEXT_LOAD)
		return "handle";
	return compare_response(exchange);
}

/* The TPM says that a handle is of nothing: then the belief was wrong */
static void unlearn(struct exchange *exchange)
{
	uint32_t rc = exchange->rc[LEFT];
	uint32_t number = 0;

	if (rc == exchange->rc[RIGHT] && (rc & 0x8ff) == (TPM_RC_HANDLE & 0xff) &&
	    (rc & TPM_RC_P) == 0)
		number = rc >> 8 & 7;
	else if (rc >= TPM_RC_REFERENCE_H0 && rc < TPM_RC_REFERENCE_H0 + GEN_HANDLES_MAX)
		number = rc - TPM_RC_REFERENCE_H0 + 1;
	else if (rc >= TPM_RC_REFERENCE_S0 && rc < TPM_RC_REFERENCE_S0 + EXCHANGE_SESSIONS_MAX &&
		 exchange->uses[rc - TPM_RC_REFERENCE_S0].session != NULL)
		exchange->uses[rc - TPM_RC_REFERENCE_S0].session->is_used = false;
	if (number != 0 && number <= exchange->gen.handle_count)
		model_forget(exchange->gen.model, exchange->gen.handles[number - 1].value[LEFT]);
}

bool exchange_run(struct stream *stream, struct exchange *exchange, uint64_t seed)
{
	memset(exchange, 0, sizeof(*exchange));
	exchange->gen.rng.state = seed;
	exchange->gen.model = &stream->model;
	if (!make(stream, exchange))
		return true;
	stream->commands++;
	exchange->differs = NULL;
	for (int s = 0; s < SIDES; s++) {
		if (!server_execute(&stream->servers[s], exchange->locality,
				    &exchange->command.side[s], &exchange->response.side[s])) {
			exchange->differs = s == LEFT ? "left gone" : "right gone";
			return false;
		}
		take_response(exchange, (enum side)s);
	}
	exchange->differs = judge(exchange);
	if (exchange->rc[LEFT] == TPM_RC_SUCCESS && exchange->rc[RIGHT] == TPM_RC_SUCCESS) {
		exchange->is_success = true;
		if (exchange->is_mutated)
			exchange->gen.is_tainted = true;
		learn(exchange);
	} else if (!exchange->is_mutated) {
		unlearn(exchange);
	}
	return exchange->differs == NULL;
}
