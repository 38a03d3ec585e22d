/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sieve of Eratosthenes twice: once for the small primes themselves, which costs less than a
 * table of them, once over the window. Small primes are taken four at a time, so that the long
 * number is divided by one limb for all four.
 */
#include "crypto/prime_sieve.h"

#define GROUP 4u /* 16-bit primes whose product fits a limb */

static bool is_set(const uint64_t *bits, uint32_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

static void set(uint64_t *bits, uint32_t i)
{
	bits[i / 64] |= 1ull << (i % 64);
}

static void find_small(struct prime_sieve_work *work)
{
	const uint32_t count = PRIME_SIEVE_BOUND / 2;

	for (uint32_t i = 0; i < count / 64; i++)
		work->composite[i] = 0;
	for (uint32_t prime = 3; prime * prime < PRIME_SIEVE_BOUND; prime += 2) {
		if (is_set(work->composite, prime / 2))
			continue;
		for (uint32_t i = prime * prime / 2; i < count; i += prime)
			set(work->composite, i);
	}
}

/* a[0..n) mod d */
static uint64_t remainder_of(const uint64_t *a, size_t n, uint64_t d)
{
	uint64_t remainder = 0;

	for (size_t i = n; i-- > 0;) {
		uint64_t quotient;

		/* asm: 128 by 64 bits, which C has no operator for; remainder < d, so it cannot
		 * trap */
		__asm__("divq %[d]"
			: "=a"(quotient), "+d"(remainder)
			: "0"(a[i]), [d] "r"(d)
			: "cc");
	}
	return remainder;
}

/* Marks the multiples of prime, given start mod prime */
static void mark(struct prime_sieve *sieve, uint32_t prime, uint32_t remainder)
{
	uint32_t distance = remainder == 0 ? 0 : prime - remainder;

	if (distance % 2 != 0)
		distance += prime;
	for (uint32_t i = distance / 2; i < PRIME_SIEVE_COUNT; i += prime)
		set(sieve->composite, i);
}

static void mark_group(struct prime_sieve *sieve, const uint64_t *start, size_t n,
		       const uint32_t *primes, uint32_t count)
{
	uint64_t product = 1;
	uint64_t remainder;

	for (uint32_t i = 0; i < count; i++)
		product *= primes[i];
	remainder = remainder_of(start, n, product);
	for (uint32_t i = 0; i < count; i++)
		mark(sieve, primes[i], (uint32_t)(remainder % primes[i]));
}

void prime_sieve_fill(struct prime_sieve *sieve, struct prime_sieve_work *work,
		      const uint64_t *start, size_t n)
{
	uint32_t primes[GROUP];
	uint32_t count = 0;

	for (uint32_t i = 0; i < PRIME_SIEVE_COUNT / 64; i++)
		sieve->composite[i] = 0;
	find_small(work);
	for (uint32_t i = 1; i < PRIME_SIEVE_BOUND / 2; i++) {
		if (is_set(work->composite, i))
			continue;
		primes[count++] = 2 * i + 1;
		if (count == GROUP) {
			mark_group(sieve, start, n, primes, count);
			count = 0;
		}
	}
	mark_group(sieve, start, n, primes, count);
}

uint32_t prime_sieve_next(const struct prime_sieve *sieve, uint32_t from)
{
	while (from < PRIME_SIEVE_COUNT && is_set(sieve->composite, from))
		from++;
	return from;
}
