/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time and Clock, from the platform's milliseconds. Spec: TPM 2.0 Library Part 1 s36. */
#ifndef VTPM_TPM_CLOCK_H
#define VTPM_TPM_CLOCK_H

#include "modules/vtpm/tpm/state.h"

/* Called at the start of every command: advances Clock, and persists it when its interval is over.
 */
void clock_update(struct tpm *tpm);
uint64_t clock_time(const struct tpm *tpm); /* Time: ms since power on */
void clock_info(struct tpm *tpm, struct tpms_clock_info *info);
#define CLOCK_NOMINAL 30000u
/* Power on: Time begins at 0. */
void clock_power_on(struct tpm *tpm);
/* Moves Clock forward to ms (ClockSet). */
void clock_set(struct tpm *tpm, uint64_t ms);
void clock_startup(struct tpm *tpm, uint16_t startup);

#endif
