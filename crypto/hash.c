/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-1, SHA-2 and HMAC over wolfCrypt. wolfCrypt's calls return errors only for null pointers and
 * for hardware that is not compiled in, so a failure here is a bug, not an input: it traps.
 */
#include "crypto/hash.h"

#include <wolfssl/wolfcrypt/hmac.h>
#include <wolfssl/wolfcrypt/sha.h>
#include <wolfssl/wolfcrypt/sha256.h>
#include <wolfssl/wolfcrypt/sha512.h>

#include "abi/check.h"
#include "crypto/secret.h"

static_assert(sizeof(wc_Sha) <= sizeof(((struct crypto_hash *)0)->state), "state too small");
static_assert(sizeof(wc_Sha256) <= sizeof(((struct crypto_hash *)0)->state), "state too small");
static_assert(sizeof(wc_Sha512) <= sizeof(((struct crypto_hash *)0)->state), "state too small");
static_assert(sizeof(Hmac) <= sizeof(((struct crypto_hmac *)0)->state), "state too small");

static_assert(_Alignof(Hmac) <= 16 && _Alignof(wc_Sha512) <= 16, "state not aligned enough");

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

void crypto_hmac_init(struct crypto_hmac *hmac, enum crypto_hash_alg alg, const void *key,
		      size_t key_len)
{
	static const int types[CRYPTO_HASH_COUNT] = { WC_SHA, WC_SHA256, WC_SHA384, WC_SHA512 };
	Hmac *state = (Hmac *)hmac->state;

	hmac->alg = alg;
	must(wc_HmacInit(state, NULL, INVALID_DEVID));
	must(wc_HmacSetKey(state, types[alg], key, (word32)key_len));
}

void crypto_hmac_update(struct crypto_hmac *hmac, const void *data, size_t len)
{
	if (len > 0)
		must(wc_HmacUpdate((Hmac *)hmac->state, data, (word32)len));
}

void crypto_hmac_final(struct crypto_hmac *hmac, uint8_t *out)
{
	must(wc_HmacFinal((Hmac *)hmac->state, out));
	crypto_wipe(hmac, sizeof(*hmac));
}

void crypto_hmac(enum crypto_hash_alg alg, const void *key, size_t key_len, const void *data,
		 size_t len, uint8_t *out)
{
	struct crypto_hmac hmac;

	crypto_hmac_init(&hmac, alg, key, key_len);
	crypto_hmac_update(&hmac, data, len);
	crypto_hmac_final(&hmac, out);
}
