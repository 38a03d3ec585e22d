/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What any handle stands for: its name, authValue, policy, and whether it may be used. One table by
 * handle type; the
 * files that own the entities answer. Spec: TPM 2.0 Library Part 1 s14, s16, s19.
 */
#ifndef VTPM_TPM_ENTITY_H
#define VTPM_TPM_ENTITY_H

#include "modules/vtpm/tpm/state.h"

/*
 * Whether handle number which (0..2) of the running command names something that exists and is
 * enabled; loads objects into call->slots[which]. TPM_RC_SUCCESS, TPM_RC_HIERARCHY, _HANDLE
 * (numbered by the caller), TPM_RC_REFERENCE_H0 +
 * which, TPM_RC_PENDING (ek_provide makes it first), TPM_RC_AUTH_UNAVAILABLE, TPM_RC_NV_LOCKED ...: Spec: Part 3 s5.4.
 */
uint32_t entity_check(struct tpm *tpm, uint32_t which);

/* Name: object's Name, NV index's Name, else the handle itself. */
void entity_name(struct tpm *tpm, uint32_t handle, struct tpm2b_name *name);
/* authValue, without trailing zeros; empty where there is none. The caller wipes it. */
void entity_auth(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *auth);
/* authPolicy; returns its hash algorithm, TPM_ALG_NULL where there is none (digest then empty). */
uint16_t entity_policy(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *policy);
/* Whether authValue (password or HMAC) may be used for a role; whether a policy may. Spec: Part 1 s19.2. */
bool entity_allows_auth_value(struct tpm *tpm, uint32_t handle, uint32_t role);
bool entity_allows_policy(struct tpm *tpm, uint32_t handle, uint32_t role);
/* Whether a role takes a policy session and nothing else. */
bool entity_requires_policy(struct tpm *tpm, uint32_t handle, uint32_t role);
/* Whether failures of its authorisation count for dictionary-attack protection. */
bool entity_is_da_protected(struct tpm *tpm, uint32_t handle);
/* The hierarchy it belongs to: TPM_RH_OWNER, _ENDORSEMENT, _PLATFORM, _NULL. */
uint32_t entity_hierarchy(struct tpm *tpm, uint32_t handle);

#endif
