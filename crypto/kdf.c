/* SPDX-License-Identifier: GPL-2.0-or-later */
/* KDFa, KDFe and MGF1 over crypto/hash.h. Must never leave a block of output behind on the stack.
 */
#include "crypto/kdf.h"

#include "abi/check.h"
#include "crypto/secret.h"

enum kdf_kind { KDF_A, KDF_E };

struct kdf_inputs {
	enum kdf_kind kind;
	enum crypto_hash_alg alg;
	struct kdf_field key; /* KDFa: the key; KDFe: z */
	const char *label;
	struct kdf_field u;
	struct kdf_field v;
	uint32_t bits;
};

static void put_u32(uint8_t to[4], uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* With its NUL */
static size_t label_len(const char *label)
{
	size_t len = 0;

	while (label[len] != 0)
		len++;
	return len + 1;
}

static void block_a(const struct kdf_inputs *in, uint32_t counter, uint8_t *block)
{
	struct crypto_hmac hmac;
	uint8_t number[4];

	crypto_hmac_init(&hmac, in->alg, in->key.bytes, in->key.len);
	put_u32(number, counter);
	crypto_hmac_update(&hmac, number, sizeof(number));
	crypto_hmac_update(&hmac, in->label, label_len(in->label));
	crypto_hmac_update(&hmac, in->u.bytes, in->u.len);
	crypto_hmac_update(&hmac, in->v.bytes, in->v.len);
	put_u32(number, in->bits);
	crypto_hmac_update(&hmac, number, sizeof(number));
	crypto_hmac_final(&hmac, block);
}

static void block_e(const struct kdf_inputs *in, uint32_t counter, uint8_t *block)
{
	struct crypto_hash hash;
	uint8_t number[4];

	crypto_hash_init(&hash, in->alg);
	put_u32(number, counter);
	crypto_hash_update(&hash, number, sizeof(number));
	crypto_hash_update(&hash, in->key.bytes, in->key.len);
	crypto_hash_update(&hash, in->label, label_len(in->label));
	crypto_hash_update(&hash, in->u.bytes, in->u.len);
	crypto_hash_update(&hash, in->v.bytes, in->v.len);
	crypto_hash_final(&hash, block);
}

/* Blocks 1, 2, … as they come; of the first octet only the bits that were asked for */
static void fill(const struct kdf_inputs *in, uint8_t *out)
{
	uint8_t block[CRYPTO_HASH_MAX];
	size_t len = (in->bits + 7) / 8;
	size_t size = crypto_hash_size(in->alg);
	uint32_t counter = 1;

	for (size_t done = 0; done < len; counter++) {
		if (in->kind == KDF_A)
			block_a(in, counter, block);
		else
			block_e(in, counter, block);
		for (size_t i = 0; i < size && done < len; i++)
			out[done++] = block[i];
	}
	if (in->bits % 8 != 0)
		out[0] &= (uint8_t)((1u << (in->bits % 8)) - 1);
	crypto_wipe(block, sizeof(block));
}

void kdf_a(enum crypto_hash_alg alg, struct kdf_field key, const char *label,
	   struct kdf_field context_u, struct kdf_field context_v, uint32_t bits, uint8_t *out)
{
	const struct kdf_inputs in = { KDF_A, alg, key, label, context_u, context_v, bits };

	fill(&in, out);
}

void kdf_e(enum crypto_hash_alg alg, struct kdf_field z, const char *label,
	   struct kdf_field party_u, struct kdf_field party_v, uint32_t bits, uint8_t *out)
{
	const struct kdf_inputs in = { KDF_E, alg, z, label, party_u, party_v, bits };

	fill(&in, out);
}

void kdf_mgf1_xor(enum crypto_hash_alg alg, const void *seed, size_t seed_len, uint8_t *out,
		  size_t len)
{
	uint8_t block[CRYPTO_HASH_MAX];
	size_t size = crypto_hash_size(alg);
	uint32_t counter = 0;

	for (size_t done = 0; done < len; counter++) {
		struct crypto_hash hash;
		uint8_t number[4];

		put_u32(number, counter);
		crypto_hash_init(&hash, alg);
		crypto_hash_update(&hash, seed, seed_len);
		crypto_hash_update(&hash, number, sizeof(number));
		crypto_hash_final(&hash, block);
		for (size_t i = 0; i < size && done < len; i++)
			out[done++] ^= block[i];
	}
	crypto_wipe(block, sizeof(block));
}
