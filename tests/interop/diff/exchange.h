/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One command to both TPMs, and both answers, taken apart. */
#ifndef INTEROP_DIFF_EXCHANGE_H
#define INTEROP_DIFF_EXCHANGE_H

#include "tests/interop/diff/grammar.h"
#include "tests/interop/diff/server.h"

#define EXCHANGE_SESSIONS_MAX 3u

enum use_kind { USE_PASSWORD, USE_SESSION };

/* One entry of the authorisation area */
struct use {
	enum use_kind kind;
	struct session *session; /* NULL: a password */
	int handle;              /* the handle it authorises, -1: none */
	uint8_t attributes;
	struct brief nonce; /* nonceCaller */
	struct brief auth;  /* the value believed right; now and then a wrong one */
	bool is_bound_to_handle;
};

struct exchange {
	struct gen gen;
	const struct grammar_row *row;
	uint8_t locality;
	uint16_t tag;
	uint32_t cc;
	struct use uses[EXCHANGE_SESSIONS_MAX];
	uint32_t use_count;
	struct brief names[SIDES][GEN_HANDLES_MAX];
	struct pair command;
	struct pair response;
	bool is_mutated;

	/* of the answers */
	uint32_t rc[SIDES];
	uint32_t handle[SIDES];
	struct reader out[SIDES];
	bool is_authentic[SIDES]; /* every session's HMAC of the response is right */
	bool is_success;          /* on both sides */
	const char *differs;      /* what of the answers, or NULL */
};

/* Chooses sessions for the handles that want them, and further ones. */
void auth_choose(struct exchange *exchange);
/* Encrypts the first parameter where a session says so, and appends the authorisation areas to area
 */
void auth_build(struct exchange *exchange, struct pair *area);
/*
 * Checks the sessions of a response; area: what follows its parameters. Rolls nonces, decrypts the
 * first parameter in place, forgets sessions that have ended. Called for both sides in order.
 */
void auth_take(struct exchange *exchange, enum side side, struct reader area);
/* After auth_take of both sides */
void auth_end(struct exchange *exchange);

/* Whether a name is needed for handles of this command: some session has an HMAC */
bool auth_needs_names(const struct exchange *exchange);

#endif
