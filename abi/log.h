/* SPDX-License-Identifier: MIT */
/*
 * Log records. The image carries no message text: a record names its message by a token, the offset of a
 * struct log_message in a section that is not loaded, and `parapet log decode` restores the text.
 */
#ifndef ABI_LOG_H
#define ABI_LOG_H

#include "check.h"

#define LOG_SECTION ".parapet.log"
#define LOG_ARGS_MAX 4u

enum log_level { LOG_ERROR = 0, LOG_WARN = 1, LOG_INFO = 2, LOG_DEBUG = 3 };

struct log_record {
	uint64_t sequence; /* from 1, without gaps; a reader that sees a gap has lost records */
	uint64_t tsc;
	uint32_t token;
	uint16_t cpu;
	uint8_t level;
	uint8_t args; /* 0..LOG_ARGS_MAX */
	uint64_t arg[LOG_ARGS_MAX];
};
ABI_SIZE(struct log_record, 56);

/* In LOG_SECTION. Conversions in text: %u %d %x %p, each taking one 64-bit argument */
struct log_message {
	char file[40];
	uint32_t line;
	uint32_t level;
	char text[144];
};
ABI_SIZE(struct log_message, 192);

#endif
