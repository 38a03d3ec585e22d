/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the generator knows of the two TPMs: which objects, sessions and NV indices there should be,
 * and what each side calls them. It steers choices and makes authorisations right; a wrong belief
 * costs coverage, never truth.
 */
#ifndef INTEROP_DIFF_MODEL_H
#define INTEROP_DIFF_MODEL_H

#include "abi/tpm.h"
#include "tests/interop/diff/wire.h"

#define MODEL_OBJECTS 8u
#define MODEL_SESSIONS 5u
#define MODEL_INDICES 6u
#define MODEL_BLOBS 6u
#define MODEL_CONTEXTS 4u
#define MODEL_TICKETS 8u
#define MODEL_SIGNATURES 4u
#define MODEL_SAVED_MAX 1400u

struct saved {
	uint16_t len;
	uint8_t b[MODEL_SAVED_MAX];
};

enum object_kind { OBJECT_NONE, OBJECT_KEY, OBJECT_SEQUENCE };

struct object {
	enum object_kind kind;
	bool is_same;  /* both sides hold the same key */
	bool is_child; /* but under parents that differ: so do its qualified names */
	bool is_public_only;
	bool has_event; /* an event sequence, a hash sequence without a key: no ticket questions */
	uint32_t handle[SIDES];
	struct brief name[SIDES];
	struct saved public[SIDES]; /* TPMT_PUBLIC */
	uint16_t type;
	uint16_t name_alg;
	uint16_t curve;
	uint32_t attributes;
	uint32_t policy_code;
	struct brief auth;
	struct brief secret; /* an HMAC key that a client brought; else empty */
};

struct session {
	bool is_used;
	bool is_tainted; /* its policy digest depends on what each side made itself */
	bool wants_auth; /* PolicyAuthValue was done */
	bool wants_password;
	uint32_t code; /* the one of PolicyCommandCode, where it came first and alone */
	bool has_policy;
	uint8_t type; /* TPM_SE_* */
	uint16_t hash;
	uint16_t symmetric; /* TPM_ALG_NULL, _AES, _XOR */
	uint16_t bits;
	uint16_t mode;
	uint32_t handle[SIDES];
	struct brief nonce_tpm[SIDES];
	struct brief nonce_caller;
	struct brief key[SIDES];
	bool is_bound;
	struct brief bound_name[SIDES]; /* and its authorisation value then */
	struct brief bound_auth;
};

struct nv_index {
	bool is_used;
	uint32_t handle;
	uint32_t attributes;
	uint16_t size;
	uint16_t name_alg;
	uint32_t policy_code;
	struct brief auth;
};

struct blob { /* from Create, Duplicate, Import */
	bool is_used;
	struct saved private[SIDES];
	struct saved public[SIDES];
	uint16_t type;
	uint16_t name_alg;
	uint16_t curve;
	uint32_t attributes;
	uint32_t policy_code;
	struct brief auth;
	struct brief parent[SIDES]; /* its name */
};

struct context {
	bool is_used;
	struct saved bytes[SIDES];
	struct object object; /* as it was, where it was one */
	int session;          /* index of the session that was saved, or -1 */
};

struct ticket {
	bool is_used;
	uint16_t tag;
	struct saved bytes[SIDES]; /* the whole TPMT_TK_* */
	struct saved
		digest[SIDES];    /* what it is about: a digest, or a creation hash, or a timeout */
	struct brief name[SIDES]; /* of the key or object */
};

struct signature {
	bool is_used;
	struct brief digest;
	struct saved bytes[SIDES]; /* TPMT_SIGNATURE */
	struct brief name[SIDES];
};

enum hierarchy { HIER_OWNER, HIER_ENDORSEMENT, HIER_PLATFORM, HIER_LOCKOUT, HIER_COUNT };

struct model {
	struct object objects[MODEL_OBJECTS];
	struct session sessions[MODEL_SESSIONS];
	struct nv_index indices[MODEL_INDICES];
	struct blob blobs[MODEL_BLOBS];
	struct context contexts[MODEL_CONTEXTS];
	struct ticket tickets[MODEL_TICKETS];
	struct signature signatures[MODEL_SIGNATURES];
	struct brief auth[HIER_COUNT];
	struct saved credential[SIDES]; /* idObject, and */
	struct saved secret[SIDES];
	struct brief credential_name[SIDES];
	bool is_pcr_tainted;
	bool is_reallocated; /* PCR_Allocate waits for power */
};

void model_reset(struct model *model);
/* Power or a Startup went by: transient things are gone. */
void model_lose_volatile(struct model *model);

uint32_t hierarchy_handle(enum hierarchy hierarchy);

/* The entry with this handle on side, or NULL */
struct object *model_object(struct model *model, enum side side, uint32_t handle);
struct session *model_session(struct model *model, enum side side, uint32_t handle);
struct nv_index *model_index(struct model *model, uint32_t handle);
/* The authorisation value of any entity, by its handle on the left; NULL: empty, or not known */
const struct brief *model_auth(struct model *model, uint32_t left_handle);

/* A free entry, or a used one that is given up */
struct object *model_new_object(struct model *model);
struct session *model_new_session(struct model *model);
struct nv_index *model_new_index(struct model *model);
struct blob *model_new_blob(struct model *model);
struct context *model_new_context(struct model *model);
struct ticket *model_new_ticket(struct model *model);
struct signature *model_new_signature(struct model *model);
/* What has a handle that the TPM does not know, or has given to something else, is gone */
void model_forget(struct model *model, uint32_t left_handle);

uint32_t model_transient_count(const struct model *model);
uint32_t model_session_count(const struct model *model);

void saved_set(struct saved *saved, const void *data, size_t len);
/* Without the zeros at its end, as a TPM keeps authorisation values */
void brief_trim(struct brief *brief);
bool brief_equal(const struct brief *a, const struct brief *b);

#endif
