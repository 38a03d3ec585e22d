/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The modes of SP 800-38A over wolfCrypt's AES block. They are written here because a TPM hands
 * back the IV and ends stream modes in a partial block; wolfCrypt's modes do neither.
 */
#include "crypto/cipher.h"

#include <stdbool.h>

#include <wolfssl/wolfcrypt/aes.h>

#include "abi/check.h"
#include "crypto/secret.h"

/* The block cipher in one direction, for one call */
struct block_cipher {
	Aes aes;
	int direction; /* of the block */
	bool encrypts; /* the mode does */
};

/* wolfCrypt fails here only on null pointers and lengths that were checked */
static void must(int result)
{
	if (result != 0)
		__builtin_trap();
}

enum err cipher_key_init(struct cipher_key *key, const uint8_t *bytes, size_t len)
{
	if (len != 16 && len != 24 && len != 32)
		return ERR_RANGE;
	cipher_key_wipe(key);
	for (size_t i = 0; i < len; i++)
		key->bytes[i] = bytes[i];
	key->len = (uint32_t)len;
	return OK;
}

void cipher_key_wipe(struct cipher_key *key)
{
	crypto_wipe(key, sizeof(*key));
}

/* wolfCrypt's assembly wants its input aligned */
static void block(struct block_cipher *cipher, const uint8_t *in, uint8_t *out)
{
	uint8_t aligned[CIPHER_BLOCK] __attribute__((aligned(CIPHER_BLOCK)));

	for (size_t i = 0; i < CIPHER_BLOCK; i++)
		aligned[i] = in[i];
	if (cipher->direction == AES_ENCRYPTION)
		must(wc_AesEncryptDirect(&cipher->aes, aligned, aligned));
	else
		must(wc_AesDecryptDirect(&cipher->aes, aligned, aligned));
	for (size_t i = 0; i < CIPHER_BLOCK; i++)
		out[i] = aligned[i];
	crypto_wipe(aligned, sizeof(aligned));
}

static void copy(uint8_t *to, const uint8_t *from)
{
	for (size_t i = 0; i < CIPHER_BLOCK; i++)
		to[i] = from[i];
}

static void increment(uint8_t counter[CIPHER_BLOCK])
{
	for (size_t i = CIPHER_BLOCK; i-- > 0;) {
		if (++counter[i] != 0)
			return;
	}
}

/* One step of each mode: len is CIPHER_BLOCK but for the last block of a stream */
static void step_ctr(struct block_cipher *cipher, uint8_t *iv, const uint8_t *in, uint8_t *out,
		     size_t len)
{
	uint8_t stream[CIPHER_BLOCK];

	block(cipher, iv, stream);
	increment(iv);
	for (size_t i = 0; i < len; i++)
		out[i] = in[i] ^ stream[i];
	crypto_wipe(stream, sizeof(stream));
}

static void step_ofb(struct block_cipher *cipher, uint8_t *iv, const uint8_t *in, uint8_t *out,
		     size_t len)
{
	block(cipher, iv, iv);
	for (size_t i = 0; i < len; i++)
		out[i] = in[i] ^ iv[i];
}

static void step_cfb_encrypt(struct block_cipher *cipher, uint8_t *iv, const uint8_t *in,
			     uint8_t *out, size_t len)
{
	block(cipher, iv, iv);
	for (size_t i = 0; i < CIPHER_BLOCK; i++) {
		if (i < len)
			out[i] = in[i] ^ iv[i];
		iv[i] = i < len ? out[i] : 0;
	}
}

static void step_cfb_decrypt(struct block_cipher *cipher, uint8_t *iv, const uint8_t *in,
			     uint8_t *out, size_t len)
{
	block(cipher, iv, iv);
	for (size_t i = 0; i < CIPHER_BLOCK; i++) {
		uint8_t from = i < len ? in[i] : 0;

		if (i < len)
			out[i] = from ^ iv[i];
		iv[i] = from;
	}
}

static void step_cbc_encrypt(struct block_cipher *cipher, uint8_t *iv, const uint8_t *in,
			     uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		iv[i] ^= in[i];
	block(cipher, iv, iv);
	copy(out, iv);
}

static void step_cbc_decrypt(struct block_cipher *cipher, uint8_t *iv, const uint8_t *in,
			     uint8_t *out, size_t len)
{
	uint8_t from[CIPHER_BLOCK];
	uint8_t plain[CIPHER_BLOCK];

	copy(from, in);
	block(cipher, from, plain);
	for (size_t i = 0; i < len; i++)
		out[i] = plain[i] ^ iv[i];
	copy(iv, from);
	crypto_wipe(plain, sizeof(plain));
}

static void step_ecb(struct block_cipher *cipher, const uint8_t *in, uint8_t *out)
{
	uint8_t result[CIPHER_BLOCK];

	block(cipher, in, result);
	copy(out, result);
	crypto_wipe(result, sizeof(result));
}

/* noinline: run has the expanded key on its stack, which leaves no room for blocks */
static __attribute__((noinline)) void step(struct block_cipher *cipher, enum cipher_mode mode,
					   uint8_t *iv, const uint8_t *in, uint8_t *out, size_t len)
{
	bool encrypts = cipher->encrypts;

	switch (mode) {
	case CIPHER_CTR:
		step_ctr(cipher, iv, in, out, len);
		break;
	case CIPHER_OFB:
		step_ofb(cipher, iv, in, out, len);
		break;
	case CIPHER_CBC:
		if (encrypts)
			step_cbc_encrypt(cipher, iv, in, out, len);
		else
			step_cbc_decrypt(cipher, iv, in, out, len);
		break;
	case CIPHER_CFB:
		if (encrypts)
			step_cfb_encrypt(cipher, iv, in, out, len);
		else
			step_cfb_decrypt(cipher, iv, in, out, len);
		break;
	case CIPHER_ECB:
		step_ecb(cipher, in, out);
		break;
	}
}

static bool is_block_mode(enum cipher_mode mode)
{
	return mode == CIPHER_CBC || mode == CIPHER_ECB;
}

static enum err run(const struct cipher_key *key, enum cipher_mode mode, bool encrypts, uint8_t *iv,
		    const uint8_t *from, uint8_t *to, size_t len)
{
	struct block_cipher cipher;

	if (is_block_mode(mode) && len % CIPHER_BLOCK != 0)
		return ERR_RANGE;
	cipher.encrypts = encrypts;
	cipher.direction = encrypts || !is_block_mode(mode) ? AES_ENCRYPTION : AES_DECRYPTION;
	must(wc_AesInit(&cipher.aes, NULL, INVALID_DEVID));
	must(wc_AesSetKeyDirect(&cipher.aes, key->bytes, key->len, NULL, cipher.direction));
	for (size_t done = 0; done < len; done += CIPHER_BLOCK) {
		size_t part = len - done < CIPHER_BLOCK ? len - done : CIPHER_BLOCK;

		step(&cipher, mode, iv, from + done, to + done, part);
	}
	crypto_wipe(&cipher, sizeof(cipher));
	return OK;
}

enum err cipher_encrypt(const struct cipher_key *key, enum cipher_mode mode, uint8_t *iv,
			const void *in, void *out, size_t len)
{
	return run(key, mode, true, iv, in, out, len);
}

enum err cipher_decrypt(const struct cipher_key *key, enum cipher_mode mode, uint8_t *iv,
			const void *in, void *out, size_t len)
{
	return run(key, mode, false, iv, in, out, len);
}
