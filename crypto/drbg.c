/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HMAC_DRBG over crypto/hash.h. wolfCrypt's own generator needs a heap and one process-wide seed
 * source; this construction needs neither and can be instantiated from a given seed.
 */
#include "crypto/drbg.h"

#include "crypto/secret.h"

static void set_key(const struct drbg *drbg, struct crypto_hmac *keyed)
{
	crypto_hmac_init(keyed, CRYPTO_SHA384, drbg->key, sizeof(drbg->key));
}

/* keyed is the key's own HMAC, before any data: copying it saves half of an HMAC this short. Not
 * inlined: two of them are more than a frame may hold. */
static __attribute__((noinline)) void next_value(struct drbg *drbg, const struct crypto_hmac *keyed)
{
	struct crypto_hmac hmac = *keyed;

	crypto_hmac_update(&hmac, drbg->value, sizeof(drbg->value));
	crypto_hmac_final(&hmac, drbg->value);
}

static void next_key(struct drbg *drbg, struct crypto_hmac *keyed, uint8_t separator,
		     const void *data, size_t len)
{
	crypto_hmac_update(keyed, drbg->value, sizeof(drbg->value));
	crypto_hmac_update(keyed, &separator, 1);
	crypto_hmac_update(keyed, data, len);
	crypto_hmac_final(keyed, drbg->key);
	set_key(drbg, keyed);
	next_value(drbg, keyed);
}

/* HMAC_DRBG_Update, s10.1.2.2 */
static void update(struct drbg *drbg, struct crypto_hmac *keyed, const void *data, size_t len)
{
	next_key(drbg, keyed, 0, data, len);
	if (len != 0)
		next_key(drbg, keyed, 1, data, len);
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
	struct crypto_hmac keyed;

	set_key(drbg, &keyed);
	update(drbg, &keyed, seed, seed_len);
	crypto_wipe(&keyed, sizeof(keyed));
	drbg->requests = 1;
}

enum err drbg_generate(struct drbg *drbg, void *out, size_t len)
{
	struct crypto_hmac keyed;
	uint8_t *to = out;

	if (len > DRBG_REQUEST_MAX)
		return ERR_RANGE;
	if (drbg->requests == 0 || drbg->requests > DRBG_RESEED_INTERVAL)
		return ERR_STATE;
	set_key(drbg, &keyed);
	for (size_t done = 0; done < len;) {
		next_value(drbg, &keyed);
		for (size_t i = 0; i < sizeof(drbg->value) && done < len; i++)
			to[done++] = drbg->value[i];
	}
	update(drbg, &keyed, NULL, 0);
	crypto_wipe(&keyed, sizeof(keyed));
	drbg->requests++;
	return OK;
}

void drbg_wipe(struct drbg *drbg)
{
	crypto_wipe(drbg, sizeof(*drbg));
}
