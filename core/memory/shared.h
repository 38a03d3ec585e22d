/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The only code that touches guest memory. Copies hold the range against a change of page state,
 * check that every page is the guest's, validated and no VMSA, and survive a page that the guest or
 * host takes away meanwhile.
 *
 * What is read is read once into private memory: validate that, and never look back.
 */
#ifndef CORE_MEMORY_SHARED_H
#define CORE_MEMORY_SHARED_H

#include <stddef.h>

#include "core/memory/addr.h"
#include "lib/err.h"

/*
 * Copies len bytes (any number, also across pages) from or to guest memory at address (any value).
 * Returns OK; ERR_RANGE (not the guest's, or not validated), ERR_PERMISSION (a VMSA): nothing
 * copied; ERR_FAULT: an unspecified part copied. Locks: the range, shared.
 */
MUST_USE enum err shared_read(void *to, gpa_t address, size_t len);
MUST_USE enum err shared_write(gpa_t address, const void *from, size_t len);

/* Whether shared_write would take the range now; for a check before work whose result is to be
 * written. */
MUST_USE enum err shared_check(gpa_t address, size_t len);

/* As shared_write, for a caller that holds the range already. */
MUST_USE enum err shared_write_held(gpa_t address, const void *from, size_t len);

/*
 * The same accesses through a window that the caller has mapped (platform.h) and whose page it may
 * use, or to a parameter area. Return OK or ERR_FAULT.
 */
MUST_USE enum err shared_window_in(void *to, const void __shared *window, size_t len);
MUST_USE enum err shared_window_out(void __shared *window, const void *from, size_t len);
MUST_USE enum err shared_window_clear(void __shared *window, size_t len);
/* Atomically replaces one byte; *old: its value before. */
MUST_USE enum err shared_exchange_u8(uint8_t __shared *window, uint8_t value, uint8_t *old);

#endif
