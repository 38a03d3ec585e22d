/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Making one command: handles and parameters by the words of the grammar's row. Everything is drawn
 * from the operation's own generator, so an operation stays what it is when others of its stream
 * are left out.
 */
#ifndef INTEROP_DIFF_GEN_H
#define INTEROP_DIFF_GEN_H

#include "tests/interop/diff/model.h"
#include "tests/interop/diff/rng.h"

#define GEN_HANDLES_MAX 3u

enum gen_auth { AUTH_NONE, AUTH_USER, AUTH_ADMIN };

struct gen_handle {
	uint32_t value[SIDES];
	enum gen_auth auth;
};

/* What a command was about to make, for learn.c to believe once it has succeeded */
struct note {
	struct brief auth;
	uint16_t type;
	uint16_t name_alg;
	uint16_t curve;
	uint32_t attributes;
	uint32_t handle;
	uint16_t size;
	struct session session;
	struct object object; /* LoadExternal: name and public area are known */
	const struct blob *blob;
	const struct context *context;
	struct brief digest; /* Sign, Hash */
	uint32_t number;
	uint32_t policy_code; /* of the authPolicy */
	bool has_data;        /* TPMS_SENSITIVE_CREATE: to be sealed, or a key */
};

struct gen {
	struct rng rng;
	struct model *model;
	struct gen_handle handles[GEN_HANDLES_MAX];
	uint32_t handle_count;
	struct pair in;  /* parameters */
	bool is_tainted; /* what the sides were given differs, so results will */
	bool has_child;  /* so will qualified names */
	struct note note;
};

/* Runs a word of the grammar. False: there is nothing now that it could name. */
bool gen_handle_word(struct gen *gen, const char *word);
void gen_word(struct gen *gen, const char *word);

/* --- shared by the files of words --- */

struct word {
	const char *name;
	void (*make)(struct gen *gen);
};
extern const struct word words_simple[];
extern const struct word words_object[];
extern const struct word words_policy[];
extern const struct word words_session[];

/* Appends what differs by side, and taints */
void gen_differs(struct gen *gen, const void *left, size_t left_len, const void *right,
		 size_t right_len);
/* A name or digest of each side, as a TPM2B; taints where they differ */
void gen_pair_2b(struct gen *gen, const struct brief *pair);
/* A TPMI_ALG_HASH, mostly one that exists */
uint16_t gen_hash(struct gen *gen);
/* Random bytes: 0 ≤ length ≤ most */
void gen_random_2b(struct gen *gen, uint16_t most);
/* An authorisation value for something new; noted */
void gen_new_auth(struct gen *gen, uint16_t most);
/* The object a handle of this command names, or NULL */
struct object *gen_object(struct gen *gen, uint32_t handle_index);
/* An authPolicy: mostly none, or that a PolicyCommandCode of gen_policy_code alone satisfies */
void gen_auth_policy(struct gen *gen, uint16_t hash);
uint32_t gen_policy_code(struct gen *gen);
void gen_pcr_selection(struct gen *gen);
/* A signing or decryption scheme for gen_object(0): TPMT_SIG_SCHEME */
void gen_sig_scheme(struct gen *gen, uint32_t handle_index);

#endif
