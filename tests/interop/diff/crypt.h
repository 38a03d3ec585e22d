/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cryptography of a TPM's client, by OpenSSL: independent of what is under test. Spec: Part 1 s11.4, s21, C.6. */
#ifndef INTEROP_DIFF_CRYPT_H
#define INTEROP_DIFF_CRYPT_H

#include "tests/interop/diff/wire.h"

/* Bytes of a hash algorithm's digest; 0: not one */
uint16_t crypt_digest_size(uint16_t hash);

/* out of data[0..len) */
void crypt_hash(uint16_t hash, const void *data, size_t len, struct brief *out);
void crypt_hmac(uint16_t hash, const void *key, size_t key_len, const void *data, size_t len,
		struct brief *out);

/* KDFa: bits / 8 bytes to out; bits ≤ 768 */
void crypt_kdfa(uint16_t hash, const void *key, size_t key_len, const char *label,
		const struct brief *u, const struct brief *v, uint16_t bits, uint8_t *out);

enum crypt_direction { CRYPT_DECRYPT, CRYPT_ENCRYPT };

/* AES-CFB over data in place; bits 128, 192 or 256 */
void crypt_cfb(enum crypt_direction direction, uint16_t bits, const uint8_t *key, const uint8_t *iv,
	       uint8_t *data, uint16_t len);
/* The XOR obfuscation, in place */
void crypt_xor(uint16_t hash, const void *key, size_t key_len, const struct brief *newer,
	       const struct brief *older, uint8_t *data, uint16_t len);

/*
 * Makes a salt of the size of the key's name algorithm's digest from seed, and encrypts it to the
 * key with public area public[0..len) for "SECRET". False: not a key for that.
 */
bool crypt_salt(const uint8_t *public, uint16_t len, uint64_t seed, struct brief *salt,
		struct bytes *encrypted);

#endif
