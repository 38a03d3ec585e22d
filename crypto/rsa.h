/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RSA: keys and the raw operations. Padding is rsa_pad.h, key generation rsa_keygen.h.
 *
 * Public operations: moduli of 1024, 2048, 3072 and 4096 bits. Private ones: up to 3072, and 4096
 * with CONFIG_CRYPTO_RSA_4096. Byte strings are big-endian; a modulus of b bits has b / 8 bytes
 * ("size").
 *
 * A private operation is sliced: begin, then step until it answers something other than ERR_BUSY.
 * No call here takes longer than 4 million instructions. Spec: RFC 8017 s5.1, s5.2.
 */
#ifndef CRYPTO_RSA_H
#define CRYPTO_RSA_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/rsa_limits.h"
#include "lib/err.h"

struct rsa_public {
	uint16_t size;     /* bytes of the modulus: 128, 256, 384 or 512 */
	uint32_t exponent; /* odd, ≥ 3 */
	uint8_t modulus[RSA_SIZE_MAX];
};

/*
 * Takes modulus[0..size) and the exponent (the TPM's 0 is the caller's to map to 65537). Returns
 * OK; ERR_UNSUPPORTED (size); ERR_FORMAT (the modulus is even or its top bit is clear; the exponent
 * is even or below 3); pub unchanged.
 */
MUST_USE enum err rsa_public_set(struct rsa_public *pub, const void *modulus, size_t size,
				 uint32_t exponent);

/*
 * out[0..pub->size) = in^exponent mod n, with leading zeros; in[0..len) is any string with a value
 * below n; out may be in. Takes crypto/scratch.h's lock. Returns OK or ERR_RANGE (in ≥ n), out
 * unchanged.
 */
MUST_USE enum err rsa_public_op(const struct rsa_public *pub, const void *in, size_t len,
				uint8_t *out);

/*
 * A private key, ready for use; the members are crypto/'s alone. Holds key material:
 * rsa_private_wipe when done. Read only once made: one may serve several jobs.
 */
struct rsa_private {
	struct rsa_public pub;
	uint64_t p[RSA_HALF_LIMBS];
	uint64_t q[RSA_HALF_LIMBS];
	uint64_t dp[RSA_HALF_LIMBS];
	uint64_t dq[RSA_HALF_LIMBS];
	uint64_t q_inverse[RSA_HALF_LIMBS]; /* mod p */
};

/*
 * Makes a private key of its public part and one prime, prime[0..len) with len = pub->size / 2: the
 * form in which a TPM keeps it. q = n / p. Returns OK; ERR_UNSUPPORTED (4096 bits, not configured);
 * ERR_RANGE (len); ERR_CRYPTO (p does not divide n, p = q, or the exponent has no inverse); key
 * unchanged on error. Does not test p and q for primality. Takes crypto/scratch.h's lock. CT: in
 * the prime.
 */
MUST_USE enum err rsa_private_from_prime(struct rsa_private *key, const struct rsa_public *pub,
					 const void *prime, size_t len);

/* Writes the key's first prime (rsa_private_from_prime's, or rsa_keygen's) to out[0..size / 2). */
void rsa_private_prime(const struct rsa_private *key, uint8_t *out);

void rsa_private_wipe(struct rsa_private *key);

/*
 * A private operation under way; the members are crypto/'s alone. Holds secrets: rsa_job_wipe when
 * it is given up before its end. Holds no pointer but into what begin was given.
 */
struct rsa_job {
	uint64_t state[RSA_JOB_WORDS];
};

/*
 * Begins in^d mod n; in[0..len) as in rsa_public_op, copied. key is kept by address until the job
 * ends. Returns OK; ERR_RANGE (in ≥ n); ERR_STATE (crypto_random failed: the exponents are
 * blinded); job unusable.
 */
MUST_USE enum err rsa_private_begin_take(struct rsa_job *job, const struct rsa_private *key,
					 const void *in, size_t len);

/*
 * Goes on with it. Returns ERR_BUSY while there is more to do (up to about 2.5 million instructions
 * a call); OK with out[0..size) written; ERR_CRYPTO (the result fails the public operation: a fault
 * or a wrong key; nothing is disclosed), out unchanged. On OK and ERR_CRYPTO the job is wiped.
 * CT: in the key and, but for its length, in the input.
 */
MUST_USE enum err rsa_private_step(struct rsa_job *job, uint8_t *out);

void rsa_job_wipe(struct rsa_job *job);

/*
 * Begin and every step in one call, for callers without a bound: job is working memory only. Errors
 * of both; out may be in.
 */
MUST_USE enum err rsa_private_op(struct rsa_job *job, const struct rsa_private *key, const void *in,
				 size_t len, uint8_t *out);

#endif
