/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The monitor's one source of random bytes. Seeded once at boot by core/boot/random.c, which tests
 * and mixes the entropy sources; nothing is ever stored. Calls take a lock: safe on any CPU, not in
 * exception handlers.
 */
#ifndef CRYPTO_RANDOM_H
#define CRYPTO_RANDOM_H

#include <stddef.h>

#include "lib/err.h"

/*
 * Seeds, or mixes more in. seed[0..len): at least 48 bytes of full entropy at the first call; the
 * caller wipes it. Returns OK or ERR_RANGE (len < 48).
 */
MUST_USE enum err crypto_random_seed(const void *seed, size_t len);

/*
 * Writes out[0..len), any length. Returns OK; ERR_STATE (never seeded, or a reseed is due), out
 * zeroed: the caller must not go on.
 */
MUST_USE enum err crypto_random(void *out, size_t len);

/* Forgets everything; crypto_random fails until seeded again. */
void crypto_random_wipe(void);

#endif
