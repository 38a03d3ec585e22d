/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What debug builds add: a console the host can read, and backtraces. In other builds nothing here
 * leaves a byte of code or text in the image; that is why texts pass through DEBUG_TEXT.
 */
#ifndef CORE_TRACE_DEBUG_H
#define CORE_TRACE_DEBUG_H

#include <stddef.h>
#include <stdint.h>

/* Not in unit tests: a process has its own console and debugger */
#if defined(CONFIG_DEBUG) && defined(PARAPET_FREESTANDING)

#define DEBUG_BUILD 1
#define DEBUG_TEXT(text) (text)

/*
 * Prints one line: text with %u %d %x %p, each taking the next of args[0..LOG_ARGS_MAX), and a line
 * feed. Callable on any CPU, also from exception handlers; waits for another CPU's line, but not
 * for ever.
 */
void debug_print(const char *text, const uint64_t *args);
/* The same for a text without arguments. */
void debug_print_line(const char *text);
/* Prints the callers of the frame, innermost first. frame: a saved RBP, 0 for the caller's own. */
void debug_backtrace(uint64_t frame);
/* From here on nothing is printed. */
void debug_quiet(void);

#else

#define DEBUG_BUILD 0
#define DEBUG_TEXT(text) ((const char *)NULL)

static inline void debug_print(const char *text, const uint64_t *args)
{
	(void)text;
	(void)args;
}

static inline void debug_print_line(const char *text)
{
	(void)text;
}

static inline void debug_backtrace(uint64_t frame)
{
	(void)frame;
}

static inline void debug_quiet(void)
{
}

#endif
#endif
