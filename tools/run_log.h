/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's log: what its '@' lines say. Contract: abi/machine.h. */
#ifndef TOOLS_RUN_LOG_H
#define TOOLS_RUN_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define RUN_LOG_LINE 512u
#define RUN_LOG_PAIRS 96u
#define RUN_LOG_TAIL 16u

enum run_end {
	RUN_NO_END, /* QEMU ended without the machine saying how */
	RUN_PASS,
	RUN_FAIL,
	RUN_HALT,
	RUN_RULE,
	RUN_INPUT,
	RUN_RESET,
};

struct run_pair {
	char name[40];
	uint64_t value;
};

struct run_log {
	char console_last;       /* last byte of the guest's console, 0: none yet */
	char line[RUN_LOG_LINE]; /* the one in the making */
	size_t len;
	char tail[RUN_LOG_TAIL][RUN_LOG_LINE]; /* the last lines that are not for programs */
	size_t tail_count;
	bool verbose; /* every line goes to standard error as it comes */

	char digest[97]; /* "": none yet */
	struct run_pair counts[RUN_LOG_PAIRS];
	size_t count_count;
	struct run_pair marks[RUN_LOG_PAIRS];
	size_t mark_count;
	enum run_end end;
	char end_text[RUN_LOG_LINE]; /* what follows the kind */
	uint32_t halt_vmpl;
	uint32_t halt_set;
	uint32_t halt_code;
};

/* Takes in len bytes as they come; lines may be cut anywhere. Zeroed is the start. */
void run_log_take(struct run_log *log, const char *bytes, size_t len);

/* Prints the last lines for people to standard error, unless they went there already. */
void run_log_print_tail(const struct run_log *log);

/* "pass", "fail" … */
const char *run_end_name(enum run_end end);

#endif
