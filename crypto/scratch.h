/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One working area behind one lock, for operations whose numbers are too large for a stack frame.
 * Also what wolfCrypt's point arithmetic allocates from. Internal to crypto/.
 *
 * Held for one operation, never across a return to a caller of crypto/. Leaves of the lock order.
 */
#ifndef CRYPTO_SCRATCH_H
#define CRYPTO_SCRATCH_H

#include <stddef.h>

#define SCRATCH_SIZE 24576u

/* Takes the lock and returns len ≤ SCRATCH_SIZE bytes, 16-byte aligned, contents undefined. */
void *scratch_take(size_t len);

/* A further part of what is left, while the lock is held; NULL when it is full, or not held. */
void *scratch_more(size_t len);

/* How much is in use, while the lock is held; and back to that, wiping what was taken since. */
size_t scratch_mark(void);
void scratch_release(size_t mark);

/* Wipes what was used and drops the lock. */
void scratch_drop(void);

#endif
