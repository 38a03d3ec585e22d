/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hashes, HMAC, KDFa and the encryption of parameters. */
#include "tests/interop/diff/crypt.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "abi/tpm.h"

static const EVP_MD *digest_of(uint16_t hash)
{
	switch (hash) {
	case TPM_ALG_SHA1:
		return EVP_sha1();
	case TPM_ALG_SHA384:
		return EVP_sha384();
	case TPM_ALG_SHA512:
		return EVP_sha512();
	default:
		return EVP_sha256();
	}
}

uint16_t crypt_digest_size(uint16_t hash)
{
	switch (hash) {
	case TPM_ALG_SHA1:
		return 20;
	case TPM_ALG_SHA256:
		return 32;
	case TPM_ALG_SHA384:
		return 48;
	case TPM_ALG_SHA512:
		return 64;
	default:
		return 0;
	}
}

void crypt_hash(uint16_t hash, const void *data, size_t len, struct brief *out)
{
	unsigned int size = 0;

	EVP_Digest(data, len, out->b, &size, digest_of(hash), NULL);
	out->len = (uint16_t)size;
}

void crypt_hmac(uint16_t hash, const void *key, size_t key_len, const void *data, size_t len,
		struct brief *out)
{
	static const uint8_t none[1];
	unsigned int size = 0;

	HMAC(digest_of(hash), key_len != 0 ? key : none, (int)key_len, data, len, out->b, &size);
	out->len = (uint16_t)size;
}

void crypt_kdfa(uint16_t hash, const void *key, size_t key_len, const char *label,
		const struct brief *u, const struct brief *v, uint16_t bits, uint8_t *out)
{
	uint16_t wanted = (uint16_t)((bits + 7) / 8);
	uint16_t done = 0;

	for (uint32_t counter = 1; done < wanted; counter++) {
		struct bytes block = { 0 };
		struct brief digest;
		uint16_t part;

		put_number(&block, counter, 4);
		put(&block, label, strlen(label) + 1);
		put(&block, u->b, u->len);
		put(&block, v->b, v->len);
		put_number(&block, bits, 4);
		crypt_hmac(hash, key, key_len, block.b, block.len, &digest);
		part = (uint16_t)(wanted - done < digest.len ? wanted - done : digest.len);
		memcpy(out + done, digest.b, part);
		done = (uint16_t)(done + part);
	}
}

void crypt_cfb(enum crypt_direction direction, uint16_t bits, const uint8_t *key, const uint8_t *iv,
	       uint8_t *data, uint16_t len)
{
	const EVP_CIPHER *cipher = bits == 256   ? EVP_aes_256_cfb128()
				   : bits == 192 ? EVP_aes_192_cfb128()
						 : EVP_aes_128_cfb128();
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int done = 0;

	EVP_CipherInit_ex(context, cipher, NULL, key, iv, direction == CRYPT_ENCRYPT);
	EVP_CipherUpdate(context, data, &done, data, len);
	EVP_CIPHER_CTX_free(context);
}

void crypt_xor(uint16_t hash, const void *key, size_t key_len, const struct brief *newer,
	       const struct brief *older, uint8_t *data, uint16_t len)
{
	uint16_t done = 0;

	for (uint32_t counter = 1; done < len; counter++) {
		struct bytes block = { 0 };
		struct brief digest;

		put_number(&block, counter, 4);
		put(&block, "XOR", 4);
		put(&block, newer->b, newer->len);
		put(&block, older->b, older->len);
		put_number(&block, (uint32_t)len * 8, 4);
		crypt_hmac(hash, key, key_len, block.b, block.len, &digest);
		for (uint16_t i = 0; i < digest.len && done < len; i++)
			data[done++] ^= digest.b[i];
	}
}
