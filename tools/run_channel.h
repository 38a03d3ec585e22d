/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VMM's side of the measured channel in a run: an agent of our own on a private socket, or one
 * that is there. */
#ifndef TOOLS_RUN_CHANNEL_H
#define TOOLS_RUN_CHANNEL_H

#include <sys/types.h>

#include "tools/problem.h"

struct run_channel {
	char path[108];  /* of the socket that QEMU connects to; "": nothing answers */
	char folder[64]; /* ours, with the socket in it; "": none */
	pid_t agent;     /* 0: none */
};

/*
 * offers: what an agent of our own offers, NULL: start none. said: "unix:PATH" of another VMM side,
 * NULL: none; not both. program: the agent's. Returns OK when the socket is there; the caller ends
 * with run_channel_end. Errors, described in *problem: ERR_FORMAT (said), ERR_IO.
 */
MUST_USE enum err run_channel_start(struct run_channel *channel, const char *program,
				    const char *offers, const char *said, struct problem *problem);

/* Ends the agent and removes its socket. */
void run_channel_end(struct run_channel *channel);

#endif
