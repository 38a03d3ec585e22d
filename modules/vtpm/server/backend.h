/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TPM behind the server, chosen at link: ours (backend_tpm.c), or another one that a test wants
 * behind the same front end. One TPM a process; one thread.
 */
#ifndef VTPM_SERVER_BACKEND_H
#define VTPM_SERVER_BACKEND_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#define BACKEND_RESPONSE_MAX 4096u

enum backend_switch { BACKEND_OFF, BACKEND_ON };

/*
 * Makes the TPM, without power. state_path: the file that its state is kept in, or NULL: memory
 * only. endorsement_keys: ON, a TPM that is manufactured has them at persistent handles. Returns
 * OK; ERR_BUSY (another process has the file), ERR_UNSUPPORTED (such keys), ERR_IO, ERR_NO_SPACE.
 * backend_close ends it.
 */
MUST_USE enum err backend_open(const char *state_path, enum backend_switch endorsement_keys);

/* Gives or takes power. On: OK, also where it had power; else what keeps it from starting. */
MUST_USE enum err backend_power_on(void);
void backend_power_off(void);

/*
 * Runs command[0..len), from locality, to its end. Writes response[0..BACKEND_RESPONSE_MAX) and
 * returns its length; 0 without power, or where the TPM cannot take a command of this length.
 */
size_t backend_execute(uint8_t locality, const uint8_t *command, size_t len, uint8_t *response);

/* The signals of the platform; without power they do nothing. */
void backend_hash_start(void);
void backend_hash_data(const uint8_t *data, size_t len);
void backend_hash_end(void);
void backend_presence(enum backend_switch state);
void backend_nv(enum backend_switch state);

/* Takes power, and lets go of memory and state file. */
void backend_close(void);

#endif
