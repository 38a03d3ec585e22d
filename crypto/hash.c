/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-1 and SHA-2 over wolfCrypt; HMAC over them, because wolfCrypt's begins with the key each
 * time. wolfCrypt's calls return errors only for null pointers and for hardware that is not
 * compiled in, so a failure here is a bug, not an input: it traps.
 */
#include "crypto/hash.h"

#include <stdbool.h>

#include <wolfssl/wolfcrypt/sha.h>
#include <wolfssl/wolfcrypt/sha256.h>
#include <wolfssl/wolfcrypt/sha512.h>

#include "abi/check.h"
#include "crypto/cpu.h"
#include "crypto/secret.h"
#include "crypto/sha256_ni.h"
#include "lib/config.h"

static_assert(sizeof(wc_Sha) <= sizeof(((struct crypto_hash *)0)->state), "state too small");
static_assert(sizeof(wc_Sha256) <= sizeof(((struct crypto_hash *)0)->state), "state too small");
static_assert(sizeof(struct sha256_ni) <= sizeof(((struct crypto_hash *)0)->state),
	      "state too small");
static_assert(sizeof(wc_Sha512) <= sizeof(((struct crypto_hash *)0)->state), "state too small");
static_assert(_Alignof(wc_Sha512) <= 16, "state not aligned enough");

/* What the key is mixed with. FIPS 198-1 s3 */
#define INNER_PAD 0x36u
#define OUTER_PAD 0x5cu

static void must(int result)
{
	if (result != 0)
		__builtin_trap();
}

size_t crypto_hash_size(enum crypto_hash_alg alg)
{
	static const size_t sizes[CRYPTO_HASH_COUNT] = {
		[CRYPTO_SHA1] = CRYPTO_SHA1_SIZE,
		[CRYPTO_SHA256] = CRYPTO_SHA256_SIZE,
		[CRYPTO_SHA384] = CRYPTO_SHA384_SIZE,
		[CRYPTO_SHA512] = CRYPTO_SHA512_SIZE,
	};

	return sizes[alg];
}

size_t crypto_hash_block_size(enum crypto_hash_alg alg)
{
	return alg <= CRYPTO_SHA256 ? 64 : 128;
}

static wc_Sha *sha_of(struct crypto_hash *hash)
{
	return (wc_Sha *)hash->state;
}

static wc_Sha256 *sha256_of(struct crypto_hash *hash)
{
	return (wc_Sha256 *)hash->state;
}

static struct sha256_ni *sha256_ni_of(struct crypto_hash *hash)
{
	return (struct sha256_ni *)hash->state;
}

/* Whose SHA-256 it is: always the same, because what the CPU has is known before anything is hashed
 */
static bool has_sha256(void)
{
	return IS_ENABLED(CONFIG_CRYPTO_ASM) && (crypto_cpu_get() & CRYPTO_CPU_SHA) != 0;
}

static wc_Sha512 *sha512_of(struct crypto_hash *hash)
{
	return (wc_Sha512 *)hash->state;
}

void crypto_hash_init(struct crypto_hash *hash, enum crypto_hash_alg alg)
{
	hash->alg = alg;
	switch (alg) {
	case CRYPTO_SHA1:
		must(wc_InitSha(sha_of(hash)));
		break;
	case CRYPTO_SHA256:
		if (has_sha256())
			sha256_ni_init(sha256_ni_of(hash));
		else
			must(wc_InitSha256(sha256_of(hash)));
		break;
	case CRYPTO_SHA384:
		must(wc_InitSha384(sha512_of(hash)));
		break;
	case CRYPTO_SHA512:
		must(wc_InitSha512(sha512_of(hash)));
		break;
	}
}

void crypto_hash_update(struct crypto_hash *hash, const void *data, size_t len)
{
	if (len == 0)
		return;
	switch (hash->alg) {
	case CRYPTO_SHA1:
		must(wc_ShaUpdate(sha_of(hash), data, (word32)len));
		break;
	case CRYPTO_SHA256:
		if (has_sha256())
			sha256_ni_update(sha256_ni_of(hash), data, len);
		else
			must(wc_Sha256Update(sha256_of(hash), data, (word32)len));
		break;
	case CRYPTO_SHA384:
		must(wc_Sha384Update(sha512_of(hash), data, (word32)len));
		break;
	case CRYPTO_SHA512:
		must(wc_Sha512Update(sha512_of(hash), data, (word32)len));
		break;
	}
}

void crypto_hash_final(struct crypto_hash *hash, uint8_t *out)
{
	switch (hash->alg) {
	case CRYPTO_SHA1:
		must(wc_ShaFinal(sha_of(hash), out));
		break;
	case CRYPTO_SHA256:
		if (has_sha256())
			sha256_ni_final(sha256_ni_of(hash), out);
		else
			must(wc_Sha256Final(sha256_of(hash), out));
		break;
	case CRYPTO_SHA384:
		must(wc_Sha384Final(sha512_of(hash), out));
		break;
	case CRYPTO_SHA512:
		must(wc_Sha512Final(sha512_of(hash), out));
		break;
	}
	crypto_wipe(hash, sizeof(*hash));
}

void crypto_hash(enum crypto_hash_alg alg, const void *data, size_t len, uint8_t *out)
{
	struct crypto_hash hash;

	crypto_hash_init(&hash, alg);
	crypto_hash_update(&hash, data, len);
	crypto_hash_final(&hash, out);
}

void crypto_sha256(const void *data, size_t len, uint8_t out[CRYPTO_SHA256_SIZE])
{
	crypto_hash(CRYPTO_SHA256, data, len, out);
}

void crypto_sha384(const void *data, size_t len, uint8_t out[CRYPTO_SHA384_SIZE])
{
	crypto_hash(CRYPTO_SHA384, data, len, out);
}

void crypto_sha512(const void *data, size_t len, uint8_t out[CRYPTO_SHA512_SIZE])
{
	crypto_hash(CRYPTO_SHA512, data, len, out);
}

static void start_keyed(struct crypto_hash *hash, enum crypto_hash_alg alg, uint8_t *block,
			uint8_t pad)
{
	size_t size = crypto_hash_block_size(alg);

	for (size_t i = 0; i < size; i++)
		block[i] ^= pad;
	crypto_hash_init(hash, alg);
	crypto_hash_update(hash, block, size);
}

void crypto_hmac_init(struct crypto_hmac *hmac, enum crypto_hash_alg alg, const void *key,
		      size_t key_len)
{
	uint8_t block[CRYPTO_HASH_BLOCK_MAX] = { 0 };

	if (key_len > crypto_hash_block_size(alg))
		crypto_hash(alg, key, key_len, block);
	else if (key_len > 0)
		__builtin_memcpy(block, key, key_len);
	start_keyed(&hmac->inner, alg, block, INNER_PAD);
	start_keyed(&hmac->outer, alg, block, INNER_PAD ^ OUTER_PAD);
	crypto_wipe(block, sizeof(block));
}

void crypto_hmac_update(struct crypto_hmac *hmac, const void *data, size_t len)
{
	crypto_hash_update(&hmac->inner, data, len);
}

void crypto_hmac_final(struct crypto_hmac *hmac, uint8_t *out)
{
	uint8_t digest[CRYPTO_HASH_MAX];
	size_t size = crypto_hash_size(hmac->outer.alg);

	crypto_hash_final(&hmac->inner, digest);
	crypto_hash_update(&hmac->outer, digest, size);
	crypto_hash_final(&hmac->outer, out);
	crypto_wipe(digest, sizeof(digest));
}

void crypto_hmac(enum crypto_hash_alg alg, const void *key, size_t key_len, const void *data,
		 size_t len, uint8_t *out)
{
	struct crypto_hmac hmac;

	crypto_hmac_init(&hmac, alg, key, key_len);
	crypto_hmac_update(&hmac, data, len);
	crypto_hmac_final(&hmac, out);
}
