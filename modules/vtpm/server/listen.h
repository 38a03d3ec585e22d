/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two ports: commands at N, the platform's signals at N + 1. */
#ifndef VTPM_SERVER_LISTEN_H
#define VTPM_SERVER_LISTEN_H

#include <stdint.h>

#include "lib/err.h"

enum listen_port { LISTEN_COMMANDS, LISTEN_PLATFORM, LISTEN_COUNT };

struct listen {
	int fds[LISTEN_COUNT];
	uint16_t port; /* of the commands */
};

/*
 * Listens at address, an IPv4 address in dots, at port and port + 1; port 0: two free neighbours.
 * On OK the caller ends with listen_close. Errors: ERR_FORMAT (address), ERR_BUSY (a port is
 * taken), ERR_IO.
 */
MUST_USE enum err listen_open(struct listen *listen, const char *address, uint16_t port);
void listen_close(struct listen *listen);

/* Takes a client that waits at one of the ports; non-blocking, without delay. Returns -1: there is
 * none. */
int listen_accept(const struct listen *listen, enum listen_port port);

#endif
