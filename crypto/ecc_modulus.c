/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between byte strings and limbs. Must never branch on a number. */
#include "crypto/ecc_modulus.h"

#include "crypto/inverse.h"
#include "crypto/secret.h"

void ecc_modulus_init(struct ecc_modulus *modulus, enum ecc_curve curve, enum ecc_modulus_kind kind)
{
	const struct ecc_params *params = ecc_params(curve);
	size_t n = (params->size + 7u) / 8;

	modulus->bits = params->bits;
	modulus->size = params->size;
	limbs_load(modulus->m, n, (kind == ECC_FIELD ? &params->p : &params->n)->bytes,
		   params->size);
	mont_init(&modulus->mont, modulus->rr, modulus->m, n, params->bits);
}

bool ecc_modulus_load(const struct ecc_modulus *modulus, uint64_t *r, const struct ecc_num *num)
{
	limbs_load(r, modulus->mont.n, num->bytes, modulus->size);
	return limbs_is_less(r, modulus->m, modulus->mont.n);
}

void ecc_modulus_store(const struct ecc_modulus *modulus, struct ecc_num *num, const uint64_t *a)
{
	limbs_store(a, modulus->mont.n, num->bytes, modulus->size);
	for (size_t i = modulus->size; i < ECC_SIZE_MAX; i++)
		num->bytes[i] = 0;
}

void ecc_modulus_reduce(const struct ecc_modulus *modulus, uint64_t *r, const uint8_t *bytes,
			size_t len)
{
	uint64_t wide[2 * ECC_LIMBS_MAX];

	limbs_load(wide, 2 * ECC_LIMBS_MAX, bytes, len);
	mont_enter_long(&modulus->mont, r, wide, (len + 7) / 8);
	mont_leave(&modulus->mont, r, r);
	crypto_wipe(wide, sizeof(wide));
}

bool ecc_modulus_inverse(const struct ecc_modulus *modulus, uint64_t *r, const uint64_t *a)
{
	uint64_t work[INVERSE_WORDS(521)];

	return inverse_mod_odd(r, a, modulus->m, modulus->mont.n, modulus->bits, work);
}
