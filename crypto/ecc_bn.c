/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BN_P256, y² = x³ + 3, which wolfCrypt has no point arithmetic for. Complete formulas in
 * projective
 * coordinates: one sequence for all pairs of points, infinity among them. Spec: Renes, Costello, Batina,
 * "Complete addition formulas for prime order elliptic curves", 2016, algorithms 7 and 9.
 */
#include "crypto/ecc_modulus.h"
#include "crypto/ecc_points.h"
#include "crypto/scratch.h"

#define LIMBS 4u
#define WINDOW 4u
#define TABLE (1u << WINDOW)

struct number {
	uint64_t limbs[LIMBS];
};

struct projective {
	struct number x;
	struct number y;
	struct number z; /* 0 at infinity */
};

struct bn {
	struct ecc_modulus p;
	struct number b3; /* 3 × 3 */
	struct projective table[TABLE];
	struct projective sum;
	struct projective addend;
};

static void mul(const struct bn *bn, struct number *r, const struct number *a,
		const struct number *b)
{
	mont_mul(&bn->p.mont, r->limbs, a->limbs, b->limbs);
}

static void add(const struct bn *bn, struct number *r, const struct number *a,
		const struct number *b)
{
	mont_add(&bn->p.mont, r->limbs, a->limbs, b->limbs);
}

static void sub(const struct bn *bn, struct number *r, const struct number *a,
		const struct number *b)
{
	mont_sub(&bn->p.mont, r->limbs, a->limbs, b->limbs);
}

/* r = (a + b) × (c + d) − e − f: a sum of two cross products */
static void cross(const struct bn *bn, struct number *r, const struct number *const pairs[4],
		  const struct number *e, const struct number *f)
{
	struct number other;

	add(bn, r, pairs[0], pairs[1]);
	add(bn, &other, pairs[2], pairs[3]);
	mul(bn, r, r, &other);
	sub(bn, r, r, e);
	sub(bn, r, r, f);
}

/* Algorithm 7: r = a + b; r may be either */
static void add_points(const struct bn *bn, struct projective *r, const struct projective *a,
		       const struct projective *b)
{
	struct number xx, yy, zz, xy, yz, xz, t;

	mul(bn, &xx, &a->x, &b->x);
	mul(bn, &yy, &a->y, &b->y);
	mul(bn, &zz, &a->z, &b->z);
	cross(bn, &xy, (const struct number *const[]){ &a->x, &a->y, &b->x, &b->y }, &xx, &yy);
	cross(bn, &yz, (const struct number *const[]){ &a->y, &a->z, &b->y, &b->z }, &yy, &zz);
	cross(bn, &xz, (const struct number *const[]){ &a->x, &a->z, &b->x, &b->z }, &xx, &zz);
	add(bn, &t, &xx, &xx);
	add(bn, &xx, &t, &xx); /* 3 x x' */
	mul(bn, &zz, &zz, &bn->b3);
	mul(bn, &xz, &xz, &bn->b3);
	add(bn, &t, &yy, &zz);
	sub(bn, &yy, &yy, &zz);
	/* x = xy (yy − b3 zz) − yz b3 xz; y = (yy − b3 zz)(yy + b3 zz) + 3 xx b3 xz; z = yz (yy +
	 * b3 zz) + 3 xx xy */
	mul(bn, &r->x, &xy, &yy);
	mul(bn, &zz, &yz, &xz);
	sub(bn, &r->x, &r->x, &zz);
	mul(bn, &r->y, &yy, &t);
	mul(bn, &zz, &xx, &xz);
	add(bn, &r->y, &r->y, &zz);
	mul(bn, &r->z, &yz, &t);
	mul(bn, &zz, &xx, &xy);
	add(bn, &r->z, &r->z, &zz);
}

/* Algorithm 9: r = 2 a; r may be a */
static void double_point(const struct bn *bn, struct projective *r, const struct projective *a)
{
	struct number yy, yy8, yz, zz, xy, t;

	mul(bn, &yy, &a->y, &a->y);
	mul(bn, &yz, &a->y, &a->z);
	mul(bn, &zz, &a->z, &a->z);
	mul(bn, &xy, &a->x, &a->y);
	mul(bn, &zz, &zz, &bn->b3);
	add(bn, &yy8, &yy, &yy);
	add(bn, &yy8, &yy8, &yy8);
	add(bn, &yy8, &yy8, &yy8);
	add(bn, &t, &yy, &zz);
	mul(bn, &r->y, &zz, &yy8);
	mul(bn, &r->z, &yz, &yy8);
	/* yy − 3 b3 zz */
	add(bn, &yz, &zz, &zz);
	add(bn, &zz, &yz, &zz);
	sub(bn, &yy, &yy, &zz);
	mul(bn, &t, &yy, &t);
	add(bn, &r->y, &r->y, &t);
	mul(bn, &t, &yy, &xy);
	add(bn, &r->x, &t, &t);
}

static void enter(const struct bn *bn, struct projective *r, const struct ecc_point *point)
{
	ecc_modulus_load(&bn->p, r->x.limbs, &point->x);
	ecc_modulus_load(&bn->p, r->y.limbs, &point->y);
	mont_enter(&bn->p.mont, r->x.limbs, r->x.limbs);
	mont_enter(&bn->p.mont, r->y.limbs, r->y.limbs);
	mont_one(&bn->p.mont, r->z.limbs);
}

static void enter_infinity(const struct bn *bn, struct projective *r)
{
	*r = (struct projective){ 0 };
	mont_one(&bn->p.mont, r->y.limbs);
}

/* False at infinity */
static bool leave(const struct bn *bn, struct ecc_point *r, const struct projective *a)
{
	struct number z;
	struct number t;

	mont_leave(&bn->p.mont, z.limbs, a->z.limbs);
	if (!ecc_modulus_inverse(&bn->p, z.limbs, z.limbs))
		return false;
	/* z is out of the form, so products with it are, too */
	mul(bn, &t, &a->x, &z);
	ecc_modulus_store(&bn->p, &r->x, t.limbs);
	mul(bn, &t, &a->y, &z);
	ecc_modulus_store(&bn->p, &r->y, t.limbs);
	return true;
}

/* r = table[index], by reading all of it */
static void look_up(const struct bn *bn, struct projective *r, uint64_t index)
{
	*r = bn->table[0];
	for (uint64_t i = 1; i < TABLE; i++) {
		uint64_t mask = 0 - (((i ^ index) - 1) >> 63);

		limbs_select(r->x.limbs, bn->table[i].x.limbs, mask, LIMBS);
		limbs_select(r->y.limbs, bn->table[i].y.limbs, mask, LIMBS);
		limbs_select(r->z.limbs, bn->table[i].z.limbs, mask, LIMBS);
	}
}

bool ecc_bn_mul(const struct ecc_num *k, const struct ecc_point *point, const struct ecc_point *add,
		struct ecc_point *r)
{
	struct bn *bn = scratch_more(sizeof(*bn));

	ecc_modulus_init(&bn->p, ECC_BN_P256, ECC_FIELD);
	bn->b3 = (struct number){ { 9 } };
	mont_enter(&bn->p.mont, bn->b3.limbs, bn->b3.limbs);
	enter_infinity(bn, &bn->table[0]);
	enter(bn, &bn->table[1], point == NULL ? &ecc_params(ECC_BN_P256)->g : point);
	for (size_t i = 2; i < TABLE; i++)
		add_points(bn, &bn->table[i], &bn->table[i - 1], &bn->table[1]);
	enter_infinity(bn, &bn->sum);
	for (size_t i = 0; i < 8 * sizeof(struct number) / WINDOW; i++) {
		uint64_t byte = k->bytes[i / 2];

		for (unsigned int n = 0; n < WINDOW; n++)
			double_point(bn, &bn->sum, &bn->sum);
		look_up(bn, &bn->addend, i % 2 == 0 ? byte >> WINDOW : byte & (TABLE - 1));
		add_points(bn, &bn->sum, &bn->sum, &bn->addend);
	}
	if (add != NULL) {
		enter(bn, &bn->addend, add);
		add_points(bn, &bn->sum, &bn->sum, &bn->addend);
	}
	return leave(bn, r, &bn->sum);
}
