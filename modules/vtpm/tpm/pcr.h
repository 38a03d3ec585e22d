/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCRs: banks, attributes of the PC Client profile, selections. Spec: PC Client Platform TPM Profile 1.05 s4.6. */
#ifndef VTPM_TPM_PCR_H
#define VTPM_TPM_PCR_H

#include "modules/vtpm/tpm/state.h"

/* Startup: resets (or, after Shutdown(STATE), restores) PCRs. */
void pcr_startup(struct tpm *tpm, uint16_t startup, uint8_t locality);
/* Bank of a hash: 0..TPM_PCR_BANKS-1 if it is in use (has any PCR), else -1. */
int pcr_bank(const struct tpm *tpm, uint16_t hash_alg);
/* PCR value; digest bytes of the bank's hash. NULL: this PCR is not allocated in the bank. */
const uint8_t *pcr_value(const struct tpm *tpm, int bank, uint32_t pcr);
/*
 * Extends one bank of a PCR with a digest, where it is allocated there; counts the update where the
 * PCR counts. bank -1 does nothing. A PCR that Shutdown(STATE) saves makes an earlier one void.
 */
void pcr_extend(struct tpm *tpm, int bank, uint32_t pcr, const uint8_t *digest);
bool pcr_may_extend(const struct tpm *tpm, uint32_t pcr, uint8_t locality);
/* Digest over the selected PCRs with hash_alg; removes from selection what there is not. Spec: Part 1 s17.5 */
void pcr_digest(struct tpm *tpm, uint16_t hash_alg, struct tpml_pcr_selection *selection,
		struct tpm2b_digest *digest);
/* Handles 0..23: authValue and policy of PCRs that have them. */
bool pcr_auth(const struct tpm *tpm, uint32_t pcr, struct tpm2b_digest *auth);
uint16_t pcr_policy(const struct tpm *tpm, uint32_t pcr, struct tpm2b_digest *policy);

/* Sets a PCR to zeros in all banks (PCR_Reset). */
void pcr_reset(struct tpm *tpm, uint32_t pcr);
/* By TPM2_PCR_Reset. */
bool pcr_may_reset(uint32_t pcr, uint8_t locality);
/* Whether the D-RTM sequence resets the PCR. */
bool pcr_is_drtm(uint32_t pcr);
/* Whether Shutdown(STATE) saves the PCR. */
bool pcr_is_saved(uint32_t pcr);
/* Whether authValue (or policy) may be set for the PCR. */
bool pcr_has_auth(uint32_t pcr);
/* For TPM_PT_PCR_SAVE .. _AUTH: the bit map of PCRs with the property; false: no such property. */
bool pcr_property(uint32_t property, uint8_t select[TPM_PCR_SELECT_BYTES]);
/* Clears what a selection has beyond what is allocated. */
void pcr_filter(const struct tpm *tpm, struct tpms_pcr_selection *selection);
/* At manufacture: the banks of a new TPM. */
void pcr_manufacture(struct tpm *tpm);

/* _TPM_Hash_Start, _Data, _End: into PCR 0 before Startup (H-CRTM), else into PCR 17 with 17..22
 * reset (D-RTM). */
void pcr_hash_start(struct tpm *tpm);
void pcr_hash_data(struct tpm *tpm, const uint8_t *data, size_t len);
void pcr_hash_end(struct tpm *tpm);

#endif
