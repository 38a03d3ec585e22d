/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stream: operations on two fresh TPMs, each a function of the stream's seed and its own number.
 */
#ifndef INTEROP_DIFF_STREAM_H
#define INTEROP_DIFF_STREAM_H

#include "tests/interop/diff/exchange.h"

#define STREAM_OPERATIONS_MAX 2000u
#define DIFFERENCE_TEXT 120u
#define STREAM_PASSED_MAX 64u

struct programs {
	const char *path[SIDES];
};

struct coverage {
	uint32_t tries;
	uint32_t successes;
};

struct stream {
	const struct programs *programs;
	struct server servers[SIDES];
	struct model model;
	uint64_t seed;
	uint64_t commands;
};

/* What differed: the same key for the same fault */
struct difference {
	char key[DIFFERENCE_TEXT];
	uint32_t operation;
	bool is_accepted;
};

enum stream_end { STREAM_EQUAL, STREAM_DIFFERS, STREAM_BROKEN };

/*
 * Runs operations numbers[0..count) of the stream with this seed. Where the answers differ: ends
 * with STREAM_DIFFERS and *difference; accepted differences after which both TPMs are alike are
 * passed by. Adds the commands sent to *commands. detail: prints every command.
 */
enum stream_detail { STREAM_QUIET, STREAM_SHOW };
enum stream_end stream_run(const struct programs *programs, uint64_t seed, const uint32_t *numbers,
			   uint32_t count, enum stream_detail detail, struct difference *difference,
			   uint64_t *commands);

/* Differences whose key has text in it are passed by like accepted ones; to look at what is behind
 * them. */
void stream_pass(const char *text);

/* Calls of each row of the grammar, and of accepted differences, since the start */
const struct coverage *stream_coverage(void);
uint32_t stream_accepted(void);

/* One operation. True: the answers agree. In exchange.c. */
bool exchange_run(struct stream *stream, struct exchange *exchange, uint64_t seed);

#endif
