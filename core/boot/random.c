/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Entropy at boot: RDSEED where the CPU has it, RDRAND, and VMPCK1, which the secure processor
 * chose at random and nobody else needs. Each source is tested, all are mixed by HKDF, and the boot
 * ends if one that is there fails.
 * Nothing of it stays in memory. Spec: NIST SP 800-90B s4.4 (health tests), RFC 5869.
 */
#include "core/boot/boot.h"
#include "core/trace/log.h"
#include "crypto/hkdf.h"
#include "crypto/random.h"

#define SAMPLES                                                                                    \
	32u /* 64 bits each, a source: far above the 384 bits wanted even at an eighth of full     \
	       entropy */

struct entropy {
	uint64_t rdseed[SAMPLES];
	uint64_t rdrand[SAMPLES];
	uint64_t vmpck[4];
};

static struct entropy entropy __attribute__((section(".secret")));

typedef enum err sample_fn(uint64_t *out);

/* A stuck source repeats itself: among so few good samples, any repetition is a 2^-53 event */
static enum err samples_check(const uint64_t *samples, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (samples[i] == 0 || samples[i] == ~0ull)
			return ERR_CRYPTO;
		for (uint32_t j = 0; j < i; j++) {
			if (samples[i] == samples[j])
				return ERR_CRYPTO;
		}
	}
	return OK;
}

static enum err samples_take(sample_fn *source, uint64_t *samples)
{
	enum err err = OK;

	for (uint32_t i = 0; i < SAMPLES && err == OK; i++)
		err = source(&samples[i]);
	return err == OK ? samples_check(samples, SAMPLES) : err;
}

static enum err entropy_take(void)
{
	struct snp_secrets *secrets = platform_launch_page(BOOT_OFF_SECRETS);
	enum err err = samples_take(platform_rdseed, entropy.rdseed);

	if (err == ERR_UNSUPPORTED) {
		LOG(LOG_WARN, "random: no RDSEED on this CPU");
		err = OK;
	}
	if (err == OK)
		err = samples_take(platform_rdrand, entropy.rdrand);
	__builtin_memcpy(entropy.vmpck, secrets->vmpck[1], sizeof(entropy.vmpck));
	crypto_wipe(secrets->vmpck[1], sizeof(secrets->vmpck[1]));
	if (err == OK)
		err = samples_check(entropy.vmpck,
				    sizeof(entropy.vmpck) / sizeof(entropy.vmpck[0]));
	return err;
}

static enum err entropy_mix(void)
{
	static const char label[] = "parapet boot entropy 1";
	struct secret prk;
	enum err err;

	hkdf_extract(&prk, label, sizeof(label) - 1, &entropy, sizeof(entropy));
	err = crypto_random_seed(prk.bytes, prk.len);
	secret_wipe(&prk);
	return err;
}

enum termination random_init(void)
{
	enum err err = entropy_take();

	if (err == OK)
		err = entropy_mix();
	crypto_wipe(&entropy, sizeof(entropy));
	return err == OK ? 0 : TERM_RANDOM;
}
