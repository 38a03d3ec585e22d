/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic modulo the order. Must never branch on an operand's value but for its being in range.
 */
#include "crypto/ecc_scalar.h"

#include "crypto/ecc_modulus.h"
#include "crypto/secret.h"

struct operands {
	struct ecc_modulus n;
	uint64_t a[ECC_LIMBS_MAX];
	uint64_t b[ECC_LIMBS_MAX];
};

static enum err load(struct operands *x, enum ecc_curve curve, const struct ecc_num *a,
		     const struct ecc_num *b)
{
	bool fits;

	ecc_modulus_init(&x->n, curve, ECC_ORDER);
	fits = ecc_modulus_load(&x->n, x->a, a);
	fits &= ecc_modulus_load(&x->n, x->b, b);
	return fits ? OK : ERR_RANGE;
}

static void finish(struct operands *x, struct ecc_num *r)
{
	ecc_modulus_store(&x->n, r, x->a);
	crypto_wipe(x, sizeof(*x));
}

enum err ecc_scalar_add(enum ecc_curve curve, const struct ecc_num *a, const struct ecc_num *b,
			struct ecc_num *r)
{
	struct operands x;

	if (load(&x, curve, a, b) != OK)
		return ERR_RANGE;
	mont_add(&x.n.mont, x.a, x.a, x.b);
	finish(&x, r);
	return OK;
}

enum err ecc_scalar_sub(enum ecc_curve curve, const struct ecc_num *a, const struct ecc_num *b,
			struct ecc_num *r)
{
	struct operands x;

	if (load(&x, curve, a, b) != OK)
		return ERR_RANGE;
	mont_sub(&x.n.mont, x.a, x.a, x.b);
	finish(&x, r);
	return OK;
}

enum err ecc_scalar_mul(enum ecc_curve curve, const struct ecc_num *a, const struct ecc_num *b,
			struct ecc_num *r)
{
	struct operands x;

	if (load(&x, curve, a, b) != OK)
		return ERR_RANGE;
	mont_enter(&x.n.mont, x.a, x.a);
	mont_mul(&x.n.mont, x.a, x.a, x.b);
	finish(&x, r);
	return OK;
}

enum err ecc_scalar_inverse(enum ecc_curve curve, const struct ecc_num *a, struct ecc_num *r)
{
	struct operands x;

	if (load(&x, curve, a, a) != OK || !ecc_modulus_inverse(&x.n, x.a, x.b))
		return ERR_RANGE;
	finish(&x, r);
	return OK;
}

enum err ecc_scalar_reduce(enum ecc_curve curve, struct ecc_num *r, const void *bytes, size_t len)
{
	struct operands x;

	if (len > 2 * ecc_size(curve))
		return ERR_RANGE;
	ecc_modulus_init(&x.n, curve, ECC_ORDER);
	ecc_modulus_reduce(&x.n, x.a, bytes, len);
	finish(&x, r);
	return OK;
}

bool ecc_scalar_is_zero(enum ecc_curve curve, const struct ecc_num *a)
{
	uint64_t limbs[ECC_LIMBS_MAX];
	bool zero;

	limbs_load(limbs, ECC_LIMBS_MAX, a->bytes, ecc_size(curve));
	zero = limbs_is_zero(limbs, ECC_LIMBS_MAX);
	crypto_wipe(limbs, sizeof(limbs));
	return zero;
}
