/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attestation keys that were shown to be in this TPM, for the manifest (modules/vtpm/protocol.h).
 */
#ifndef VTPM_TPM_RESIDENT_H
#define VTPM_TPM_RESIDENT_H

#include "modules/vtpm/tpm/state.h"

/* Puts a Name first; one that is there moves up, else the oldest goes. */
void resident_add(struct tpm *tpm, const struct tpm2b_name *name);
/* The Name at index 0..PARAPET_RESIDENT_MAX-1, newest first, bound under the endorsement hierarchy
 * as it is now; NULL past the last. */
const struct tpm2b_name *resident_at(const struct tpm *tpm, uint32_t index);

#endif
