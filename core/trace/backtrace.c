/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backtraces of debug builds, along the saved frame pointers. Must never follow one out of the
 * stack it started on: the chain may be what went wrong.
 */
#include "abi/log.h"
#include "core/platform/platform.h"
#include "core/trace/debug.h"

#define FRAMES_MAX 32u

struct stack_frame {
	uint64_t caller; /* its RBP */
	uint64_t address;
};

/* A stack lies within one aligned piece of this size (abi/boot.h) */
static bool is_next_frame(uint64_t frame, uint64_t next)
{
	return next > frame && next % sizeof(uint64_t) == 0 &&
	       (frame ^ next) < BOOT_PERCPU_STACK_TOP;
}

void debug_backtrace(uint64_t frame)
{
	/* cast: where the frames lie is plain arithmetic from here on */
	if (frame == 0)
		frame = (uint64_t)__builtin_frame_address(0);
	for (uint32_t i = 0; i < FRAMES_MAX; i++) {
		/* cast: a saved frame pointer, on the stack that is_next_frame bounds */
		const struct stack_frame *at = (const struct stack_frame *)frame;

		debug_print("  called from %p", (const uint64_t[LOG_ARGS_MAX]){ at->address });
		if (!is_next_frame(frame, at->caller))
			break;
		frame = at->caller;
	}
}
