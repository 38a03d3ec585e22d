/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole files in and out. An output file is either the old one or the complete new one, never a
 * part. */
#ifndef TOOLS_FILE_H
#define TOOLS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/problem.h"

#define FILE_SIZE_MAX ((size_t)1 << 30)

struct buffer {
	uint8_t *data; /* NULL: nothing to free */
	size_t len;
};

/*
 * Reads the file at path ("-": standard input) up to max bytes into *out, which the caller frees
 * with buffer_free. Errors: ERR_IO, ERR_RANGE (larger than max), described in *problem; *out is
 * then empty.
 */
MUST_USE enum err file_read(const char *path, size_t max, struct buffer *out,
			    struct problem *problem);
void buffer_free(struct buffer *buffer);

/*
 * Writes data[0..len) to path ("-": standard output): into a temporary file beside it, then
 * renamed. Signals that end the program wait meanwhile. A path that is no regular file (a device, a
 * pipe) is written directly.
 */
MUST_USE enum err file_write(const char *path, const void *data, size_t len,
			     struct problem *problem);

#endif
