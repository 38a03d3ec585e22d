/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Miller-Rabin over crypto/mont_exp.h. */
#include "crypto/prime_test.h"

#include "crypto/secret.h"

/* candidate − 1 = odd × 2^twos */
static uint32_t split(uint64_t *odd, const uint64_t *candidate, size_t n)
{
	uint32_t twos = 0;

	limbs_copy(odd, candidate, n);
	odd[0] -= 1;
	while (odd[0] == 0) {
		for (size_t i = 0; i + 1 < n; i++)
			odd[i] = odd[i + 1];
		odd[n - 1] = 0;
		twos += 64;
	}
	twos += (uint32_t)__builtin_ctzll(odd[0]);
	limbs_shift_right(odd, odd, (unsigned int)__builtin_ctzll(odd[0]), n);
	return twos;
}

void prime_test_begin(struct prime_test *test, const uint64_t *candidate, size_t n, uint32_t rounds)
{
	uint64_t odd[RSA_HALF_LIMBS];
	struct mont modulus;

	limbs_copy(test->candidate, candidate, n);
	test->n = (uint32_t)n;
	test->rounds = rounds;
	test->bases.requests = 0;
	test->twos = split(odd, candidate, n);
	mont_init(&modulus, test->rr, test->candidate, n, 64 * n);
	mont_exp_begin_two(&test->exp, &modulus, odd, n);
	crypto_wipe(odd, sizeof(odd));
}

static bool begin_round(struct prime_test *test, const struct mont *modulus)
{
	uint8_t bytes[8 * RSA_HALF_LIMBS];
	uint64_t base[RSA_HALF_LIMBS];
	uint64_t odd[RSA_HALF_LIMBS];
	size_t len = 8u * test->n;

	if (test->bases.requests == 0) {
		limbs_store(test->candidate, test->n, bytes, len);
		drbg_init(&test->bases, bytes, len);
	}
	if (drbg_generate(&test->bases, bytes, len) != OK)
		return false;
	limbs_load(base, test->n, bytes, len);
	mont_enter(modulus, base, base);
	split(odd, test->candidate, test->n);
	mont_exp_begin(&test->exp, modulus, base, odd, test->n);
	crypto_wipe(odd, sizeof(odd));
	return true;
}

/* Whether base^odd is 1, or a square of it up to (candidate − 1) / 2 is −1 */
static bool is_witnessed(struct prime_test *test, const struct mont *modulus)
{
	uint64_t *x = test->exp.result;
	uint64_t one[RSA_HALF_LIMBS];
	uint64_t minus_one[RSA_HALF_LIMBS];
	size_t n = test->n;

	mont_one(modulus, one);
	limbs_sub(minus_one, test->candidate, one, n);
	if (limbs_is_equal(x, one, n))
		return true;
	for (uint32_t i = 0; i < test->twos; i++) {
		if (limbs_is_equal(x, minus_one, n))
			return true;
		mont_mul(modulus, x, x, x);
	}
	return false;
}

enum prime_verdict prime_test_step(struct prime_test *test, mont_budget *budget)
{
	struct mont modulus;

	mont_attach(&modulus, test->rr, test->candidate, test->n);
	while (mont_exp_step(&test->exp, &modulus, budget)) {
		if (!is_witnessed(test, &modulus))
			return PRIME_COMPOSITE;
		if (test->rounds == 0)
			return PRIME_PROBABLE;
		test->rounds--;
		if (!begin_round(test, &modulus))
			return PRIME_COMPOSITE;
	}
	return PRIME_PENDING;
}
