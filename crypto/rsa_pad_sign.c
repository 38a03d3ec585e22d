/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RSASSA-PKCS1-v1_5 and RSASSA-PSS. Nothing here is secret. */
#include "crypto/kdf.h"
#include "crypto/random.h"
#include "crypto/rsa_pad.h"
#include "crypto/secret.h"

#define INFO_MAX 19u
#define PSS_ZEROS 8u
#define PSS_TRAILER 0xbc

/* DigestInfo up to the digest. Spec: RFC 8017 s9.2 note 1. */
static const struct {
	uint8_t len;
	uint8_t bytes[INFO_MAX];
} infos[CRYPTO_HASH_COUNT] = {
	[CRYPTO_SHA1] = { 15,
			  { 0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05,
			    0x00, 0x04, 0x14 } },
	[CRYPTO_SHA256] = { 19,
			    { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
			      0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 } },
	[CRYPTO_SHA384] = { 19,
			    { 0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
			      0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30 } },
	[CRYPTO_SHA512] = { 19,
			    { 0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
			      0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40 } },
};

static void copy(uint8_t *to, const uint8_t *from, size_t len)
{
	for (size_t i = 0; i < len; i++)
		to[i] = from[i];
}

enum err rsa_pkcs1_sign_encode(enum crypto_hash_alg alg, const uint8_t *digest, uint8_t *em,
			       size_t size)
{
	size_t hash_len = crypto_hash_size(alg);
	size_t tail = infos[alg].len + hash_len;

	if (size < tail + 11)
		return ERR_RANGE;
	for (size_t i = 2; i < size - tail - 1; i++)
		em[i] = 0xff;
	em[0] = 0;
	em[1] = 1;
	em[size - tail - 1] = 0;
	copy(em + size - tail, infos[alg].bytes, infos[alg].len);
	copy(em + size - hash_len, digest, hash_len);
	return OK;
}

enum err rsa_pkcs1_sign_check(enum crypto_hash_alg alg, const uint8_t *digest, const uint8_t *em,
			      size_t size)
{
	uint8_t expected[RSA_SIZE_MAX];

	if (size > sizeof(expected) || rsa_pkcs1_sign_encode(alg, digest, expected, size) != OK)
		return ERR_CRYPTO;
	return crypto_equal(em, expected, size) ? OK : ERR_CRYPTO;
}

/* H(eight zeros ‖ digest ‖ salt) */
static void pss_hash(enum crypto_hash_alg alg, const uint8_t *digest, const uint8_t *salt,
		     size_t salt_len, uint8_t *out)
{
	static const uint8_t zeros[PSS_ZEROS];
	struct crypto_hash hash;

	crypto_hash_init(&hash, alg);
	crypto_hash_update(&hash, zeros, sizeof(zeros));
	crypto_hash_update(&hash, digest, crypto_hash_size(alg));
	crypto_hash_update(&hash, salt, salt_len);
	crypto_hash_final(&hash, out);
}

/* EM is the masked block (zeros, 1, salt), the hash, the trailer; its first bit is 0 */
enum err rsa_pss_encode(enum crypto_hash_alg alg, const uint8_t *digest, uint8_t *em, size_t size)
{
	size_t hash_len = crypto_hash_size(alg);
	size_t block_len = size - hash_len - 1;
	size_t salt_len = hash_len;
	uint8_t *hash = em + block_len;
	uint8_t *salt;

	if (size < hash_len + 2)
		return ERR_RANGE;
	if (salt_len > block_len - 1)
		salt_len = block_len - 1;
	salt = hash - salt_len;
	if (crypto_random(salt, salt_len) != OK)
		return ERR_STATE;
	for (size_t i = 0; i < block_len - salt_len - 1; i++)
		em[i] = 0;
	salt[-1] = 1;
	pss_hash(alg, digest, salt, salt_len, hash);
	kdf_mgf1_xor(alg, hash, hash_len, em, block_len);
	em[0] &= 0x7f;
	em[size - 1] = PSS_TRAILER;
	return OK;
}

enum err rsa_pss_check(enum crypto_hash_alg alg, const uint8_t *digest, const uint8_t *em,
		       size_t size)
{
	size_t hash_len = crypto_hash_size(alg);
	size_t block_len = size - hash_len - 1;
	uint8_t block[RSA_SIZE_MAX];
	uint8_t expected[CRYPTO_HASH_MAX];
	size_t at = 0;

	if (size < hash_len + 2 || size > sizeof(block) || em[size - 1] != PSS_TRAILER ||
	    (em[0] & 0x80))
		return ERR_CRYPTO;
	copy(block, em, block_len);
	kdf_mgf1_xor(alg, em + block_len, hash_len, block, block_len);
	block[0] &= 0x7f;
	while (at < block_len && block[at] == 0)
		at++;
	if (at == block_len || block[at] != 1)
		return ERR_CRYPTO;
	at++;
	pss_hash(alg, digest, block + at, block_len - at, expected);
	return crypto_equal(expected, em + block_len, hash_len) ? OK : ERR_CRYPTO;
}
