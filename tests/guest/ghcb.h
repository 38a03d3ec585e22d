/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Talking to the hypervisor at VMPL2: the MSR protocol at once, the GHCB page after ghcb_init.
 * Spec: GHCB 2.04.
 */
#ifndef GUEST_GHCB_H
#define GUEST_GHCB_H

#include <stdint.h>

#include "abi/ghcb.h"
#include "lib/err.h"

/* One request of the MSR protocol; returns the response word. */
uint64_t ghcb_msr(uint64_t request);

/*
 * Asks for a page state change by MSR. operation: GHCB_PSC_*. Returns OK or ERR_IO. PVALIDATE is
 * the caller's.
 */
MUST_USE enum err ghcb_page_state(uint64_t gpa, uint32_t operation);

/*
 * Makes a page of this CPU's its GHCB: invalidated through the SVSM, shared, registered.
 * Returns OK, or ERR_IO if the SVSM or the hypervisor refused.
 */
MUST_USE enum err ghcb_init(uint64_t page_gpa);

/*
 * An exit through this CPU's page with exit code and two words; rax travels with it. Returns OK or
 * ERR_IO.
 */
MUST_USE enum err ghcb_exit(uint64_t code, uint64_t info1, uint64_t info2, uint64_t rax);

/* Writes bytes (1, 2 or 4) of value to an I/O port. Before ghcb_init it does nothing. */
void ghcb_out(uint16_t port, uint32_t value, uint32_t bytes);

/* Ends the VM without a console: for failures before there is one. */
__attribute__((noreturn)) void ghcb_terminate(uint8_t code);

#endif
