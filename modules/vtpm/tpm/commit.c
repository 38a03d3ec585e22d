/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Committed ephemeral numbers. A window of the last COMMIT_WINDOW counters can be in use; older
 * ones are refused. */
#include "modules/vtpm/tpm/commit.h"

#include "core/trace/panic.h"
#include "crypto/drbg.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/hash.h"

#define COMMIT_WINDOW (8u * (uint32_t)sizeof(((struct tpm_state_reset *)0)->commit_array))

static uint32_t window_bit(uint64_t counter)
{
	return (uint32_t)(counter % COMMIT_WINDOW);
}

void commit_value(const struct tpm *tpm, enum ecc_curve curve, const struct tpm2b_name *name,
		  uint64_t counter, struct ecc_num *r)
{
	uint8_t seed[TPM_DIGEST_MAX];
	struct drbg drbg;
	enum err err;

	tpm_kdfa(TPM_ALG_SHA512, tpm->reset.commit_nonce, sizeof(tpm->reset.commit_nonce),
		 "ECDAA Commit", name != NULL ? name->bytes : NULL, name != NULL ? name->len : 0,
		 &counter, sizeof(counter), 8 * sizeof(seed), seed);
	drbg_init(&drbg, seed, sizeof(seed));
	err = ecc_key_from_drbg(curve, &drbg, r, NULL);
	/* a generator that was just seeded gives a few dozen bytes */
	ASSERT(err == OK);
	drbg_wipe(&drbg);
	crypto_wipe(seed, sizeof(seed));
}

uint64_t commit_take(struct tpm *tpm)
{
	uint64_t counter = tpm->reset.commit_counter++;
	uint32_t bit = window_bit(counter);

	tpm->reset.commit_array[bit / 8] |= (uint8_t)(1u << (bit % 8));
	return counter;
}

bool commit_find(const struct tpm *tpm, uint16_t count, uint64_t *counter)
{
	uint64_t next = tpm->reset.commit_counter;
	uint16_t back = (uint16_t)(next - count);
	uint32_t bit;

	if (back == 0 || back > COMMIT_WINDOW || back > next)
		return false;
	bit = window_bit(next - back);
	if (!(tpm->reset.commit_array[bit / 8] & 1u << (bit % 8)))
		return false;
	*counter = next - back;
	return true;
}

void commit_end(struct tpm *tpm, uint64_t counter)
{
	uint32_t bit = window_bit(counter);

	tpm->reset.commit_array[bit / 8] &= (uint8_t) ~(1u << (bit % 8));
}

uint32_t commit_reset(struct tpm *tpm)
{
	tpm->reset.commit_counter = 0;
	__builtin_memset(tpm->reset.commit_array, 0, sizeof(tpm->reset.commit_array));
	return tpm_random(tpm, tpm->reset.commit_nonce, sizeof(tpm->reset.commit_nonce));
}
