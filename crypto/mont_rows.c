/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Montgomery multiplication by columns: all products of one weight are summed in three registers
 * before a limb is written. u, the multiple of m, grows in t and is overwritten by the result.
 */
#include "crypto/mont_rows.h"

/* A sum of products, 192 bits */
struct sum {
	uint64_t low;
	uint64_t middle;
	uint64_t high;
};

/* sum += a × b */
static inline __attribute__((always_inline)) void add(struct sum *sum, uint64_t a, uint64_t b)
{
	/* asm: the compiler makes 19 instructions of what are 4 */
	__asm__("mulq %[b]\n\taddq %%rax, %[low]\n\tadcq %%rdx, %[middle]\n\tadcq $0, %[high]"
		: "+a"(a), [low] "+r"(sum->low), [middle] "+r"(sum->middle), [high] "+r"(sum->high)
		: [b] "rm"(b)
		: "rdx", "cc");
}

/* sum += up[0] × down[0] + up[1] × down[−1] + … of count products */
static inline __attribute__((always_inline)) void add_column(struct sum *sum, const uint64_t *up,
							     const uint64_t *down, size_t count)
{
	for (; count >= 4; count -= 4, up += 4, down -= 4) {
		add(sum, up[0], down[0]);
		add(sum, up[1], down[-1]);
		add(sum, up[2], down[-2]);
		add(sum, up[3], down[-3]);
	}
	for (; count > 0; count--)
		add(sum, *up++, *down--);
}

/* Twice the same */
static inline __attribute__((always_inline)) void add_twice(struct sum *sum, const uint64_t *up,
							    const uint64_t *down, size_t count)
{
	struct sum half = { 0, 0, 0 };

	add_column(&half, up, down, count);
	for (int i = 0; i < 2; i++) {
		/* asm: a carry through three registers */
		__asm__("addq %[l], %[low]\n\tadcq %[m], %[middle]\n\tadcq %[h], %[high]"
			: [low] "+r"(sum->low), [middle] "+r"(sum->middle), [high] "+r"(sum->high)
			: [l] "r"(half.low), [m] "r"(half.middle), [h] "r"(half.high)
			: "cc");
	}
}

static inline __attribute__((always_inline)) uint64_t take_limb(struct sum *sum)
{
	uint64_t limb = sum->low;

	*sum = (struct sum){ sum->middle, sum->high, 0 };
	return limb;
}

/* The lower half of a column's end: the limb of u that clears it */
static inline __attribute__((always_inline)) void clear_limb(struct sum *sum, uint64_t *t, size_t i,
							     const uint64_t *m, uint64_t inverse)
{
	add_column(sum, t, m + i, i);
	t[i] = sum->low * inverse;
	add(sum, t[i], m[0]);
	take_limb(sum);
}

void mont_rows_mul(uint64_t *t, const uint64_t *a, const uint64_t *b, const uint64_t *m,
		   uint64_t inverse, size_t n)
{
	struct sum sum = { 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		add_column(&sum, a, b + i, i + 1);
		clear_limb(&sum, t, i, m, inverse);
	}
	for (size_t i = 1; i < n; i++) {
		add_column(&sum, a + i, b + n - 1, n - i);
		add_column(&sum, t + i, m + n - 1, n - i);
		t[i - 1] = take_limb(&sum);
	}
	t[n - 1] = sum.low;
	t[n] = sum.middle;
}

/* a[i] × a[j] and a[j] × a[i] are one product twice; where they meet, a square */
void mont_rows_square(uint64_t *t, const uint64_t *a, const uint64_t *m, uint64_t inverse, size_t n)
{
	struct sum sum = { 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		add_twice(&sum, a, a + i, (i + 1) / 2);
		if (i % 2 == 0)
			add(&sum, a[i / 2], a[i / 2]);
		clear_limb(&sum, t, i, m, inverse);
	}
	for (size_t i = 1; i < n; i++) {
		add_twice(&sum, a + i, a + n - 1, (n - i) / 2);
		if ((n - i) % 2 == 1)
			add(&sum, a[(n - 1 + i) / 2], a[(n - 1 + i) / 2]);
		add_column(&sum, t + i, m + n - 1, n - i);
		t[i - 1] = take_limb(&sum);
	}
	t[n - 1] = sum.low;
	t[n] = sum.middle;
}
