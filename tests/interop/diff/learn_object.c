/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects, blobs, contexts, tickets. */
#include <string.h>

#include "tests/interop/diff/learn.h"

static struct object *add_object(struct learn *learn)
{
	const struct note *note = &learn->gen->note;
	struct object *object;

	model_forget(learn->model, learn->handle[LEFT]);
	object = model_new_object(learn->model);
	object->kind = OBJECT_KEY;
	object->type = note->type;
	object->name_alg = note->name_alg;
	object->curve = note->curve;
	object->attributes = note->attributes;
	object->policy_code = note->policy_code;
	object->auth = note->auth;
	for (int s = 0; s < SIDES; s++)
		object->handle[s] = learn->handle[s];
	return object;
}

static void read_public(struct reader *reader, struct saved *out)
{
	uint16_t len;
	const uint8_t *bytes = take_2b(reader, &len);

	saved_set(out, bytes, len);
}

/* creationData, creationHash */
static void take_creation(struct reader *reader, struct saved *hash)
{
	uint16_t len;
	const uint8_t *bytes;

	take_2b(reader, &len);
	bytes = take_2b(reader, &len);
	saved_set(hash, bytes, len);
}

/* TPMT_TK_*, kept whole */
static struct ticket *keep_ticket(struct learn *learn, struct reader *out, const struct brief *name)
{
	struct ticket *ticket = model_new_ticket(learn->model);

	ticket->is_used = true;
	for (int s = 0; s < SIDES; s++) {
		const uint8_t *start = out[s].at;
		uint16_t len;

		ticket->tag = (uint16_t)take_number(&out[s], 2);
		take_number(&out[s], 4);
		take_2b(&out[s], &len);
		saved_set(&ticket->bytes[s], start, (size_t)(out[s].at - start));
		if (name != NULL)
			ticket->name[s] = name[s];
	}
	return ticket;
}

static struct blob *add_blob(struct learn *learn)
{
	const struct note *note = &learn->gen->note;
	struct blob *blob = model_new_blob(learn->model);

	blob->is_used = true;
	blob->type = note->type;
	blob->name_alg = note->name_alg;
	blob->curve = note->curve;
	blob->attributes = note->attributes;
	blob->policy_code = note->policy_code;
	blob->auth = note->auth;
	blob->parent[LEFT] = learn->name0[LEFT];
	blob->parent[RIGHT] = learn->name0[RIGHT];
	return blob;
}

void learn_create(struct learn *learn)
{
	struct blob *blob = add_blob(learn);
	struct saved hash;

	for (int s = 0; s < SIDES; s++) {
		read_public(&learn->out[s], &blob->private[s]);
		read_public(&learn->out[s], &blob->public[s]);
		take_creation(&learn->out[s], &hash);
	}
	keep_ticket(learn, learn->out, NULL);
}

void learn_import(struct learn *learn)
{
	struct blob *blob = add_blob(learn);

	for (int s = 0; s < SIDES; s++) {
		read_public(&learn->out[s], &blob->private[s]);
		blob->public[s] = learn->gen->note.object.public[s];
	}
}

void learn_create_primary(struct learn *learn)
{
	struct object *object = add_object(learn);
	struct saved hash[SIDES];
	struct ticket *ticket;

	for (int s = 0; s < SIDES; s++) {
		read_public(&learn->out[s], &object->public[s]);
		take_creation(&learn->out[s], &hash[s]);
	}
	ticket = keep_ticket(learn, learn->out, NULL);
	for (int s = 0; s < SIDES; s++) {
		take_brief(&learn->out[s], &object->name[s]);
		ticket->digest[s] = hash[s];
		ticket->name[s] = object->name[s];
	}
}

void learn_create_loaded(struct learn *learn)
{
	struct object *object = add_object(learn);
	uint16_t len;

	for (int s = 0; s < SIDES; s++) {
		take_2b(&learn->out[s], &len);
		read_public(&learn->out[s], &object->public[s]);
		take_brief(&learn->out[s], &object->name[s]);
	}
}

void learn_load(struct learn *learn)
{
	const struct blob *blob = learn->gen->note.blob;
	struct object *object = add_object(learn);

	for (int s = 0; s < SIDES; s++) {
		take_brief(&learn->out[s], &object->name[s]);
		if (blob != NULL)
			object->public[s] = blob->public[s];
	}
	if (blob == NULL)
		return;
	object->is_same = brief_equal(&object->name[LEFT], &object->name[RIGHT]);
	object->is_child = true;
	object->type = blob->type;
	object->name_alg = blob->name_alg;
	object->curve = blob->curve;
	object->attributes = blob->attributes;
	object->policy_code = blob->policy_code;
	object->auth = blob->auth;
}

void learn_external(struct learn *learn)
{
	struct object *object = add_object(learn);
	const struct object *known = &learn->gen->note.object;

	object->is_same = true;
	object->secret = known->secret;
	object->is_public_only = known->is_public_only;
	for (int s = 0; s < SIDES; s++) {
		object->public[s] = known->public[s];
		take_brief(&learn->out[s], &object->name[s]);
	}
}

void learn_credential(struct learn *learn)
{
	for (int s = 0; s < SIDES; s++)
		saved_set(&learn->model->credential[s], learn->out[s].at, learn->out[s].left);
}

void learn_hash(struct learn *learn)
{
	uint16_t len;

	for (int s = 0; s < SIDES; s++)
		take_2b(&learn->out[s], &len);
	keep_ticket(learn, learn->out, NULL);
}

void learn_verified(struct learn *learn)
{
	keep_ticket(learn, learn->out, learn->name0);
}

void learn_sequence(struct learn *learn)
{
	struct object *object;

	model_forget(learn->model, learn->handle[LEFT]);
	object = model_new_object(learn->model);
	object->kind = OBJECT_SEQUENCE;
	object->auth = learn->gen->note.auth;
	object->is_same = !learn->gen->is_tainted;
	for (int s = 0; s < SIDES; s++)
		object->handle[s] = learn->handle[s];
}

void learn_sequence_end(struct learn *learn)
{
	struct object *object = gen_object(learn->gen, learn->gen->handle_count - 1);

	if (object != NULL && object->kind == OBJECT_SEQUENCE)
		object->kind = OBJECT_NONE;
	if (learn->gen->is_tainted && learn->gen->handle_count == 2)
		learn->model->is_pcr_tainted = true;
}

void learn_flush(struct learn *learn)
{
	uint32_t handle = learn->gen->note.handle;
	struct object *object = model_object(learn->model, LEFT, handle);
	struct session *session = model_session(learn->model, LEFT, handle);

	if (object != NULL)
		object->kind = OBJECT_NONE;
	if (session != NULL)
		session->is_used = false;
}

void learn_evict(struct learn *learn)
{
	struct object *object = gen_object(learn->gen, 1);
	struct object *kept;

	if (object == NULL)
		return;
	if (object->handle[LEFT] >> TPM_HT_SHIFT == TPM_HT_PERSISTENT) {
		object->kind = OBJECT_NONE;
		return;
	}
	kept = model_new_object(learn->model);
	*kept = *object;
	kept->handle[LEFT] = learn->gen->note.handle;
	kept->handle[RIGHT] = learn->gen->note.handle;
}

void learn_context_save(struct learn *learn)
{
	uint32_t handle = learn->gen->handles[0].value[LEFT];
	const struct object *object = model_object(learn->model, LEFT, handle);
	struct session *session = model_session(learn->model, LEFT, handle);
	struct context *context = model_new_context(learn->model);

	context->is_used = true;
	context->session = -1;
	if (object != NULL)
		context->object = *object;
	if (session != NULL)
		context->session = (int)(session - learn->model->sessions);
	for (int s = 0; s < SIDES; s++)
		saved_set(&context->bytes[s], learn->out[s].at, learn->out[s].left);
	if (context->bytes[LEFT].len == 0 || context->bytes[RIGHT].len == 0)
		context->is_used = false;
}

void learn_context_load(struct learn *learn)
{
	const struct context *context = learn->gen->note.context;
	struct object *object;

	if (context == NULL || context->session >= 0)
		return;
	object = model_new_object(learn->model);
	*object = context->object;
	object->handle[LEFT] = learn->handle[LEFT];
	object->handle[RIGHT] = learn->handle[RIGHT];
}

void learn_sign(struct learn *learn)
{
	struct signature *signature = model_new_signature(learn->model);

	signature->is_used = true;
	signature->digest = learn->gen->note.digest;
	for (int s = 0; s < SIDES; s++) {
		saved_set(&signature->bytes[s], learn->out[s].at, learn->out[s].left);
		signature->name[s] = learn->name0[s];
	}
}
