/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The derivation that rsa_keygen.h fixes. Must never change what a generator's state leads to:
 * every key that a TPM derives from a seed would change with it.
 */
#include "crypto/rsa_keygen.h"

#include "abi/check.h"
#include "crypto/inverse.h"
#include "crypto/prime_sieve.h"
#include "crypto/prime_test.h"
#include "crypto/rsa_internal.h"
#include "crypto/secret.h"

#define PICK_COST 50000    /* instructions, roughly */
#define DISTANCE_BITS 100u /* the primes differ in one of so many highest bits */

enum phase { DRAW, PICK, TEST, ACCEPT, COMPLETE };

struct job {
	struct drbg drbg;
	uint32_t phase;
	uint32_t next; /* candidate of the window */
	uint64_t start[RSA_HALF_LIMBS];
	uint64_t candidate[RSA_HALF_LIMBS];
	struct prime_sieve sieve;
	struct rsa_private key;
	uint64_t primes; /* found: 0, 1 or 2 */
	union {
		struct prime_sieve_work sieve_work;
		struct prime_test test;
		uint64_t inverse_work[INVERSE_WORDS(64 * RSA_HALF_LIMBS)];
	};
};

static_assert(sizeof(struct job) <= sizeof(struct rsa_keygen), "state too small");

static struct job *job_of(struct rsa_keygen *job)
{
	return (struct job *)job->state;
}

void rsa_keygen_wipe(struct rsa_keygen *job)
{
	crypto_wipe(job, sizeof(*job));
}

/* Rounds with random bases: FIPS 186-5 table B.1; for 512 bits FIPS 186-4 table C.3 */
static uint32_t rounds_for(uint32_t bits)
{
	switch (bits) {
	case 1024:
		return 8;
	case 2048:
		return 5;
	default:
		return 4;
	}
}

static size_t half_limbs(const struct job *job)
{
	return job->key.pub.size / 16u;
}

enum err rsa_keygen_begin(struct rsa_keygen *outer, uint32_t bits, uint32_t exponent,
			  const struct drbg *drbg)
{
	struct job *job = job_of(outer);

	if ((bits != 1024 && bits != 2048 && bits != 3072 && bits != 4096) ||
	    bits / 8 > RSA_PRIVATE_SIZE_MAX)
		return ERR_UNSUPPORTED;
	if (exponent < 3 || !(exponent & 1))
		return ERR_FORMAT;
	rsa_keygen_wipe(outer);
	job->drbg = *drbg;
	job->phase = DRAW;
	job->key.pub.size = (uint16_t)(bits / 8);
	job->key.pub.exponent = exponent;
	return OK;
}

static enum err draw(struct job *job)
{
	size_t n = half_limbs(job);
	uint8_t bytes[RSA_PRIME_SIZE_MAX];
	enum err err = drbg_generate(&job->drbg, bytes, 8 * n);

	if (err == OK) {
		bytes[0] |= 0xc0;
		bytes[8 * n - 1] |= 1;
		limbs_load(job->start, n, bytes, 8 * n);
		prime_sieve_fill(&job->sieve, &job->sieve_work, job->start, n);
		job->next = 0;
		job->phase = PICK;
	}
	crypto_wipe(bytes, sizeof(bytes));
	return err;
}

/* Whether the public exponent has an inverse modulo candidate − 1 */
static bool suits_exponent(const uint64_t *candidate, size_t n, uint32_t exponent)
{
	uint64_t work[INVERSE_WORDS(32)];
	const uint64_t e = exponent;
	const uint64_t one = 1;
	struct mont modulus;
	uint64_t rr;
	uint64_t x;

	mont_init(&modulus, &rr, &e, 1, 32 - (size_t)__builtin_clz(exponent));
	mont_enter_long(&modulus, &x, candidate, n);
	mont_leave(&modulus, &x, &x);
	mont_sub(&modulus, &x, &x, &one);
	return inverse_mod_odd(&x, &x, &e, 1, 32, work);
}

/* The next candidate of the window that is worth a test, if there is one */
static void pick(struct job *job)
{
	size_t n = half_limbs(job);
	uint64_t distance[RSA_HALF_LIMBS];

	job->next = prime_sieve_next(&job->sieve, job->next);
	limbs_zero(distance, n);
	distance[0] = 2ull * job->next;
	if (job->next == PRIME_SIEVE_COUNT ||
	    limbs_add(job->candidate, job->start, distance, n) != 0) {
		job->phase = DRAW;
		return;
	}
	job->next++;
	if (!suits_exponent(job->candidate, n, job->key.pub.exponent))
		return;
	prime_test_begin(&job->test, job->candidate, n, rounds_for(16u * job->key.pub.size / 2));
	job->phase = TEST;
}

/* Whether the primes' distance is over 2^(bits − 100) */
static bool is_far(const uint64_t *p, const uint64_t *q, size_t n)
{
	uint64_t difference[RSA_HALF_LIMBS];
	size_t shift = 64 * n - DISTANCE_BITS;
	bool far;

	if (limbs_sub(difference, p, q, n) != 0)
		limbs_sub(difference, q, p, n);
	limbs_shift_right(difference, difference + shift / 64, shift % 64, n - shift / 64);
	far = !limbs_is_zero(difference, n - shift / 64);
	crypto_wipe(difference, sizeof(difference));
	return far;
}

static void accept(struct job *job)
{
	struct rsa_private *key = &job->key;
	size_t n = half_limbs(job);

	job->phase = DRAW;
	if (job->primes == 0) {
		limbs_copy(key->p, job->candidate, n);
		job->primes = 1;
	} else if (is_far(key->p, job->candidate, n)) {
		limbs_copy(key->q, job->candidate, n);
		job->primes = 2;
		job->phase = COMPLETE;
	}
}

static enum err complete(struct job *job, struct rsa_private *key)
{
	size_t n = half_limbs(job);
	uint64_t product[2 * RSA_HALF_LIMBS];

	limbs_mul(product, job->key.p, n, job->key.q, n);
	limbs_store(product, 2 * n, job->key.pub.modulus, job->key.pub.size);
	if (!rsa_private_complete(&job->key, job->inverse_work))
		return ERR_CRYPTO;
	*key = job->key;
	return OK;
}

static enum err advance(struct job *job, struct rsa_private *key, mont_budget *budget)
{
	enum prime_verdict verdict;
	enum err err;

	switch ((enum phase)job->phase) {
	case DRAW:
		budget->left -= PRIME_SIEVE_COST;
		if (budget->left <= 0)
			return ERR_BUSY;
		err = draw(job);
		return err == OK ? ERR_BUSY : err;
	case PICK:
		pick(job);
		budget->left -= PICK_COST;
		break;
	case TEST:
		verdict = prime_test_step(&job->test, budget);
		if (verdict != PRIME_PENDING)
			job->phase = verdict == PRIME_PROBABLE ? ACCEPT : PICK;
		break;
	case ACCEPT:
		accept(job);
		break;
	case COMPLETE:
		return complete(job, key);
	}
	return ERR_BUSY;
}

enum err rsa_keygen_step(struct rsa_keygen *outer, struct rsa_private *key)
{
	mont_budget budget = { RSA_SLICE };
	enum err err;

	do {
		err = advance(job_of(outer), key, &budget);
	} while (err == ERR_BUSY && budget.left > 0);
	if (err != ERR_BUSY)
		rsa_keygen_wipe(outer);
	return err;
}
