/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Serving clients, several connected at once, one request at a time. */
#ifndef VTPM_SERVER_SERVE_H
#define VTPM_SERVER_SERVE_H

#include "modules/vtpm/server/listen.h"

#define SERVE_CLIENTS_MAX 64

/*
 * Serves until a client says stop or a signal comes on signal_fd (a signalfd). Further clients than
 * SERVE_CLIENTS_MAX wait. Returns OK, or ERR_IO where the system refused to go on.
 */
MUST_USE enum err serve_run(const struct listen *listen, int signal_fd);

#endif
