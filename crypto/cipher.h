/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * AES with 128, 192 and 256-bit keys in the modes of TPM2_EncryptDecrypt, without authentication:
 * for the TPM's own formats. Everything else seals with aead.h. No state shared between calls.
 * Spec: FIPS 197, NIST SP 800-38A; TPM 2.0 Part 3 1.59 s15.2 (chaining).
 */
#ifndef CRYPTO_CIPHER_H
#define CRYPTO_CIPHER_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#define CIPHER_BLOCK 16u
#define CIPHER_KEY_MAX 32u

/* CIPHER_CFB feeds back whole blocks (CFB128) */
enum cipher_mode { CIPHER_CTR, CIPHER_OFB, CIPHER_CBC, CIPHER_CFB, CIPHER_ECB };

/*
 * A key; the members are crypto/cipher.c's alone. Holds key material: cipher_key_wipe when done.
 * Read only after cipher_key_init: one may serve several CPUs.
 */
struct cipher_key {
	uint8_t bytes[CIPHER_KEY_MAX];
	uint32_t len;
};

/* Takes bytes[0..len), copied. Returns OK or ERR_RANGE (len is not 16, 24 or 32), key unchanged. */
MUST_USE enum err cipher_key_init(struct cipher_key *key, const uint8_t *bytes, size_t len);
void cipher_key_wipe(struct cipher_key *key);

/*
 * Encrypts, or decrypts, in[0..len) to out[0..len), which are the same or apart. iv goes in and
 * comes out (CIPHER_BLOCK bytes) as the one that continues the message:
 *   CTR      the big-endian counter, advanced by one for each block begun
 *   OFB      the last block of key stream
 *   CBC, CFB the last ciphertext block; in CFB a partial one is padded with zeros
 *   ECB      unused, may be NULL
 * A message in parts equals one in whole only when every part but the last is whole blocks.
 * Returns OK, or ERR_RANGE (CBC, ECB: len is no multiple of CIPHER_BLOCK), nothing written.
 */
MUST_USE enum err cipher_encrypt(const struct cipher_key *key, enum cipher_mode mode, uint8_t *iv,
				 const void *in, void *out, size_t len);
MUST_USE enum err cipher_decrypt(const struct cipher_key *key, enum cipher_mode mode, uint8_t *iv,
				 const void *in, void *out, size_t len);

#endif
