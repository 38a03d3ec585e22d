/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Division steps, 62 at a time. f and g start as m and a; each step maps (f, g) to a pair with the
 * same gcd, and d, e follow so that d × a = f and e × a = g modulo m. After enough steps g is 0 and
 * f is plus or minus the gcd. Numbers are signed, in limbs of 62 bits of which the highest carries
 * the sign.
 */
#include "crypto/inverse.h"

#include "crypto/limbs.h"
#include "crypto/secret.h"

#define LIMB_BITS 62u
#define LIMB_MASK (~0ull >> 2)

typedef __int128 wide;

/* What 62 steps do: 2^62 × (f, g) becomes (u f + v g, q f + r g) */
struct matrix {
	int64_t u;
	int64_t v;
	int64_t q;
	int64_t r;
};

struct state {
	int64_t *f;
	int64_t *g;
	int64_t *d;
	int64_t *e;
	int64_t *m;
	size_t count;
	uint64_t m_inverse; /* m⁻¹ mod 2^62 */
};

/* r[0..count) = a[0..n) in limbs of 62 bits */
static void split(int64_t *r, size_t count, const uint64_t *a, size_t n)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = i * LIMB_BITS / 64;
		size_t shift = i * LIMB_BITS % 64;
		uint64_t low = at < n ? a[at] : 0;
		uint64_t high = at + 1 < n ? a[at + 1] : 0;
		unsigned __int128 both = (unsigned __int128)high << 64 | low;

		r[i] = (int64_t)((uint64_t)(both >> shift) & LIMB_MASK);
	}
}

/* The reverse, of a number from 0 */
static void join(uint64_t *r, size_t n, const int64_t *a, size_t count)
{
	limbs_zero(r, n);
	for (size_t i = 0; i < count; i++) {
		size_t at = i * LIMB_BITS / 64;
		size_t shift = i * LIMB_BITS % 64;
		unsigned __int128 both = (unsigned __int128)(uint64_t)a[i] << shift;

		if (at < n)
			r[at] |= (uint64_t)both;
		if (at + 1 < n)
			r[at + 1] |= (uint64_t)(both >> 64);
	}
}

/* Exchanges a and b, negating what b gets, where mask is all ones */
static void swap_negate(uint64_t *a, uint64_t *b, uint64_t mask)
{
	uint64_t x = (*a ^ *b) & mask;

	*a ^= x;
	*b ^= x;
	*b = (*b ^ mask) - mask;
}

/* 62 division steps on the low limbs; returns the next delta */
static int64_t steps(int64_t delta, uint64_t f, uint64_t g, struct matrix *matrix)
{
	uint64_t u = 1;
	uint64_t v = 0;
	uint64_t q = 0;
	uint64_t r = 1;

	for (unsigned int i = 0; i < LIMB_BITS; i++) {
		uint64_t positive = 0 - ((uint64_t)(0 - (uint64_t)delta) >> 63);
		uint64_t mask = positive & (0 - (g & 1));
		uint64_t odd;

		/* asm: keeps the compiler from making a branch of the mask */
		__asm__("" : "+r"(mask));
		swap_negate(&f, &g, mask);
		swap_negate(&u, &q, mask);
		swap_negate(&v, &r, mask);
		delta = (int64_t)((((uint64_t)delta ^ mask) - mask) + 1);
		odd = 0 - (g & 1);
		g += f & odd;
		q += u & odd;
		r += v & odd;
		g = (uint64_t)((int64_t)g >> 1);
		u <<= 1;
		v <<= 1;
	}
	*matrix = (struct matrix){ (int64_t)u, (int64_t)v, (int64_t)q, (int64_t)r };
	return delta;
}

/* (f, g) = matrix × (f, g) / 2^62, which is whole */
static void apply(struct state *s, const struct matrix *x)
{
	wide f = (wide)x->u * s->f[0] + (wide)x->v * s->g[0];
	wide g = (wide)x->q * s->f[0] + (wide)x->r * s->g[0];
	size_t i;

	f >>= LIMB_BITS;
	g >>= LIMB_BITS;
	for (i = 1; i < s->count; i++) {
		f += (wide)x->u * s->f[i] + (wide)x->v * s->g[i];
		g += (wide)x->q * s->f[i] + (wide)x->r * s->g[i];
		s->f[i - 1] = (int64_t)((uint64_t)f & LIMB_MASK);
		s->g[i - 1] = (int64_t)((uint64_t)g & LIMB_MASK);
		f >>= LIMB_BITS;
		g >>= LIMB_BITS;
	}
	s->f[i - 1] = (int64_t)f;
	s->g[i - 1] = (int64_t)g;
}

/* The multiple of m that makes a row's lowest limb 0: where d or e is negative it adds m once more
 */
static int64_t multiple(const struct state *s, int64_t start, uint64_t low)
{
	return start - (int64_t)((s->m_inverse * low + (uint64_t)start) & LIMB_MASK);
}

/* (d, e) = matrix × (d, e) / 2^62 modulo m, in −2m..m */
static void apply_modular(struct state *s, const struct matrix *x)
{
	size_t last = s->count - 1;
	int64_t d_sign = s->d[last] >> 63;
	int64_t e_sign = s->e[last] >> 63;
	wide d = (wide)x->u * s->d[0] + (wide)x->v * s->e[0];
	wide e = (wide)x->q * s->d[0] + (wide)x->r * s->e[0];
	int64_t md = multiple(s, (x->u & d_sign) + (x->v & e_sign), (uint64_t)d);
	int64_t me = multiple(s, (x->q & d_sign) + (x->r & e_sign), (uint64_t)e);

	d = (d + (wide)s->m[0] * md) >> LIMB_BITS;
	e = (e + (wide)s->m[0] * me) >> LIMB_BITS;
	for (size_t i = 1; i <= last; i++) {
		d += (wide)x->u * s->d[i] + (wide)x->v * s->e[i] + (wide)s->m[i] * md;
		e += (wide)x->q * s->d[i] + (wide)x->r * s->e[i] + (wide)s->m[i] * me;
		s->d[i - 1] = (int64_t)((uint64_t)d & LIMB_MASK);
		s->e[i - 1] = (int64_t)((uint64_t)e & LIMB_MASK);
		d >>= LIMB_BITS;
		e >>= LIMB_BITS;
	}
	s->d[last] = (int64_t)d;
	s->e[last] = (int64_t)e;
}

/* d = (d negated where negate is −1) + (m where add is −1), with limbs in range again */
static void adjust(struct state *s, int64_t negate, int64_t add)
{
	int64_t carry = 0;

	for (size_t i = 0; i < s->count; i++) {
		int64_t limb = (s->d[i] ^ negate) - negate;

		carry += limb + (s->m[i] & add);
		if (i + 1 == s->count)
			s->d[i] = carry;
		else
			s->d[i] = (int64_t)((uint64_t)carry & LIMB_MASK);
		carry >>= LIMB_BITS;
	}
}

/* Whether f is 1 (0 returned) or −1 (−1 returned); 1 for anything else */
static int64_t sign_of_unit(const struct state *s)
{
	size_t last = s->count - 1;
	int64_t sign = s->f[last] >> 63;
	int64_t carry = 0;
	uint64_t rest = 0;
	uint64_t is_unit;

	for (size_t i = 0; i <= last; i++) {
		carry += (s->f[i] ^ sign) - sign;
		rest |= (i == last ? (uint64_t)carry : (uint64_t)carry & LIMB_MASK) ^ (i == 0);
		carry >>= LIMB_BITS;
	}
	is_unit = 1 ^ ((rest | (0 - rest)) >> 63);
	/* asm: the compiler would go on computing with the 0 that it then knows */
	__asm__("" : "+r"(is_unit));
	return is_unit ? sign : 1;
}

static void begin(struct state *s, const uint64_t *a, const uint64_t *m, size_t n)
{
	uint64_t x = (3 * m[0]) ^ 2;

	split(s->m, s->count, m, n);
	split(s->f, s->count, m, n);
	split(s->g, s->count, a, n);
	for (size_t i = 0; i < s->count; i++) {
		s->d[i] = 0;
		s->e[i] = i == 0;
	}
	for (int i = 0; i < 4; i++)
		x *= 2 - m[0] * x;
	s->m_inverse = x;
}

bool inverse_mod_odd(uint64_t *r, const uint64_t *a, const uint64_t *m, size_t n, size_t bits,
		     uint64_t *work)
{
	size_t count = INVERSE_LIMBS(bits);
	int64_t *from = (int64_t *)work;
	struct state s = {
		from, from + count, from + 2 * count, from + 3 * count, from + 4 * count, count, 0
	};
	/* Theorem 11.2 of the paper */
	size_t needed = (49 * bits + (bits < 46 ? 80 : 57)) / 17;
	int64_t delta = 1;
	int64_t sign;

	begin(&s, a, m, n);
	for (size_t done = 0; done < needed; done += LIMB_BITS) {
		struct matrix matrix;

		delta = steps(delta, (uint64_t)s.f[0], (uint64_t)s.g[0], &matrix);
		apply(&s, &matrix);
		apply_modular(&s, &matrix);
	}
	sign = sign_of_unit(&s);
	if (sign != 1) {
		/* From −2m..m to −m..m, then the sign of f, then to 0..m */
		adjust(&s, 0, s.d[count - 1] >> 63);
		adjust(&s, sign, 0);
		adjust(&s, 0, s.d[count - 1] >> 63);
		join(r, n, s.d, count);
	}
	crypto_wipe(work, INVERSE_WORDS(bits) * sizeof(*work));
	return sign != 1;
}
