/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash algorithms by their TPM numbers. One table, in the order of PCR banks. */
#include "modules/vtpm/tpm/hash.h"

#include "core/trace/panic.h"
#include "crypto/kdf.h"
#include "crypto/random.h"
#include "modules/vtpm/tpm/state.h"

static const uint16_t algs[TPM_HASH_COUNT] = {
	[CRYPTO_SHA1] = TPM_ALG_SHA1,
	[CRYPTO_SHA256] = TPM_ALG_SHA256,
	[CRYPTO_SHA384] = TPM_ALG_SHA384,
	[CRYPTO_SHA512] = TPM_ALG_SHA512,
};

int hash_index(uint16_t alg)
{
	for (uint32_t i = 0; i < TPM_HASH_COUNT; i++) {
		if (algs[i] == alg)
			return (int)i;
	}
	return -1;
}

uint16_t hash_at(uint32_t index)
{
	ASSERT(index < TPM_HASH_COUNT);
	return algs[index];
}

uint16_t hash_size(uint16_t alg)
{
	int index = hash_index(alg);

	return index < 0 ? 0 : (uint16_t)crypto_hash_size((enum crypto_hash_alg)index);
}

uint16_t hash_block_size(uint16_t alg)
{
	return (uint16_t)crypto_hash_block_size(hash_crypto(alg));
}

enum crypto_hash_alg hash_crypto(uint16_t alg)
{
	int index = hash_index(alg);

	ASSERT(index >= 0);
	return (enum crypto_hash_alg)index;
}

void hash_start(struct crypto_hash *hash, uint16_t alg)
{
	crypto_hash_init(hash, hash_crypto(alg));
}

void hash_2b(struct crypto_hash *hash, const void *tpm2b)
{
	uint16_t len;

	__builtin_memcpy(&len, tpm2b, sizeof(len));
	crypto_hash_update(hash, (const uint8_t *)tpm2b + sizeof(len), len);
}

static void hash_number(struct crypto_hash *hash, uint64_t value, uint32_t width)
{
	uint8_t bytes[8];

	for (uint32_t i = 0; i < width; i++)
		bytes[i] = (uint8_t)(value >> (8 * (width - 1 - i)));
	crypto_hash_update(hash, bytes, width);
}

void hash_u8(struct crypto_hash *hash, uint8_t value)
{
	hash_number(hash, value, 1);
}

void hash_u16(struct crypto_hash *hash, uint16_t value)
{
	hash_number(hash, value, 2);
}

void hash_u32(struct crypto_hash *hash, uint32_t value)
{
	hash_number(hash, value, 4);
}

void hash_u64(struct crypto_hash *hash, uint64_t value)
{
	hash_number(hash, value, 8);
}

void hmac_start(struct crypto_hmac *hmac, uint16_t alg, const void *key, size_t key_len)
{
	crypto_hmac_init(hmac, hash_crypto(alg), key, key_len);
}

void tpm_kdfa(uint16_t alg, const void *key, size_t key_len, const char *label, const void *u,
	      size_t u_len, const void *v, size_t v_len, uint32_t bits, uint8_t *out)
{
	kdf_a(hash_crypto(alg), (struct kdf_field){ key, key_len }, label,
	      (struct kdf_field){ u, u_len }, (struct kdf_field){ v, v_len }, bits, out);
}

void tpm_kdfe(uint16_t alg, const void *z, size_t z_len, const char *use, const void *u,
	      size_t u_len, const void *v, size_t v_len, uint32_t bits, uint8_t *out)
{
	kdf_e(hash_crypto(alg), (struct kdf_field){ z, z_len }, use, (struct kdf_field){ u, u_len },
	      (struct kdf_field){ v, v_len }, bits, out);
}

uint32_t tpm_random(struct tpm *tpm, void *out, size_t len)
{
	if (crypto_random(out, len) == OK)
		return TPM_RC_SUCCESS;
	tpm->is_failed = 1;
	return TPM_RC_FAILURE;
}
