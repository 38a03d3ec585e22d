/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hierarchies: seeds, proofs, enables, authorisation. Spec: TPM 2.0 Library Part 1 s13, s14. */
#ifndef VTPM_TPM_HIERARCHY_H
#define VTPM_TPM_HIERARCHY_H

#include "modules/vtpm/tpm/state.h"

bool hierarchy_is_enabled(const struct tpm *tpm, uint32_t hierarchy);
/* Proof and primary seed of OWNER, ENDORSEMENT, PLATFORM or NULL: TPM_PROOF_SIZE, TPM_SEED_SIZE
 * bytes of the TPM's */
const uint8_t *hierarchy_proof(const struct tpm *tpm, uint32_t hierarchy);
const uint8_t *hierarchy_seed(const struct tpm *tpm, uint32_t hierarchy);
/* The stored state of OWNER, ENDORSEMENT or PLATFORM; NULL for others. */
struct tpm_hierarchy_state *hierarchy_state(struct tpm *tpm, uint32_t hierarchy);
/* A new seed and proof for one; state unchanged unless TPM_RC_SUCCESS. TPM_RC_FAILURE otherwise. */
uint32_t hierarchy_renew(struct tpm *tpm, struct tpm_hierarchy_state *state);
/* Empty authValue, no policy. */
void hierarchy_clear_auth(struct tpm_hierarchy_state *state);
/* New seeds and proofs of a blank TPM (manufacture); of the null hierarchy (TPM Reset). */
void hierarchy_manufacture(struct tpm *tpm);
void hierarchy_null_reset(struct tpm *tpm);
/* Startup: enables as Spec: Part 3 s9.3 says. startup: TPM_SU_CLEAR or _STATE. */
void hierarchy_startup(struct tpm *tpm, uint16_t startup);

#endif
