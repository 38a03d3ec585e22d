/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fixed windows of four bits from the top. The sum before a digit d is 16 × prefix × point with 16
 * × prefix + d ≤ k < n. So it is neither d × point nor its negative, and the only additions that
 * the formulas do not cover have an operand at infinity: those are corrected by selection.
 * Spec: Bernstein, Lange, Explicit-Formulas Database, add-2007-bl, dbl-2001-b.
 */
#include "crypto/ecc_window.h"

#include "crypto/secret.h"

#define BITS 4u
#define STEP_COST 1200000u

typedef struct ecc_window_point point_t;

static void copy_point(point_t *r, const point_t *a, size_t n)
{
	limbs_copy(r->x, a->x, n);
	limbs_copy(r->y, a->y, n);
	limbs_copy(r->z, a->z, n);
}

static void select_point(point_t *r, const point_t *a, uint64_t mask, size_t n)
{
	limbs_select(r->x, a->x, mask, n);
	limbs_select(r->y, a->y, mask, n);
	limbs_select(r->z, a->z, mask, n);
}

/* All ones if a is 0 */
static uint64_t zero_mask(const uint64_t *a, size_t n)
{
	uint64_t any = 0;

	for (size_t i = 0; i < n; i++)
		any |= a[i];
	return ((any | (0 - any)) >> 63) - 1;
}

static void twice(const struct mont *p, uint64_t *r, const uint64_t *a)
{
	mont_add(p, r, a, a);
}

/* alpha = 3 x² + a z⁴: a is −3, or 0 on BN_P256 */
static void slope(const struct mont *p, uint32_t curve, uint64_t *alpha, const uint64_t *x,
		  const uint64_t *zz)
{
	uint64_t t[ECC_LIMBS_MAX];

	if (curve == ECC_BN_P256) {
		mont_mul(p, alpha, x, x);
	} else {
		mont_sub(p, alpha, x, zz);
		mont_add(p, t, x, zz);
		mont_mul(p, alpha, alpha, t);
	}
	twice(p, t, alpha);
	mont_add(p, alpha, alpha, t);
}

/* r = 2 a; r may be a; of infinity it makes infinity */
static void double_point(const struct mont *p, uint32_t curve, point_t *r, const point_t *a)
{
	uint64_t delta[ECC_LIMBS_MAX];
	uint64_t gamma[ECC_LIMBS_MAX];
	uint64_t beta[ECC_LIMBS_MAX];
	uint64_t alpha[ECC_LIMBS_MAX];

	mont_mul(p, delta, a->z, a->z);
	mont_mul(p, gamma, a->y, a->y);
	mont_mul(p, beta, a->x, gamma);
	slope(p, curve, alpha, a->x, delta);
	mont_add(p, r->z, a->y, a->z);
	mont_mul(p, r->z, r->z, r->z);
	mont_sub(p, r->z, r->z, gamma);
	mont_sub(p, r->z, r->z, delta);
	twice(p, beta, beta);
	twice(p, beta, beta);
	mont_mul(p, r->x, alpha, alpha);
	mont_sub(p, r->x, r->x, beta);
	mont_sub(p, r->x, r->x, beta);
	twice(p, gamma, gamma);
	mont_mul(p, gamma, gamma, gamma);
	twice(p, gamma, gamma);
	mont_sub(p, beta, beta, r->x);
	mont_mul(p, r->y, alpha, beta);
	mont_sub(p, r->y, r->y, gamma);
}

struct addition {
	uint64_t zz1[ECC_LIMBS_MAX];
	uint64_t zz2[ECC_LIMBS_MAX];
	uint64_t u1[ECC_LIMBS_MAX];
	uint64_t s1[ECC_LIMBS_MAX];
	uint64_t h[ECC_LIMBS_MAX]; /* u2 − u1 */
	uint64_t s[ECC_LIMBS_MAX]; /* 2 (s2 − s1) */
	point_t r;
};

/* What both points are over a common denominator; h and s are 0 if they are the same */
static void compare_points(const struct mont *p, struct addition *x, const point_t *a,
			   const point_t *b)
{
	mont_mul(p, x->zz1, a->z, a->z);
	mont_mul(p, x->zz2, b->z, b->z);
	mont_mul(p, x->u1, a->x, x->zz2);
	mont_mul(p, x->h, b->x, x->zz1);
	mont_sub(p, x->h, x->h, x->u1);
	mont_mul(p, x->s1, a->y, b->z);
	mont_mul(p, x->s1, x->s1, x->zz2);
	mont_mul(p, x->s, b->y, a->z);
	mont_mul(p, x->s, x->s, x->zz1);
	mont_sub(p, x->s, x->s, x->s1);
	twice(p, x->s, x->s);
}

/* x->r = a + b, for compared points that differ and are finite */
static void add_compared(const struct mont *p, struct addition *x, const point_t *a,
			 const point_t *b)
{
	uint64_t i[ECC_LIMBS_MAX];
	uint64_t j[ECC_LIMBS_MAX];
	uint64_t v[ECC_LIMBS_MAX];

	mont_add(p, x->r.z, a->z, b->z);
	mont_mul(p, x->r.z, x->r.z, x->r.z);
	mont_sub(p, x->r.z, x->r.z, x->zz1);
	mont_sub(p, x->r.z, x->r.z, x->zz2);
	mont_mul(p, x->r.z, x->r.z, x->h);
	twice(p, i, x->h);
	mont_mul(p, i, i, i);
	mont_mul(p, j, x->h, i);
	mont_mul(p, v, x->u1, i);
	mont_mul(p, x->r.x, x->s, x->s);
	mont_sub(p, x->r.x, x->r.x, j);
	mont_sub(p, x->r.x, x->r.x, v);
	mont_sub(p, x->r.x, x->r.x, v);
	mont_sub(p, v, v, x->r.x);
	mont_mul(p, x->r.y, x->s, v);
	mont_mul(p, j, x->s1, j);
	twice(p, j, j);
	mont_sub(p, x->r.y, x->r.y, j);
}

/* r = a + b, where a ≠ b or one is at infinity; r may be either */
static __attribute__((noinline)) void add_points(const struct mont *p, point_t *r, const point_t *a,
						 const point_t *b)
{
	struct addition x;

	compare_points(p, &x, a, b);
	add_compared(p, &x, a, b);
	select_point(&x.r, b, zero_mask(a->z, p->n), p->n);
	select_point(&x.r, a, zero_mask(b->z, p->n), p->n);
	copy_point(r, &x.r, p->n);
}

/* r += b for all points; noinline: the frames of both additions together would be too large */
static __attribute__((noinline)) void add_any_points(const struct mont *p, uint32_t curve,
						     point_t *r, const point_t *b)
{
	struct addition x;
	point_t doubled;
	uint64_t same;

	compare_points(p, &x, r, b);
	same = zero_mask(x.h, p->n) & zero_mask(x.s, p->n) & ~zero_mask(r->z, p->n) &
	       ~zero_mask(b->z, p->n);
	double_point(p, curve, &doubled, b);
	add_points(p, r, r, b);
	select_point(r, &doubled, same, p->n);
}

static void enter(const struct ecc_modulus *p, point_t *r, const struct ecc_point *point)
{
	ecc_modulus_load(p, r->x, &point->x);
	ecc_modulus_load(p, r->y, &point->y);
	mont_enter(&p->mont, r->x, r->x);
	mont_enter(&p->mont, r->y, r->y);
	mont_one(&p->mont, r->z);
}

void ecc_window_begin(struct ecc_window *window, enum ecc_curve curve, const struct ecc_num *k,
		      const struct ecc_point *point)
{
	struct ecc_modulus p;

	ecc_modulus_init(&p, curve, ECC_FIELD);
	window->curve = curve;
	window->next = 0;
	window->k = *k;
	window->sum = (point_t){ 0 };
	window->table[0] = (point_t){ 0 };
	enter(&p, &window->table[1], point);
	double_point(&p.mont, window->curve, &window->table[2], &window->table[1]);
	for (size_t i = 3; i < ECC_WINDOW_TABLE; i++)
		add_points(&p.mont, &window->table[i], &window->table[i - 1], &window->table[1]);
}

/* sum = 16 × sum + digit × point; the table is read as a whole */
static void take_digit(struct ecc_window *window, const struct mont *p, uint64_t digit)
{
	point_t addend = window->table[0];

	for (unsigned int i = 0; i < BITS; i++)
		double_point(p, window->curve, &window->sum, &window->sum);
	for (uint64_t i = 1; i < ECC_WINDOW_TABLE; i++)
		select_point(&addend, &window->table[i], 0 - (((i ^ digit) - 1) >> 63), p->n);
	add_points(p, &window->sum, &window->sum, &addend);
	crypto_wipe(&addend, sizeof(addend));
}

bool ecc_window_step(struct ecc_window *window)
{
	struct ecc_modulus p;
	uint32_t digits;
	uint32_t slice;

	ecc_modulus_init(&p, (enum ecc_curve)window->curve, ECC_FIELD);
	digits = 8 * p.size / BITS;
	/* A digit costs 48 multiplications and about as many additions */
	slice = STEP_COST / (48 * (uint32_t)(13 * p.mont.n * p.mont.n + 90 * p.mont.n));
	for (uint32_t i = 0; i < slice && window->next < digits; i++, window->next++) {
		uint32_t byte = window->k.bytes[window->next / 2];

		take_digit(window, &p.mont, window->next % 2 == 0 ? byte >> BITS : byte & 15);
	}
	return window->next == digits;
}

bool ecc_window_finish(struct ecc_window *window, const struct ecc_point *add, struct ecc_point *r)
{
	struct ecc_modulus p;
	point_t *sum = &window->sum;
	uint64_t t[ECC_LIMBS_MAX];

	ecc_modulus_init(&p, (enum ecc_curve)window->curve, ECC_FIELD);
	if (add != NULL) {
		enter(&p, &window->table[1], add);
		add_any_points(&p.mont, window->curve, sum, &window->table[1]);
	}
	mont_leave(&p.mont, t, sum->z);
	if (!ecc_modulus_inverse(&p, t, t))
		return false;
	/* z⁻¹ is out of the form, so z⁻² has to enter it once for products to leave it */
	mont_enter(&p.mont, sum->z, t);
	mont_mul(&p.mont, t, t, sum->z);
	mont_mul(&p.mont, sum->x, sum->x, t);
	mont_mul(&p.mont, t, t, sum->z);
	mont_mul(&p.mont, sum->y, sum->y, t);
	ecc_modulus_store(&p, &r->x, sum->x);
	ecc_modulus_store(&p, &r->y, sum->y);
	return true;
}
