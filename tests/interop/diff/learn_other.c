/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions, hierarchies, NV. */
#include <string.h>

#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/learn.h"

/* Key of a session: KDFa over the bound entity's authorisation and the salt, which the note has for
 * a key */
void learn_session(struct learn *learn)
{
	struct session *session = model_new_session(learn->model);
	uint32_t bound = learn->gen->handles[1].value[LEFT];
	const struct brief *auth = model_auth(learn->model, bound);
	static const struct brief empty;

	*session = learn->gen->note.session;
	session->is_used = true;
	session->is_bound = bound != TPM_RH_NULL;
	if (auth == NULL)
		auth = &empty;
	session->bound_auth = *auth;
	for (int s = 0; s < SIDES; s++) {
		struct bytes key = { 0 };
		uint16_t size = crypt_digest_size(session->hash);

		session->handle[s] = learn->handle[s];
		session->bound_name[s] = learn->name1[s];
		take_brief(&learn->out[s], &session->nonce_tpm[s]);
		if (session->is_bound)
			put(&key, auth->b, auth->len);
		put(&key, session->key[s].b, session->key[s].len);
		session->key[s].len = 0;
		if (!session->is_bound && learn->gen->handles[0].value[LEFT] == TPM_RH_NULL)
			continue;
		crypt_kdfa(session->hash, key.b, key.len, "ATH", &session->nonce_tpm[s],
			   &session->nonce_caller, (uint16_t)(size * 8), session->key[s].b);
		session->key[s].len = size;
	}
}

static struct session *session_of(struct learn *learn)
{
	for (uint32_t i = 0; i < learn->gen->handle_count; i++) {
		struct session *session =
			model_session(learn->model, LEFT, learn->gen->handles[i].value[LEFT]);

		if (session != NULL)
			return session;
	}
	return NULL;
}

void learn_restart(struct learn *learn)
{
	struct session *session = session_of(learn);

	if (session == NULL)
		return;
	session->is_tainted = false;
	session->has_policy = false;
	session->code = 0;
	session->wants_auth = false;
	session->wants_password = false;
}

void learn_policy(struct learn *learn)
{
	struct session *session = session_of(learn);

	if (session == NULL)
		return;
	if (learn->gen->is_tainted)
		session->is_tainted = true;
	session->code = session->has_policy ? 0 : learn->gen->note.number;
	session->has_policy = true;
}

void learn_policy_ticket(struct learn *learn)
{
	struct ticket *ticket = model_new_ticket(learn->model);

	learn_policy(learn);
	ticket->is_used = true;
	for (int s = 0; s < SIDES; s++) {
		struct reader *out = &learn->out[s];
		uint16_t len;
		const uint8_t *timeout = take_2b(out, &len);

		saved_set(&ticket->digest[s], timeout, len);
		saved_set(&ticket->bytes[s], out->at, out->left);
		ticket->tag = (uint16_t)take_number(out, 2);
		ticket->name[s] = learn->name0[s];
	}
}

static void drop_objects(struct learn *learn)
{
	for (size_t i = 0; i < MODEL_OBJECTS; i++)
		learn->model->objects[i].kind = OBJECT_NONE;
	memset(learn->model->contexts, 0, sizeof(learn->model->contexts));
}

void learn_change_pps(struct learn *learn)
{
	drop_objects(learn);
}

void learn_change_eps(struct learn *learn)
{
	drop_objects(learn);
	memset(&learn->model->auth[HIER_ENDORSEMENT], 0, sizeof(struct brief));
}

void learn_allocate(struct learn *learn)
{
	learn->model->is_reallocated = true;
}

void learn_clear(struct learn *learn)
{
	drop_objects(learn);
	memset(&learn->model->auth[HIER_OWNER], 0, sizeof(struct brief));
	memset(&learn->model->auth[HIER_ENDORSEMENT], 0, sizeof(struct brief));
	memset(&learn->model->auth[HIER_LOCKOUT], 0, sizeof(struct brief));
	for (size_t i = 0; i < MODEL_INDICES; i++) {
		if ((learn->model->indices[i].attributes & TPMA_NV_PLATFORMCREATE) == 0)
			learn->model->indices[i].is_used = false;
	}
}

void learn_hierarchy_auth(struct learn *learn)
{
	for (int i = 0; i < HIER_COUNT; i++) {
		if (hierarchy_handle((enum hierarchy)i) == learn->gen->handles[0].value[LEFT])
			learn->model->auth[i] = learn->gen->note.auth;
	}
}

void learn_nv_define(struct learn *learn)
{
	const struct note *note = &learn->gen->note;
	struct nv_index *index = model_new_index(learn->model);

	index->is_used = true;
	index->handle = note->handle;
	index->attributes = note->attributes;
	index->size = note->size;
	index->policy_code = note->policy_code;
	index->name_alg = note->name_alg;
	index->auth = note->auth;
}

void learn_nv_undefine(struct learn *learn)
{
	for (uint32_t i = 0; i < learn->gen->handle_count; i++) {
		struct nv_index *index =
			model_index(learn->model, learn->gen->handles[i].value[LEFT]);

		if (index != NULL)
			index->is_used = false;
	}
}

void learn_nv_auth(struct learn *learn)
{
	struct nv_index *index = model_index(learn->model, learn->gen->handles[0].value[LEFT]);

	if (index != NULL)
		index->auth = learn->gen->note.auth;
}
