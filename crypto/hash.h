/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-2 and HMAC. No allocation, no state shared between calls: safe on any CPU without a lock.
 * Spec: FIPS 180-4, FIPS 198-1.
 */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

enum crypto_hash_alg { CRYPTO_SHA256, CRYPTO_SHA384, CRYPTO_SHA512 };

#define CRYPTO_SHA256_SIZE 32u
#define CRYPTO_SHA384_SIZE 48u
#define CRYPTO_SHA512_SIZE 64u
#define CRYPTO_HASH_MAX CRYPTO_SHA512_SIZE

/* Bytes of a digest. */
size_t crypto_hash_size(enum crypto_hash_alg alg);

/* One-shot digests of data[0..len), len < 4 GiB, into out. Cannot fail. */
void crypto_sha256(const void *data, size_t len, uint8_t out[CRYPTO_SHA256_SIZE]);
void crypto_sha384(const void *data, size_t len, uint8_t out[CRYPTO_SHA384_SIZE]);
void crypto_sha512(const void *data, size_t len, uint8_t out[CRYPTO_SHA512_SIZE]);

/* A digest or MAC in the making; the members are crypto/hash.c's alone */
struct crypto_hash {
	enum crypto_hash_alg alg;
	uint64_t state[28];
};
struct crypto_hmac {
	enum crypto_hash_alg alg;
	uint64_t state[70];
};

/* Starts a digest; update adds len < 4 GiB bytes; final writes crypto_hash_size(alg) bytes and ends
 * it. */
void crypto_hash_init(struct crypto_hash *hash, enum crypto_hash_alg alg);
void crypto_hash_update(struct crypto_hash *hash, const void *data, size_t len);
void crypto_hash_final(struct crypto_hash *hash, uint8_t *out);

/*
 * HMAC in the same three steps. key[0..key_len): any length below 4 GiB, copied. final wipes the
 * state. CT: the key's bytes do not influence timing; its length does.
 */
void crypto_hmac_init(struct crypto_hmac *hmac, enum crypto_hash_alg alg, const void *key,
		      size_t key_len);
void crypto_hmac_update(struct crypto_hmac *hmac, const void *data, size_t len);
void crypto_hmac_final(struct crypto_hmac *hmac, uint8_t *out);

#endif
