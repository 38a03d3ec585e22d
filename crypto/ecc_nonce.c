/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hedged nonces: secret if the key or the random source is. Must never repeat for two digests. */
#include "crypto/ecc_nonce.h"

#include "crypto/random.h"
#include "crypto/secret.h"

#define RANDOM_SIZE 32u

enum err ecc_nonce_seed(struct drbg *drbg, enum ecc_curve curve, const struct ecc_num *d,
			const uint8_t *digest, size_t len)
{
	uint8_t seed[ECC_SIZE_MAX + RANDOM_SIZE + CRYPTO_HASH_MAX];
	size_t used = ecc_size(curve);
	enum err err;

	if (len > CRYPTO_HASH_MAX)
		return ERR_RANGE;
	for (size_t i = 0; i < used; i++)
		seed[i] = d->bytes[i];
	err = crypto_random(seed + used, RANDOM_SIZE);
	used += RANDOM_SIZE;
	for (size_t i = 0; i < len; i++)
		seed[used + i] = digest[i];
	if (err == OK)
		drbg_init(drbg, seed, used + len);
	crypto_wipe(seed, sizeof(seed));
	return err;
}
