/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One generator behind one lock. Must never hand out bytes before it is seeded. */
#include "crypto/random.h"

#include <stdatomic.h>

#include "crypto/drbg.h"
#include "crypto/secret.h"

static struct drbg generator __attribute__((section(".secret")));
static atomic_flag busy = ATOMIC_FLAG_INIT;

/* A generate call is short and never waits, so spinning is enough, with or without threads below us
 */
static void take(void)
{
	while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire))
		__builtin_ia32_pause();
}

static void drop(void)
{
	atomic_flag_clear_explicit(&busy, memory_order_release);
}

enum err crypto_random_seed(const void *seed, size_t len)
{
	if (len < 48)
		return ERR_RANGE;
	take();
	if (generator.requests == 0)
		drbg_init(&generator, seed, len);
	else
		drbg_reseed(&generator, seed, len);
	drop();
	return OK;
}

enum err crypto_random(void *out, size_t len)
{
	uint8_t *to = out;
	enum err err = OK;

	take();
	for (size_t done = 0; done < len && err == OK;) {
		size_t part = len - done < DRBG_REQUEST_MAX ? len - done : DRBG_REQUEST_MAX;

		err = drbg_generate(&generator, to + done, part);
		done += part;
	}
	drop();
	if (err != OK)
		crypto_wipe(out, len);
	return err;
}

void crypto_random_wipe(void)
{
	take();
	drbg_wipe(&generator);
	drop();
}
