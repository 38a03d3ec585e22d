/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trial division of many neighbours at once. Internal to crypto/. Not CT: see rsa_keygen.h. */
#ifndef CRYPTO_PRIME_SIEVE_H
#define CRYPTO_PRIME_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRIME_SIEVE_COUNT 8192u  /* candidates in a window */
#define PRIME_SIEVE_BOUND 65536u /* primes below this divide */
#define PRIME_SIEVE_COST 1000000 /* instructions of prime_sieve_fill, at most */

/* Bit i is set if start + 2i has a small divisor */
struct prime_sieve {
	uint64_t composite[PRIME_SIEVE_COUNT / 64];
};

/* Working memory: bit i is set if 2i + 1 is composite */
struct prime_sieve_work {
	uint64_t composite[PRIME_SIEVE_BOUND / 128];
};

/* Sieves start, start + 2, …; start[0..n) is odd and larger than 2^64. */
void prime_sieve_fill(struct prime_sieve *sieve, struct prime_sieve_work *work,
		      const uint64_t *start, size_t n);

/* The first candidate from number `from` on that is left; PRIME_SIEVE_COUNT if there is none. */
uint32_t prime_sieve_next(const struct prime_sieve *sieve, uint32_t from);

#endif
