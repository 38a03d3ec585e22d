/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions: handles, slots, keys. Spec: TPM 2.0 Library Part 1 s19, s21. */
#ifndef VTPM_TPM_SESSION_H
#define VTPM_TPM_SESSION_H

#include "modules/vtpm/tpm/state.h"

/* The loaded session of a handle, or NULL. */
struct tpm_session *session_find(struct tpm *tpm, uint32_t handle);
/* Whether it exists, loaded or saved. */
bool session_exists(const struct tpm *tpm, uint32_t handle);
/* Ends a session, loaded or saved. */
void session_flush(struct tpm *tpm, uint32_t handle);
/* TPM Reset or Restart: all sessions end. Spec: Part 3 s9.3. */
void session_startup(struct tpm *tpm, uint16_t startup);
/* Policy: back to an empty digest, keeping key and nonce (PolicyRestart, PolicyOR's reset rules).
 */
void session_policy_reset(struct tpm_session *session);

/* Policy session state checked against the command at use. Spec: Part 1 s19.7.1. TPM_RC_ or SUCCESS. */
uint32_t session_policy_check(struct tpm *tpm, struct tpm_session *session, uint32_t handle,
			      uint32_t role);

#endif
