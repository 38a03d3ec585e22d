/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixed windows from the top, the table read as a whole for each. Must never index it by a secret.
 */
#include "crypto/mont_exp.h"

#define WINDOW 4u

/* Measured; mont_rows.h has 16 limbs unrolled */
void mont_budget_spend(mont_budget *budget, size_t n)
{
	budget->left -= n == 16 ? 3600 : (int64_t)(16 * n * n + 110 * n);
}

static void start(struct mont_exp *exp, const struct mont *modulus, const uint64_t *exponent,
		  size_t count)
{
	limbs_copy(exp->exponent, exponent, count);
	exp->bits_left = (uint32_t)(64 * count);
	mont_one(modulus, exp->result);
}

void mont_exp_begin(struct mont_exp *exp, const struct mont *modulus, const uint64_t *base,
		    const uint64_t *exponent, size_t count)
{
	size_t n = modulus->n;

	start(exp, modulus, exponent, count);
	exp->window = WINDOW;
	limbs_copy(exp->table, exp->result, n);
	limbs_copy(exp->table + n, base, n);
	for (size_t i = 2; i < MONT_EXP_TABLE; i++)
		mont_mul(modulus, exp->table + i * n, exp->table + (i - 1) * n, base);
}

void mont_exp_begin_two(struct mont_exp *exp, const struct mont *modulus, const uint64_t *exponent,
			size_t count)
{
	start(exp, modulus, exponent, count);
	exp->window = 1;
}

/* r = table[index], by reading all of it */
static void look_up(uint64_t *r, const struct mont_exp *exp, uint64_t index, size_t n)
{
	limbs_zero(r, n);
	for (uint64_t i = 0; i < MONT_EXP_TABLE; i++) {
		uint64_t mask = 0 - (((i ^ index) - 1) >> 63);

		/* asm: keeps the compiler from making a branch of the mask */
		__asm__("" : "+r"(mask));
		for (size_t k = 0; k < n; k++)
			r[k] |= exp->table[i * n + k] & mask;
	}
}

static void multiply_by_window(struct mont_exp *exp, const struct mont *modulus, uint64_t bits)
{
	uint64_t factor[RSA_HALF_LIMBS];

	if (exp->window == 1) {
		mont_add(modulus, factor, exp->result, exp->result);
		limbs_select(exp->result, factor, 0 - bits, modulus->n);
		return;
	}
	look_up(factor, exp, bits, modulus->n);
	mont_mul(modulus, exp->result, exp->result, factor);
}

bool mont_exp_step(struct mont_exp *exp, const struct mont *modulus, mont_budget *budget)
{
	while (exp->bits_left > 0 && budget->left > 0) {
		uint64_t bits;

		exp->bits_left -= exp->window;
		bits = exp->exponent[exp->bits_left / 64] >> (exp->bits_left % 64);
		bits &= (1u << exp->window) - 1;
		for (uint32_t i = 0; i < exp->window; i++) {
			mont_mul(modulus, exp->result, exp->result, exp->result);
			mont_budget_spend(budget, modulus->n);
		}
		multiply_by_window(exp, modulus, bits);
		if (exp->window > 1)
			mont_budget_spend(budget, modulus->n);
		/* Reading the table, or doubling */
		budget->left -= (int64_t)(modulus->n * (exp->window > 1 ? 80 : 30));
	}
	return exp->bits_left == 0;
}
