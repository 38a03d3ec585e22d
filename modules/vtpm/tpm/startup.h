/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What happens to the whole TPM at once: manufacture, and TPM2_Startup, which calls each part's
 * *_startup.
 * Spec: TPM 2.0 Library Part 1 s12.2, Part 3 s9.3.
 */
#ifndef VTPM_TPM_STARTUP_H
#define VTPM_TPM_STARTUP_H

#include "modules/vtpm/tpm/state.h"

/*
 * Makes a blank TPM: tpm->persistent is new, with fresh seeds, and saved. For power on, where there
 * is no state. TPM_RC_SUCCESS or TPM_RC_FAILURE (then in failure mode).
 */
uint32_t startup_manufacture(struct tpm *tpm);

/* Power on, after the state was loaded or made: what is volatile begins. */
void startup_power_on(struct tpm *tpm);

/* TPM2_Startup's work. TPM_RC_SUCCESS, TPM_RC_VALUE without a number, TPM_RC_LOCALITY,
 * TPM_RC_FAILURE. */
uint32_t startup_perform(struct tpm *tpm, uint16_t startup, uint8_t locality);

/*
 * For the *_startup functions: which of the three it is, from their argument. Reset: Startup(CLEAR)
 * that follows no Shutdown(STATE). Restart: Startup(CLEAR) after Shutdown(STATE). Resume:
 * Startup(STATE).
 */
enum startup_kind { STARTUP_RESET, STARTUP_RESTART, STARTUP_RESUME };
static inline enum startup_kind startup_kind(const struct tpm *tpm, uint16_t startup)
{
	if (startup == TPM_SU_STATE)
		return STARTUP_RESUME;
	return tpm->persistent.shutdown == TPM_SU_STATE ? STARTUP_RESTART : STARTUP_RESET;
}

#endif
