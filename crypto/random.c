/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One generator behind one lock, asked for much at a time: a request costs a fixed part, which most
 * callers' few bytes would pay for alone. Must never hand out bytes before it is seeded, a byte
 * twice, or one that was drawn before the last seeding.
 */
#include "crypto/random.h"

#include <stdatomic.h>

#include "crypto/drbg.h"
#include "crypto/secret.h"

#define POOL_SIZE 1024u

static struct drbg generator __attribute__((section(".secret")));
/* Drawn and not handed out yet: the last `left` bytes; those before are zero */
static struct {
	uint8_t bytes[POOL_SIZE];
	size_t left;
} pool __attribute__((section(".secret")));
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
	crypto_wipe(&pool, sizeof(pool));
	drop();
	return OK;
}

static enum err fill_pool(void)
{
	enum err err = drbg_generate(&generator, pool.bytes, POOL_SIZE);

	if (err == OK)
		pool.left = POOL_SIZE;
	return err;
}

/* Up to len bytes; returns how many */
static size_t draw(uint8_t *to, size_t len)
{
	size_t part = len < pool.left ? len : pool.left;
	uint8_t *from = pool.bytes + POOL_SIZE - pool.left;

	__builtin_memcpy(to, from, part);
	crypto_wipe(from, part);
	pool.left -= part;
	return part;
}

enum err crypto_random(void *out, size_t len)
{
	uint8_t *to = out;
	enum err err = OK;

	take();
	for (size_t done = 0; done < len && err == OK;) {
		if (pool.left == 0)
			err = fill_pool();
		if (err == OK)
			done += draw(to + done, len - done);
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
	crypto_wipe(&pool, sizeof(pool));
	drop();
}
