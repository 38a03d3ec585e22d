/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HMAC_DRBG with SHA-384: the generator behind random.h, and a deterministic stream where one is
 * derived from
 * a seed. Spec: NIST SP 800-90A revision 1 s10.1.2, without prediction resistance.
 */
#ifndef CRYPTO_DRBG_H
#define CRYPTO_DRBG_H

#include "crypto/hash.h"

#define DRBG_REQUEST_MAX 8192u            /* bytes a call */
#define DRBG_RESEED_INTERVAL (1ull << 48) /* s10.1, table 2 */

/* Holds key material: drbg_wipe when done. Not safe on two CPUs at once. */
struct drbg {
	uint8_t key[CRYPTO_SHA384_SIZE];
	uint8_t value[CRYPTO_SHA384_SIZE];
	uint64_t requests; /* since the last seeding; 0 before the first */
};

/* seed: entropy ‖ nonce ‖ personalisation, as one string of any length. CT: in its contents. */
void drbg_init(struct drbg *drbg, const void *seed, size_t seed_len);

/* Mixes more entropy in. */
void drbg_reseed(struct drbg *drbg, const void *seed, size_t seed_len);

/*
 * Writes out[0..len). Returns OK; ERR_RANGE (len > DRBG_REQUEST_MAX); ERR_STATE (never seeded, or a
 * reseed is due), out untouched.
 */
MUST_USE enum err drbg_generate(struct drbg *drbg, void *out, size_t len);

void drbg_wipe(struct drbg *drbg);

#endif
