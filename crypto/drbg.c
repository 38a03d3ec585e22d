/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HMAC_DRBG over crypto/hash.h. wolfCrypt's own generator needs a heap and one process-wide seed
 * source; this construction needs neither and can be instantiated from a given seed.
 */
#include "crypto/drbg.h"

#include "crypto/secret.h"

/* HMAC_DRBG_Update, s10.1.2.2 */
static void update_with(struct drbg *drbg, uint8_t separator, const void *data, size_t len)
{
	struct crypto_hmac hmac;

	crypto_hmac_init(&hmac, CRYPTO_SHA384, drbg->key, sizeof(drbg->key));
	crypto_hmac_update(&hmac, drbg->value, sizeof(drbg->value));
	crypto_hmac_update(&hmac, &separator, 1);
	crypto_hmac_update(&hmac, data, len);
	crypto_hmac_final(&hmac, drbg->key);
}

static void next_value(struct drbg *drbg)
{
	struct crypto_hmac hmac;

	crypto_hmac_init(&hmac, CRYPTO_SHA384, drbg->key, sizeof(drbg->key));
	crypto_hmac_update(&hmac, drbg->value, sizeof(drbg->value));
	crypto_hmac_final(&hmac, drbg->value);
}

static void update(struct drbg *drbg, const void *data, size_t len)
{
	update_with(drbg, 0, data, len);
	next_value(drbg);
	if (len == 0)
		return;
	update_with(drbg, 1, data, len);
	next_value(drbg);
}

void drbg_init(struct drbg *drbg, const void *seed, size_t seed_len)
{
	for (size_t i = 0; i < sizeof(drbg->key); i++) {
		drbg->key[i] = 0;
		drbg->value[i] = 1;
	}
	drbg_reseed(drbg, seed, seed_len);
}

void drbg_reseed(struct drbg *drbg, const void *seed, size_t seed_len)
{
	update(drbg, seed, seed_len);
	drbg->requests = 1;
}

enum err drbg_generate(struct drbg *drbg, void *out, size_t len)
{
	uint8_t *to = out;

	if (len > DRBG_REQUEST_MAX)
		return ERR_RANGE;
	if (drbg->requests == 0 || drbg->requests > DRBG_RESEED_INTERVAL)
		return ERR_STATE;
	for (size_t done = 0; done < len;) {
		next_value(drbg);
		for (size_t i = 0; i < sizeof(drbg->value) && done < len; i++)
			to[done++] = drbg->value[i];
	}
	update(drbg, NULL, 0);
	drbg->requests++;
	return OK;
}

void drbg_wipe(struct drbg *drbg)
{
	crypto_wipe(drbg, sizeof(*drbg));
}
