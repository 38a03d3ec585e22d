/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ends Parapet: the first CPU that comes here logs, wipes and terminates; the others stop. Must
 * never return, nor trust anything that may have been overwritten.
 */
#include "core/trace/panic.h"

#include <stdatomic.h>

#include "core/platform/platform.h"
#include "core/trace/log.h"

static _Atomic uint32_t ending; /* 1 + the CPU that came first */

/* The wipe takes other CPUs' stacks from under them, and their faults must not end the VM before it
 * is done; but who fails while wiping ends at once. */
static void enter_alone(enum termination reason)
{
	uint32_t nobody = 0;
	uint32_t self = platform_cpu() + 1;

	if (atomic_compare_exchange_strong(&ending, &nobody, self))
		return;
	if (nobody == self)
		platform_terminate(reason);
	for (;;)
		platform_pause();
}

void panic(enum termination reason)
{
	enter_alone(reason);
	LOG(LOG_ERROR, "panic: %x", (uint64_t)reason);
	debug_backtrace(0);
	platform_wipe();
	platform_terminate(reason);
}
