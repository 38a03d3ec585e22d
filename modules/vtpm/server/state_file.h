/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file that the TPM's state is kept in: one object, always whole. */
#ifndef VTPM_SERVER_STATE_FILE_H
#define VTPM_SERVER_STATE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#define STATE_FILE_PATH_MAX 4000

struct state_file {
	char path[STATE_FILE_PATH_MAX];
	char next[STATE_FILE_PATH_MAX + 8]; /* PATH.new: what is being written */
	int folder;                         /* the folder that PATH is in */
	int lock;                           /* PATH.lock, held while it is open */
};

/*
 * Opens the file at path, which need not exist; its folder must. state_file_close ends it. Returns
 * OK; ERR_BUSY (another process has it), ERR_RANGE (path too long), ERR_IO.
 */
MUST_USE enum err state_file_open(struct state_file *file, const char *path);
void state_file_close(struct state_file *file);

/*
 * Replaces the object by object[0..len), durably: on OK it survives a power loss; on ERR_IO the
 * previous one is there, whole.
 */
MUST_USE enum err state_file_save(const struct state_file *file, const uint8_t *object, size_t len);

/* Reads the object to object[0..cap). OK with *len; ERR_NOT_FOUND, ERR_NO_SPACE (longer than cap),
 * ERR_IO. */
MUST_USE enum err state_file_load(const struct state_file *file, uint8_t *object, size_t cap,
				  size_t *len);

#endif
