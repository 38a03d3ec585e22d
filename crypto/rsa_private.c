/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The RSA private operation: one power modulo each prime, their combination, and the public
 * operation on the result, so that no fault discloses a prime. Each exponent has a random multiple
 * of p − 1 added. Must never hand out a result that was not checked.
 */
#include "abi/check.h"
#include "crypto/mont_exp.h"
#include "crypto/random.h"
#include "crypto/rsa_internal.h"
#include "crypto/secret.h"

enum phase { BEGIN_P, POWER_P, BEGIN_Q, POWER_Q, COMBINE, CHECK };

struct job {
	const struct rsa_private *key;
	uint64_t phase;
	uint64_t blinds[2];
	uint64_t input[2 * RSA_HALF_LIMBS];
	uint64_t output[2 * RSA_HALF_LIMBS];
	uint64_t half_p[RSA_HALF_LIMBS]; /* input^dp mod p */
	uint64_t rr[RSA_HALF_LIMBS];
	union {
		struct mont_exp exp;
		struct rsa_power power;
	};
};

static_assert(sizeof(struct job) <= sizeof(struct rsa_job), "state too small");

static struct job *job_of(struct rsa_job *job)
{
	return (struct job *)job->state;
}

void rsa_job_wipe(struct rsa_job *job)
{
	crypto_wipe(job, sizeof(*job));
}

enum err rsa_private_begin_take(struct rsa_job *outer, const struct rsa_private *key,
				const void *in, size_t len)
{
	struct job *job = job_of(outer);

	if (!rsa_power_load(&job->power, &key->pub, in, len))
		return ERR_RANGE;
	limbs_copy(job->input, job->power.base, key->pub.size / 8);
	job->key = key;
	job->phase = BEGIN_P;
	return crypto_random(job->blinds, sizeof(job->blinds));
}

/* input^(exponent + blind × (prime − 1)) mod prime */
static void begin_half(struct job *job, const uint64_t *prime, const uint64_t *exponent,
		       uint64_t blind)
{
	size_t n = job->key->pub.size / 16;
	uint64_t blinded[RSA_HALF_LIMBS + 1];
	uint64_t base[RSA_HALF_LIMBS];
	struct mont modulus;

	mont_init(&modulus, job->rr, prime, n, 64 * n);
	limbs_copy(base, prime, n);
	base[0] -= 1;
	limbs_copy(blinded, exponent, n);
	blinded[n] = limbs_add_product(blinded, base, blind, n);
	mont_enter_long(&modulus, base, job->input, 2 * n);
	mont_exp_begin(&job->exp, &modulus, base, blinded, n + 1);
	crypto_wipe(blinded, sizeof(blinded));
	crypto_wipe(base, sizeof(base));
}

/* Goes on with a half; true once job->exp.result is it, out of Montgomery's form */
static bool power_half(struct job *job, const uint64_t *prime, mont_budget *budget)
{
	struct mont modulus;

	mont_attach(&modulus, job->rr, prime, job->key->pub.size / 16);
	if (!mont_exp_step(&job->exp, &modulus, budget))
		return false;
	mont_leave(&modulus, job->exp.result, job->exp.result);
	return true;
}

/* output = m_q + q × ((m_p − m_q) × q⁻¹ mod p) */
static void combine(struct job *job)
{
	const struct rsa_private *key = job->key;
	size_t n = key->pub.size / 16;
	const uint64_t *m_q = job->exp.result;
	uint64_t *h = job->half_p;
	uint64_t other[RSA_HALF_LIMBS];
	struct mont p;
	uint64_t carry;

	mont_init(&p, job->rr, key->p, n, 64 * n);
	mont_enter(&p, h, h);
	mont_enter(&p, other, m_q);
	mont_sub(&p, h, h, other);
	mont_mul(&p, h, h, key->q_inverse);
	limbs_mul(job->output, key->q, n, h, n);
	carry = limbs_add(job->output, job->output, m_q, n);
	limbs_zero(other, n);
	other[0] = carry;
	limbs_add(job->output + n, job->output + n, other, n);
	crypto_wipe(other, sizeof(other));
}

static enum err check(struct job *job, uint8_t *out)
{
	const struct rsa_public *pub = &job->key->pub;
	size_t n = pub->size / 8;

	limbs_load(job->power.modulus, n, pub->modulus, pub->size);
	limbs_copy(job->power.base, job->output, n);
	rsa_power_run(&job->power, pub);
	if (!limbs_is_equal(job->power.result, job->input, n))
		return ERR_CRYPTO;
	limbs_store(job->output, n, out, pub->size);
	return OK;
}

/* One phase, or a part of one. What comes next is in job->phase. */
static enum err advance(struct job *job, uint8_t *out, mont_budget *budget)
{
	const struct rsa_private *key = job->key;

	switch ((enum phase)job->phase) {
	case BEGIN_P:
		begin_half(job, key->p, key->dp, job->blinds[0]);
		break;
	case POWER_P:
		if (!power_half(job, key->p, budget))
			return ERR_BUSY;
		limbs_copy(job->half_p, job->exp.result, key->pub.size / 16);
		break;
	case BEGIN_Q:
		begin_half(job, key->q, key->dq, job->blinds[1]);
		break;
	case POWER_Q:
		if (!power_half(job, key->q, budget))
			return ERR_BUSY;
		break;
	case COMBINE:
		combine(job);
		budget->left = 0;
		break;
	case CHECK:
		return check(job, out);
	}
	job->phase++;
	return ERR_BUSY;
}

enum err rsa_private_step(struct rsa_job *outer, uint8_t *out)
{
	struct job *job = job_of(outer);
	mont_budget budget = { RSA_SLICE };
	enum err err;

	do {
		err = advance(job, out, &budget);
	} while (err == ERR_BUSY && budget.left > 0);
	if (err != ERR_BUSY)
		rsa_job_wipe(outer);
	return err;
}

enum err rsa_private_op(struct rsa_job *job, const struct rsa_private *key, const void *in,
			size_t len, uint8_t *out)
{
	enum err err = rsa_private_begin_take(job, key, in, len);

	if (err != OK)
		return err;
	do {
		err = rsa_private_step(job, out);
	} while (err == ERR_BUSY);
	return err;
}
