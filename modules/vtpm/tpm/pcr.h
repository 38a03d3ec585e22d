/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCRs: banks, attributes of the PC Client profile, selections. Spec: PC Client Platform TPM Profile 1.05 s4.6. */
#ifndef VTPM_TPM_PCR_H
#define VTPM_TPM_PCR_H

#include "modules/vtpm/tpm/state.h"

/* Startup: resets (or, after Shutdown(STATE), restores) PCRs. */
void pcr_startup(struct tpm *tpm, uint16_t startup, uint8_t locality);
/* Bank of a hash: 0..TPM_PCR_BANKS-1 if it is in use, else -1. */
int pcr_bank(const struct tpm *tpm, uint16_t hash_alg);
/* PCR value; digest bytes of the bank's hash. */
const uint8_t *pcr_value(const struct tpm *tpm, int bank, uint32_t pcr);
/* Extends one bank of a PCR with a digest; counts the update where the PCR counts. */
void pcr_extend(struct tpm *tpm, int bank, uint32_t pcr, const uint8_t *digest);
bool pcr_may_extend(const struct tpm *tpm, uint32_t pcr, uint8_t locality);
/* Digest over the selected PCRs with hash_alg; removes from selection what is not implemented. Spec: Part 1 s17.5 */
void pcr_digest(struct tpm *tpm, uint16_t hash_alg, struct tpml_pcr_selection *selection,
		struct tpm2b_digest *digest);
/* Handles 0..23: authValue and policy of PCRs that have them. */
bool pcr_auth(const struct tpm *tpm, uint32_t pcr, struct tpm2b_digest *auth);
uint16_t pcr_policy(const struct tpm *tpm, uint32_t pcr, struct tpm2b_digest *policy);

#endif
