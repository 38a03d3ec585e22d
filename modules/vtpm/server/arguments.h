/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of tpm_server. */
#ifndef VTPM_SERVER_ARGUMENTS_H
#define VTPM_SERVER_ARGUMENTS_H

#include <stdint.h>

#include "modules/vtpm/server/backend.h"

enum server_exit {
	SERVER_OK = 0,
	SERVER_STATE = 1, /* the state file cannot be used */
	SERVER_USAGE = 2,
	SERVER_SOCKET = 3,
};

struct arguments {
	uint16_t port;
	const char *address;
	const char *state; /* NULL: memory only */
	enum backend_switch endorsement_keys;
};

#define ARGUMENTS_GO_ON (-1)

/* Parses argv[1..argc) into *out. Returns ARGUMENTS_GO_ON, or the exit status after help or an
 * error was printed. */
int arguments_parse(int argc, char **argv, struct arguments *out);

#endif
