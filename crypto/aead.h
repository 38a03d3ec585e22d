/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * AES-256-GCM with 96-bit IVs and 128-bit tags. Spec: NIST SP 800-38D.
 * Never give one key the same IV twice; callers count, nothing here does.
 */
#ifndef CRYPTO_AEAD_H
#define CRYPTO_AEAD_H

#include "crypto/secret.h"

#define GCM_KEY_SIZE 32u
#define GCM_IV_SIZE 12u
#define GCM_TAG_SIZE 16u

/* A key, expanded; the members are crypto/aead.c's alone. Holds key material: gcm_wipe when done.
 */
struct gcm {
	uint64_t state[106] __attribute__((aligned(16)));
};

void gcm_init(struct gcm *gcm, const uint8_t key[GCM_KEY_SIZE]);
void gcm_wipe(struct gcm *gcm);

/*
 * Encrypts in[0..len) to out[0..len) (may be the same) and writes the tag over aad[0..aad_len) and
 * the ciphertext. Lengths below 4 GiB. Not safe on one gcm from two CPUs at once.
 */
void gcm_seal(struct gcm *gcm, const uint8_t iv[GCM_IV_SIZE], const void *aad, size_t aad_len,
	      const void *in, void *out, size_t len, uint8_t tag[GCM_TAG_SIZE]);

/*
 * The reverse. Returns OK, or ERR_CRYPTO when the tag does not fit: then out[0..len) is zeros.
 */
MUST_USE enum err gcm_open(struct gcm *gcm, const uint8_t iv[GCM_IV_SIZE], const void *aad,
			   size_t aad_len, const void *in, void *out, size_t len,
			   const uint8_t tag[GCM_TAG_SIZE]);

#endif
