/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ends Parapet: the first CPU that comes here logs, wipes and terminates; the others stop. Must never return,
 * nor trust anything that may have been overwritten.
 */
#include "core/trace/panic.h"

#include <stdatomic.h>

#include "core/platform/platform.h"
#include "core/trace/log.h"

static atomic_flag ending = ATOMIC_FLAG_INIT;

void panic(enum termination reason)
{
	/* The wipe takes other CPUs' stacks from under them, and their faults must not end the VM before it is done */
	while (atomic_flag_test_and_set(&ending))
		platform_pause();
	LOG(LOG_ERROR, "panic: %x", (uint64_t)reason);
	debug_backtrace(0);
	platform_wipe();
	platform_terminate(reason);
}
