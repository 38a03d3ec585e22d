/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dictionary-attack protection. The host's time never lowers it. Spec: TPM 2.0 Library Part 1 s19.8. */
#ifndef VTPM_TPM_DA_H
#define VTPM_TPM_DA_H

#include "modules/vtpm/tpm/state.h"

/* Before an authorisation of a DA-protected entity (or of lockoutAuth): TPM_RC_LOCKOUT, _RETRY or
 * SUCCESS. */
uint32_t da_check(struct tpm *tpm, uint32_t handle);
/* An authorisation of handle failed: counts. */
void da_register_failure(struct tpm *tpm, uint32_t handle);
/* Called as time passes: tries and lockoutAuth recover, where the platform's time is trusted. */
void da_update(struct tpm *tpm);
bool da_is_locked_out(const struct tpm *tpm);
void da_startup(struct tpm *tpm, uint16_t startup);
void da_manufacture(struct tpm *tpm);

#endif
