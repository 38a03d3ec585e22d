/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The log ring. LOG(level, "text %u", arg) records a token and up to four 64-bit arguments; the
 * text stays out of the image (abi/log.h). In debug builds the text is also printed on the host's
 * console.
 */
#ifndef CORE_TRACE_LOG_H
#define CORE_TRACE_LOG_H

#include "abi/log.h"
#include "core/trace/debug.h"
#include "lib/err.h"

/* text: a literal, ≤ 143 bytes, conversions %u %d %x %p only, one 64-bit argument each */
#define LOG(level_, text_, ...)                                                                    \
	do {                                                                                       \
		static const struct log_message log_message_                                       \
			__attribute__((section(LOG_SECTION), used)) = { .file = __FILE__,          \
									.line = __LINE__,          \
									.level = (level_),         \
									.text = text_ };           \
		log_write(&log_message_, (level_), (const uint64_t[LOG_ARGS_MAX]){ __VA_ARGS__ },  \
			  sizeof((const uint64_t[]){ 0 __VA_OPT__(, ) __VA_ARGS__ }) / 8 - 1);     \
		debug_print(DEBUG_TEXT(text_), (const uint64_t[LOG_ARGS_MAX]){ __VA_ARGS__ });     \
	} while (0)

/* Takes the ring's memory (entries records) from the caller for good; before this, records are
 * dropped. */
void log_init_take(struct log_record *ring, uint32_t entries);

/* Records below this level are kept (default LOG_INFO). */
void log_set_level(enum log_level level);

/* Use LOG. Callable on any CPU, also from exception handlers; takes no lock. */
void log_write(const struct log_message *message, enum log_level level, const uint64_t *args,
	       uint64_t count);

/*
 * Copies records with sequence ≥ from into out[0..max), oldest first.
 * Returns how many; *next is where to go on; *lost counts records that were overwritten before from
 * could be served.
 */
uint32_t log_read(uint64_t from, struct log_record *out, uint32_t max, uint64_t *next,
		  uint64_t *lost);

#endif
