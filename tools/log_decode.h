/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Log records back into text. Contract: abi/log.h. */
#ifndef TOOLS_LOG_DECODE_H
#define TOOLS_LOG_DECODE_H

#include <stdio.h>

#include "abi/log.h"
#include "tools/elf_file.h"

/* A record from 112 hex digits; anything else is false. */
bool log_record_parse(const char *text, struct log_record *record);

/*
 * Writes one line: sequence, time-stamp counter, CPU, level, place and text. messages: the image's
 * LOG_SECTION. A token that is no message of the image's is printed as a number with its arguments.
 */
void log_record_print(FILE *out, const struct elf_section *messages,
		      const struct log_record *record);

/* The same as one JSON object, without a newline. */
void log_record_print_json(FILE *out, const struct elf_section *messages,
			   const struct log_record *record);

#endif
