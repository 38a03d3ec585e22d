/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A TPM to compare: a process that speaks the simulator's protocol, started anew for each stream.
 */
#ifndef INTEROP_DIFF_SERVER_H
#define INTEROP_DIFF_SERVER_H

#include <sys/types.h>

#include "tests/interop/diff/wire.h"

struct server {
	pid_t pid;
	int output;
	int commands;
	int platform;
};

enum server_signal { SERVER_POWER_ON = 1, SERVER_POWER_OFF = 2, SERVER_NV_ON = 11 };

/* Starts the program at path with "-port 0", connects and gives power. False: said on standard
 * error why. */
bool server_start(struct server *server, const char *path);
void server_stop(struct server *server);

bool server_signal(struct server *server, enum server_signal signal);

/* Runs one command. False: the connection broke, or no answer came in a minute. */
bool server_execute(struct server *server, uint8_t locality, const struct bytes *command,
		    struct bytes *response);

#endif
