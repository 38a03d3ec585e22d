/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's command line for a run. */
#ifndef TOOLS_RUN_ARGUMENTS_H
#define TOOLS_RUN_ARGUMENTS_H

#include "tools/run_qemu.h"

#define RUN_ARGUMENTS_MAX 56

struct run_arguments {
	const char *list[RUN_ARGUMENTS_MAX + 1]; /* ends with NULL; into this structure and *qemu */
	int count;
	char machine[128];
	char memory[32];
	char smp[16];
	char bundle[40];
	char log[64];
	char channel[160];
	char backend[4352];
	char drive[8448];
};

/*
 * Makes the list. log_fd: what the machine's log is written to. Errors, described in *problem:
 * ERR_FORMAT (a file's name that QEMU cannot be told).
 */
MUST_USE enum err run_arguments_make(struct run_arguments *arguments, const struct run_qemu *qemu,
				     int log_fd, struct problem *problem);

#endif
