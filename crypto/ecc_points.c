/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The NIST curves over wolfCrypt's single-precision point arithmetic. Its numbers carry a count of
 * digits in use, which is always the full one here, so that it says nothing.
 */
#include "crypto/ecc_points.h"

#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/sp.h>

#include "abi/check.h"
#include "crypto/cpu.h"
#include "crypto/limbs.h"
#include "crypto/scratch.h"
#include "lib/config.h"

static_assert(sizeof(((mp_int *)0)->dp[0]) == sizeof(uint64_t), "digits are limbs");

struct operands {
	mp_int k;
	ecc_point point;
	ecc_point sum; /* what is added, then the result */
};

static void load(mp_int *to, enum ecc_curve curve, const struct ecc_num *num)
{
	size_t size = ecc_size(curve);

	to->used = (int)((size + 7) / 8);
	to->size = SP_INT_DIGITS;
	limbs_load(to->dp, (size_t)to->used, num->bytes, size);
}

static void load_point(ecc_point *to, enum ecc_curve curve, const struct ecc_point *point)
{
	static const struct ecc_num zero;

	load(to->x, curve, point == NULL ? &zero : &point->x);
	load(to->y, curve, point == NULL ? &zero : &point->y);
	load(to->z, curve, &zero);
	to->z->dp[0] = 1;
}

static void store(struct ecc_num *num, enum ecc_curve curve, mp_int *from)
{
	size_t size = ecc_size(curve);

	for (size_t i = (size_t)from->used; i < (size + 7) / 8; i++)
		from->dp[i] = 0;
	*num = (struct ecc_num){ 0 };
	limbs_store(from->dp, (size + 7) / 8, num->bytes, size);
}

/* sum = k × generator */
static int multiply_base(enum ecc_curve curve, struct operands *x)
{
	switch (curve) {
	case ECC_P256:
		return sp_ecc_mulmod_base_256(&x->k, &x->sum, 1, NULL);
	case ECC_P384:
		return sp_ecc_mulmod_base_384(&x->k, &x->sum, 1, NULL);
	case ECC_P521:
		return sp_ecc_mulmod_base_521(&x->k, &x->sum, 1, NULL);
	case ECC_BN_P256:
		break;
	}
	return -1;
}

/* It fails only where its memory runs out, which SCRATCH_SIZE rules out */
static void must(int result)
{
	if (result != MP_OKAY)
		__builtin_trap();
}

/*
 * wolfCrypt's assembly leaves the upper halves of the vector registers in use. What follows, which
 * knows only the lower ones, is then slow (P-384 takes twice as long), and they hold secrets.
 */
static void leave_vectors(void)
{
	/* asm: clears those halves, where there are any */
	if (IS_ENABLED(CONFIG_CRYPTO_ASM) && (crypto_cpu_get() & CRYPTO_CPU_AVX2) != 0)
		__asm__ volatile("vzeroupper" : : : "memory");
}

void ecc_points_mul_base(enum ecc_curve curve, const struct ecc_num *k, struct ecc_point *r)
{
	size_t mark = scratch_mark();
	struct operands *x = scratch_more(sizeof(*x));

	load(&x->k, curve, k);
	load_point(&x->sum, curve, NULL);
	must(multiply_base(curve, x));
	leave_vectors();
	store(&r->x, curve, x->sum.x);
	store(&r->y, curve, x->sum.y);
	scratch_release(mark);
}

bool ecc_points_mul_p256(const struct ecc_num *k, const struct ecc_point *point,
			 const struct ecc_point *add, struct ecc_point *r)
{
	size_t mark = scratch_mark();
	struct operands *x = scratch_more(sizeof(*x));
	bool finite;

	load(&x->k, ECC_P256, k);
	load_point(&x->point, ECC_P256, point);
	load_point(&x->sum, ECC_P256, add);
	if (add == NULL)
		must(sp_ecc_mulmod_256(&x->k, &x->point, &x->sum, 1, NULL));
	else
		must(sp_ecc_mulmod_add_256(&x->k, &x->point, &x->sum, 0, &x->sum, 1, NULL));
	leave_vectors();
	/* (0, 0) is what it makes of the point at infinity, and no point of the curve */
	finite = !mp_iszero(x->sum.x) || !mp_iszero(x->sum.y);
	if (finite) {
		store(&r->x, ECC_P256, x->sum.x);
		store(&r->y, ECC_P256, x->sum.y);
	}
	scratch_release(mark);
	return finite;
}
