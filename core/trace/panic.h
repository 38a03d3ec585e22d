/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of the line: integrity is lost, or an assertion failed. Never on input. */
#ifndef CORE_TRACE_PANIC_H
#define CORE_TRACE_PANIC_H

#include "abi/termination.h"

/* Logs (debug builds: prints a backtrace), wipes every key, requests termination. Callable
 * anywhere. */
__attribute__((noreturn)) void panic(enum termination reason);

/* A bug of ours if it does not hold; compiled in, always. */
#define ASSERT(condition)                                                                          \
	do {                                                                                       \
		if (!(condition))                                                                  \
			panic(TERM_PANIC);                                                         \
	} while (0)

#endif
