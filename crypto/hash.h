/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-1, SHA-2 and HMAC. No allocation, no state shared between calls: safe on any CPU without a
 * lock. SHA-1 is here for the TPM's interface only; nothing of Parapet's own relies on it.
 * Spec: FIPS 180-4, FIPS 198-1.
 */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

/* Dense from 0, so that it may index tables of CRYPTO_HASH_COUNT entries */
enum crypto_hash_alg { CRYPTO_SHA1, CRYPTO_SHA256, CRYPTO_SHA384, CRYPTO_SHA512 };
#define CRYPTO_HASH_COUNT 4u

#define CRYPTO_SHA1_SIZE 20u
#define CRYPTO_SHA256_SIZE 32u
#define CRYPTO_SHA384_SIZE 48u
#define CRYPTO_SHA512_SIZE 64u
#define CRYPTO_HASH_MAX CRYPTO_SHA512_SIZE
#define CRYPTO_HASH_BLOCK_MAX 128u

/* Bytes of a digest. */
size_t crypto_hash_size(enum crypto_hash_alg alg);

/* Bytes of the block that the hash works on: 64 or 128. */
size_t crypto_hash_block_size(enum crypto_hash_alg alg);

/* One-shot digests of data[0..len), len < 4 GiB, into out. Cannot fail. */
void crypto_sha256(const void *data, size_t len, uint8_t out[CRYPTO_SHA256_SIZE]);
void crypto_sha384(const void *data, size_t len, uint8_t out[CRYPTO_SHA384_SIZE]);
void crypto_sha512(const void *data, size_t len, uint8_t out[CRYPTO_SHA512_SIZE]);

/* The same by number: writes crypto_hash_size(alg) bytes to out, which may overlap data. */
void crypto_hash(enum crypto_hash_alg alg, const void *data, size_t len, uint8_t *out);

/*
 * A digest or MAC in the making; the members are crypto/hash.c's alone. Holds no pointer: a copy
 * made by assignment or of its bytes goes on from the same point, in the same image only.
 */
struct crypto_hash {
	enum crypto_hash_alg alg;
	uint64_t state[28] __attribute__((aligned(16)));
};
struct crypto_hmac {
	struct crypto_hash inner;
	struct crypto_hash outer;
};

/* Starts a digest; update adds len < 4 GiB bytes; final writes crypto_hash_size(alg) bytes and ends
 * it. */
void crypto_hash_init(struct crypto_hash *hash, enum crypto_hash_alg alg);
void crypto_hash_update(struct crypto_hash *hash, const void *data, size_t len);
void crypto_hash_final(struct crypto_hash *hash, uint8_t *out);

/*
 * HMAC in the same three steps. key[0..key_len): any length below 4 GiB, copied; where it serves
 * again, a copy of what init made saves its work. final wipes the state. CT: the key's bytes do not
 * influence timing; its length does.
 */
void crypto_hmac_init(struct crypto_hmac *hmac, enum crypto_hash_alg alg, const void *key,
		      size_t key_len);
void crypto_hmac_update(struct crypto_hmac *hmac, const void *data, size_t len);
void crypto_hmac_final(struct crypto_hmac *hmac, uint8_t *out);

/* One-shot HMAC of data[0..len): writes crypto_hash_size(alg) bytes to out, which may overlap. */
void crypto_hmac(enum crypto_hash_alg alg, const void *key, size_t key_len, const void *data,
		 size_t len, uint8_t *out);

#endif
