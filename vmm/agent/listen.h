/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unix sockets: one to listen on that is ours alone, and connecting to another's. */
#ifndef VMM_AGENT_LISTEN_H
#define VMM_AGENT_LISTEN_H

#include "tools/problem.h"

struct listener {
	int fd;
	int lock_fd;
	const char *path;
};

/*
 * Listens at address, "unix:PATH", mode 0600. PATH.lock, held while the listener is open, says
 * whose PATH is: a socket that a dead agent left is replaced, one of a living agent is not, nor
 * anything that is no socket. On OK the caller ends with listen_close. Errors: ERR_FORMAT
 * (address), ERR_BUSY (another agent), ERR_IO.
 */
MUST_USE enum err listen_open(struct listener *listener, const char *address,
			      struct problem *problem);

/* Stops listening and removes the socket; the lock file stays, unlocked. */
void listen_close(struct listener *listener);

/* Connects to address, "unix:PATH" or "PATH". Returns a non-blocking descriptor, or -1 with errno
 * set. */
int listen_connect(const char *address);

#endif
