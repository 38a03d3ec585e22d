/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The event log as a file: read, replayed, and its negotiation checked again. Contract:
 * abi/eventlog.h. */
#ifndef TOOLS_EVENT_LOG_H
#define TOOLS_EVENT_LOG_H

#include <stdbool.h>
#include <stdio.h>

#include "abi/channel.h"
#include "lib/eventlog.h"
#include "tools/file.h"

struct event_log {
	struct buffer bytes;
	bool has_register; /* the file says what the register was */
	uint8_t reg[SHA384_SIZE];
};

/*
 * Reads path ("-": standard input): the log itself, or text with lines `event: HEX` (and one `event
 * register: HEX`) among others. The caller frees log->bytes. Errors, described in *problem: as
 * file_read, ERR_FORMAT (neither).
 */
MUST_USE enum err event_log_read(const char *path, struct event_log *log, struct problem *problem);

/* What a replay found */
struct event_replay {
	uint8_t reg[SHA384_SIZE];
	uint32_t count;
	uint32_t wrong_digest; /* number of the first event whose digest is not its contents', 0:
				  none */
	bool is_negotiated;    /* HELLO, OFFER and CHOICE are there */
	bool th_is_right;      /* and the CHOICE and the frozen event have their TH */
	uint8_t th[CHANNEL_DIGEST_SIZE]; /* computed from them */
};

/* Walks the log; each is called for every event, number from 1, NULL: not. Errors: ERR_TRUNCATED,
 * ERR_FORMAT. */
typedef void event_fn(void *context, uint32_t number, const struct eventlog_event *event,
		      bool digest_is_right);
MUST_USE enum err event_log_replay(const struct event_log *log, event_fn *each, void *context,
				   struct event_replay *replay);

/* One line about an event: tag and contents in words, without a newline. */
void event_print(FILE *out, const struct eventlog_event *event);

#endif
