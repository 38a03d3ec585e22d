/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions: handles, slots, keys, and saved contexts' numbers. Spec: TPM 2.0 Library Part 1 revision 1.59 s19, s21,
 * s30.
 */
#ifndef VTPM_TPM_SESSION_H
#define VTPM_TPM_SESSION_H

#include "modules/vtpm/tpm/state.h"

/* The loaded session of a handle, of whatever type it says it is, or NULL. */
struct tpm_session *session_find(struct tpm *tpm, uint32_t handle);
/* Whether it exists, loaded or saved. */
bool session_exists(const struct tpm *tpm, uint32_t handle);
bool session_is_policy(const struct tpm_session *session); /* TPM_SE_POLICY or TRIAL */
/* Ends a session, loaded or saved. */
void session_flush(struct tpm *tpm, uint32_t handle);
/* TPM Reset or Restart: all sessions end. Resume: those that were loaded do. Spec: Part 3 s9.3. */
void session_startup(struct tpm *tpm, uint16_t startup);

/* What TPM2_StartAuthSession says */
struct session_start {
	uint8_t type;
	uint16_t hash_alg;
	const struct tpmt_sym_def *symmetric;
	const struct tpm_span *nonce_caller;
	uint32_t bind;                 /* TPM_RH_NULL: none */
	const struct tpm2b_data *salt; /* len 0: none */
};
/* A new session: its handle. TPM_RC_SUCCESS, _SESSION_MEMORY, _SESSION_HANDLES, _CONTEXT_GAP,
 * _FAILURE */
uint32_t session_create(struct tpm *tpm, const struct session_start *start, uint32_t *handle);

/* Saved contexts. save: frees the slot of a loaded session; *sequence numbers the context. load:
 * takes a slot for the saved session of that handle and number, which the caller fills.
 * TPM_RC_SUCCESS, _CONTEXT_GAP, _TOO_MANY_CONTEXTS; _SESSION_MEMORY; TPM_RC_HANDLE without a
 * number: it is not the session's context. */
uint32_t session_save(struct tpm *tpm, uint32_t handle, uint64_t *sequence);
uint32_t session_load(struct tpm *tpm, uint32_t handle, uint64_t sequence,
		      struct tpm_session **session);
/* Whether session_load would find the context's session. */
bool session_is_saved(const struct tpm *tpm, uint32_t handle, uint64_t sequence);

/* Handles that exist from first on, ascending, at most cap; loaded: as they are; saved: all with
 * type 0x02, as the reference has it (Spec: Part 2 s7.2). */
enum session_place { SESSION_LOADED, SESSION_SAVED };
uint32_t session_handles(const struct tpm *tpm, enum session_place place, uint32_t first,
			 uint32_t *handles, uint32_t cap);

/* Whether an HMAC session is bound to what handle names, with the authValue it has now. */
bool session_is_bound_to(struct tpm *tpm, const struct tpm_session *session, uint32_t handle);

/* Policy: back to an empty digest, keeping key and nonce (PolicyRestart, a nonce that rolled). */
void session_policy_reset(struct tpm_session *session);
/* Whether no PCR has changed since PolicyPCR, if it ran. */
bool session_pcr_is_current(const struct tpm *tpm, const struct tpm_session *session);
/* Policy session state checked against the command at use. Spec: Part 1 s19.7.1. TPM_RC_ or SUCCESS. */
uint32_t session_policy_check(struct tpm *tpm, struct tpm_session *session, uint32_t handle,
			      uint32_t role);

#endif
