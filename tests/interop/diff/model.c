/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables with linear search: a TPM holds few things. */
#include "tests/interop/diff/model.h"

#include <string.h>

void model_reset(struct model *model)
{
	memset(model, 0, sizeof(*model));
}

static bool is_persistent(const struct object *object)
{
	return object->handle[LEFT] >> TPM_HT_SHIFT == TPM_HT_PERSISTENT;
}

void model_lose_volatile(struct model *model)
{
	for (size_t i = 0; i < MODEL_OBJECTS; i++) {
		if (!is_persistent(&model->objects[i]))
			model->objects[i].kind = OBJECT_NONE;
	}
	model->is_reallocated = false;
	memset(model->sessions, 0, sizeof(model->sessions));
	memset(&model->auth[HIER_PLATFORM], 0, sizeof(model->auth[HIER_PLATFORM]));
}

uint32_t hierarchy_handle(enum hierarchy hierarchy)
{
	static const uint32_t handles[HIER_COUNT] = {
		[HIER_OWNER] = TPM_RH_OWNER,
		[HIER_ENDORSEMENT] = TPM_RH_ENDORSEMENT,
		[HIER_PLATFORM] = TPM_RH_PLATFORM,
		[HIER_LOCKOUT] = TPM_RH_LOCKOUT,
	};

	return handles[hierarchy];
}

struct object *model_object(struct model *model, enum side side, uint32_t handle)
{
	for (size_t i = 0; i < MODEL_OBJECTS; i++) {
		struct object *object = &model->objects[i];

		if (object->kind != OBJECT_NONE && object->handle[side] == handle)
			return object;
	}
	return NULL;
}

struct session *model_session(struct model *model, enum side side, uint32_t handle)
{
	for (size_t i = 0; i < MODEL_SESSIONS; i++) {
		if (model->sessions[i].is_used && model->sessions[i].handle[side] == handle)
			return &model->sessions[i];
	}
	return NULL;
}

struct nv_index *model_index(struct model *model, uint32_t handle)
{
	for (size_t i = 0; i < MODEL_INDICES; i++) {
		if (model->indices[i].is_used && model->indices[i].handle == handle)
			return &model->indices[i];
	}
	return NULL;
}

const struct brief *model_auth(struct model *model, uint32_t left_handle)
{
	const struct object *object = model_object(model, LEFT, left_handle);
	const struct nv_index *index = model_index(model, left_handle);

	if (object != NULL)
		return &object->auth;
	if (index != NULL)
		return &index->auth;
	for (int i = 0; i < HIER_COUNT; i++) {
		if (hierarchy_handle((enum hierarchy)i) == left_handle)
			return &model->auth[i];
	}
	return NULL;
}

/* The last entry is the one to give up */
#define NEW_ENTRY(name, type, array, count, used)                                                  \
	struct type *name(struct model *model)                                                     \
	{                                                                                          \
		size_t i = 0;                                                                      \
                                                                                                   \
		while (i < (count)-1 && model->array[i].used)                                      \
			i++;                                                                       \
		memset(&model->array[i], 0, sizeof(model->array[i]));                              \
		return &model->array[i];                                                           \
	}

NEW_ENTRY(model_new_object, object, objects, MODEL_OBJECTS, kind)
NEW_ENTRY(model_new_session, session, sessions, MODEL_SESSIONS, is_used)
NEW_ENTRY(model_new_index, nv_index, indices, MODEL_INDICES, is_used)
NEW_ENTRY(model_new_blob, blob, blobs, MODEL_BLOBS, is_used)
NEW_ENTRY(model_new_context, context, contexts, MODEL_CONTEXTS, is_used)
NEW_ENTRY(model_new_ticket, ticket, tickets, MODEL_TICKETS, is_used)
NEW_ENTRY(model_new_signature, signature, signatures, MODEL_SIGNATURES, is_used)

void model_forget(struct model *model, uint32_t left_handle)
{
	struct object *object = model_object(model, LEFT, left_handle);
	struct session *session = model_session(model, LEFT, left_handle);
	struct nv_index *index = model_index(model, left_handle);

	if (object != NULL)
		object->kind = OBJECT_NONE;
	if (session != NULL)
		session->is_used = false;
	if (index != NULL)
		index->is_used = false;
}

uint32_t model_transient_count(const struct model *model)
{
	uint32_t count = 0;

	for (size_t i = 0; i < MODEL_OBJECTS; i++)
		count +=
			model->objects[i].kind != OBJECT_NONE && !is_persistent(&model->objects[i]);
	return count;
}

uint32_t model_session_count(const struct model *model)
{
	uint32_t count = 0;

	for (size_t i = 0; i < MODEL_SESSIONS; i++)
		count += model->sessions[i].is_used;
	return count;
}

void saved_set(struct saved *saved, const void *data, size_t len)
{
	saved->len = len <= sizeof(saved->b) ? (uint16_t)len : 0;
	memcpy(saved->b, data, saved->len);
}

void brief_trim(struct brief *brief)
{
	while (brief->len != 0 && brief->b[brief->len - 1] == 0)
		brief->len--;
}

bool brief_equal(const struct brief *a, const struct brief *b)
{
	return a->len == b->len && memcmp(a->b, b->b, a->len) == 0;
}
