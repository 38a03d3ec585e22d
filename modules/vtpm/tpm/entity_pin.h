/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PIN indices: NV indices whose use as an authorisation is counted. Spec: TPM 2.0 Library Part 1 s37.2.8. */
#ifndef VTPM_TPM_ENTITY_PIN_H
#define VTPM_TPM_ENTITY_PIN_H

#include "modules/vtpm/tpm/state.h"

/* Whether handle is an NV index of that type: TPM_NT_PIN_PASS or TPM_NT_PIN_FAIL. */
bool entity_is_pin(struct tpm *tpm, uint32_t handle, uint32_t type);

/* The authValue of handle was used; counts, where it is a PIN index. */
enum pin_outcome { PIN_SUCCESS, PIN_FAILURE };
void entity_pin_count(struct tpm *tpm, uint32_t handle, enum pin_outcome outcome);

#endif
