/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Watching a run: console to standard output, the machine's log to its parser, until it ends one
 * way or other. */
#ifndef TOOLS_RUN_WATCH_H
#define TOOLS_RUN_WATCH_H

#include "tools/run_console.h"
#include "tools/run_log.h"
#include "tools/run_qemu.h"

enum run_stop { RUN_ENDED, RUN_DEADLINE, RUN_INTERRUPTED };

/* From here on SIGINT, SIGTERM and SIGHUP are for run_watch to see. Call before QEMU starts.
 * Returns a file descriptor. */
int run_watch_signals(void);

/*
 * Returns when QEMU has ended, after seconds (0: never), on a signal, or when the user asked for
 * it. QEMU may still run then.
 */
enum run_stop run_watch(const struct run_child *child, struct run_console *console, int signal_fd,
			uint64_t seconds, struct run_log *log);

#endif
