/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RSAES-PKCS1-v1_5 and RSAES-OAEP. Must never show which check of a decryption failed. */
#include "crypto/kdf.h"
#include "crypto/random.h"
#include "crypto/rsa_pad.h"
#include "crypto/rsa_pad_ct.h"
#include "crypto/secret.h"

#define PKCS1_OVERHEAD 11u /* 0, 2, at least eight bytes that are not 0, 0 */

static void copy(uint8_t *to, const uint8_t *from, size_t len)
{
	for (size_t i = 0; i < len; i++)
		to[i] = from[i];
}

/* out[0..len): random bytes other than 0 */
static enum err random_nonzero(uint8_t *out, size_t len)
{
	uint8_t fresh[64];
	size_t done = 0;
	enum err err = OK;

	while (done < len) {
		err = crypto_random(fresh, sizeof(fresh));
		if (err != OK)
			break;
		for (size_t i = 0; i < sizeof(fresh) && done < len; i++) {
			if (fresh[i] != 0)
				out[done++] = fresh[i];
		}
	}
	crypto_wipe(fresh, sizeof(fresh));
	return err;
}

enum err rsa_pkcs1_encrypt_encode(uint8_t *em, size_t size, const void *message, size_t len)
{
	size_t padding;

	if (len > size - PKCS1_OVERHEAD)
		return ERR_RANGE;
	padding = size - len - 3;
	em[0] = 0;
	em[1] = 2;
	em[2 + padding] = 0;
	copy(em + 3 + padding, message, len);
	return random_nonzero(em + 2, padding);
}

enum err rsa_pkcs1_encrypt_decode(const uint8_t *em, size_t size, uint8_t *out, size_t *len)
{
	uint32_t good = rsa_pad_ct_equal(em[0], 0) & rsa_pad_ct_equal(em[1], 2);
	uint32_t found = 0;
	uint32_t zero = 0; /* where the first 0 behind the padding is */

	for (uint32_t i = 2; i < size; i++) {
		uint32_t hit = rsa_pad_ct_equal(em[i], 0) & ~found;

		zero |= i & hit;
		found |= hit;
	}
	good &= found & ~rsa_pad_ct_less(zero, PKCS1_OVERHEAD - 1);
	*len = rsa_pad_ct_extract(out, em + PKCS1_OVERHEAD, size - PKCS1_OVERHEAD,
				  (zero - (PKCS1_OVERHEAD - 1)) & good, good);
	return good ? OK : ERR_CRYPTO;
}

/* EM is 0, then the masked seed of a hash's length, then the masked block: H(label), zeros, 1,
 * message */
enum err rsa_oaep_encode(enum crypto_hash_alg alg, const void *label, size_t label_len, uint8_t *em,
			 size_t size, const void *message, size_t len)
{
	size_t hash_len = crypto_hash_size(alg);
	uint8_t *seed = em + 1;
	uint8_t *block = seed + hash_len;
	size_t block_len = size - hash_len - 1;

	if (size < 2 * hash_len + 2 || len > size - 2 * hash_len - 2)
		return ERR_RANGE;
	if (crypto_random(seed, hash_len) != OK)
		return ERR_STATE;
	em[0] = 0;
	crypto_hash(alg, label, label_len, block);
	for (size_t i = hash_len; i < block_len - len - 1; i++)
		block[i] = 0;
	block[block_len - len - 1] = 1;
	copy(block + block_len - len, message, len);
	kdf_mgf1_xor(alg, seed, hash_len, block, block_len);
	kdf_mgf1_xor(alg, block, block_len, seed, hash_len);
	return OK;
}

/* Of an unmasked block: where its message begins, and whether all before it is right */
static uint32_t find_message(const uint8_t *block, size_t block_len, const uint8_t *label_hash,
			     size_t hash_len, uint32_t *good)
{
	uint32_t found = 0;
	uint32_t one = 0;

	*good &= 0 - (uint32_t)crypto_equal(block, label_hash, hash_len);
	for (uint32_t i = (uint32_t)hash_len; i < block_len; i++) {
		uint32_t hit = ~rsa_pad_ct_equal(block[i], 0) & ~found;

		*good &= ~hit | rsa_pad_ct_equal(block[i], 1);
		one |= i & hit;
		found |= hit;
	}
	*good &= found;
	return one + 1;
}

enum err rsa_oaep_decode(enum crypto_hash_alg alg, const void *label, size_t label_len,
			 const uint8_t *em, size_t size, uint8_t *out, size_t *len)
{
	size_t hash_len = crypto_hash_size(alg);
	size_t block_len = size - hash_len - 1;
	uint32_t good = rsa_pad_ct_equal(em[0], 0);
	uint8_t seed[CRYPTO_HASH_MAX];
	uint8_t label_hash[CRYPTO_HASH_MAX];
	uint8_t block[RSA_SIZE_MAX];
	size_t prefix = hash_len + 1;
	uint32_t start;

	if (size < 2 * hash_len + 2)
		return ERR_RANGE;
	copy(seed, em + 1, hash_len);
	copy(block, em + 1 + hash_len, block_len);
	kdf_mgf1_xor(alg, block, block_len, seed, hash_len);
	kdf_mgf1_xor(alg, seed, hash_len, block, block_len);
	crypto_hash(alg, label, label_len, label_hash);
	start = find_message(block, block_len, label_hash, hash_len, &good);
	*len = rsa_pad_ct_extract(out, block + prefix, block_len - prefix,
				  (start - (uint32_t)prefix) & good, good);
	crypto_wipe(seed, sizeof(seed));
	crypto_wipe(block, sizeof(block));
	return good ? OK : ERR_CRYPTO;
}
