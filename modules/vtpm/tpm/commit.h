/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers that one command commits to and a later one uses once: ECDAA, EC_Ephemeral. They are
 * derived from a counter
 * and a nonce of this TPM Reset; only a bit for each of the last ones is kept. Spec: TPM 2.0 Library Part 1 C.2.
 */
#ifndef VTPM_TPM_COMMIT_H
#define VTPM_TPM_COMMIT_H

#include "crypto/ecc.h"
#include "modules/vtpm/tpm/state.h"

/* r for a key (its Name; NULL for EC_Ephemeral) and counter. */
void commit_value(const struct tpm *tpm, enum ecc_curve curve, const struct tpm2b_name *name,
		  uint64_t counter, struct ecc_num *r);
/* Marks the next counter as handed out; returns its full value. */
uint64_t commit_take(struct tpm *tpm);
/* The full counter that a command means by count, if it is one that was handed out and not used. */
bool commit_find(const struct tpm *tpm, uint16_t count, uint64_t *counter);
/* It is used up. */
void commit_end(struct tpm *tpm, uint64_t counter);
/* TPM Reset: a new nonce, nothing handed out. TPM_RC_SUCCESS or TPM_RC_FAILURE. */
uint32_t commit_reset(struct tpm *tpm);

#endif
