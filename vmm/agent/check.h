/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Testing another VMM's side of the channel: acts as the monitor, well and badly, one connection a
 * case. */
#ifndef VMM_AGENT_CHECK_H
#define VMM_AGENT_CHECK_H

#include <stdint.h>

/*
 * Runs every case against the socket at address and prints a line for each, then "N passed, M
 * failed". wait_ms: how long to wait for an answer, ≥ 1. Returns the number of cases that failed.
 */
uint32_t check_run(const char *address, uint32_t wait_ms);

#endif
