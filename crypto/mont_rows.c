/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Montgomery multiplication by columns: all products of one weight are summed in three registers
 * before a limb is written. u, the multiple of m, grows in t and is overwritten by the result. All
 * loops are unrolled for the lengths that matter: the curves' and half an RSA-2048 modulus.
 */
#include "crypto/mont_rows.h"

#define ALWAYS static inline __attribute__((always_inline))

/* A sum of products, 192 bits */
struct sum {
	uint64_t low;
	uint64_t middle;
	uint64_t high;
};

/* sum += a × b */
ALWAYS void add(struct sum *sum, uint64_t a, uint64_t b)
{
	/* asm: the compiler makes 19 instructions of what are 4 */
	__asm__("mulq %[b]\n\taddq %%rax, %[low]\n\tadcq %%rdx, %[middle]\n\tadcq $0, %[high]"
		: "+a"(a), [low] "+r"(sum->low), [middle] "+r"(sum->middle), [high] "+r"(sum->high)
		: [b] "rm"(b)
		: "rdx", "cc");
}

/* sum += up[0] × down[0] + up[1] × down[−1] + … of count products */
ALWAYS void add_column(struct sum *sum, const uint64_t *up, const uint64_t *down, size_t count)
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

/* The same for a count that the compiler knows */
ALWAYS void add_known_column(struct sum *sum, const uint64_t *up, const uint64_t *down,
			     size_t count)
{
#pragma GCC unroll 16
	for (size_t i = 0; i < count; i++)
		add(sum, up[i], *(down - i));
}

/* Twice the same */
ALWAYS void add_twice(struct sum *sum, const uint64_t *up, const uint64_t *down, size_t count)
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

ALWAYS uint64_t take_limb(struct sum *sum)
{
	uint64_t limb = sum->low;

	*sum = (struct sum){ sum->middle, sum->high, 0 };
	return limb;
}

/* The end of a column of the lower half: the limb of u that clears it */
ALWAYS void clear_limb(struct sum *sum, uint64_t *u, const uint64_t *m, uint64_t inverse)
{
	*u = sum->low * inverse;
	add(sum, *u, m[0]);
	take_limb(sum);
}

ALWAYS void multiply(uint64_t *t, const uint64_t *a, const uint64_t *b, const uint64_t *m,
		     uint64_t inverse, size_t n)
{
	struct sum sum = { 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		add_column(&sum, a, b + i, i + 1);
		add_column(&sum, t, m + i, i);
		clear_limb(&sum, t + i, m, inverse);
	}
	for (size_t i = 1; i < n; i++) {
		add_column(&sum, a + i, b + n - 1, n - i);
		add_column(&sum, t + i, m + n - 1, n - i);
		t[i - 1] = take_limb(&sum);
	}
	t[n - 1] = sum.low;
	t[n] = sum.middle;
}

ALWAYS void multiply_known(uint64_t *t, const uint64_t *a, const uint64_t *b, const uint64_t *m,
			   uint64_t inverse, size_t n)
{
	struct sum sum = { 0, 0, 0 };

#pragma GCC unroll 16
	for (size_t i = 0; i < n; i++) {
		add_known_column(&sum, a, b + i, i + 1);
		add_known_column(&sum, t, m + i, i);
		clear_limb(&sum, t + i, m, inverse);
	}
#pragma GCC unroll 16
	for (size_t i = 1; i < n; i++) {
		add_known_column(&sum, a + i, b + n - 1, n - i);
		add_known_column(&sum, t + i, m + n - 1, n - i);
		t[i - 1] = take_limb(&sum);
	}
	t[n - 1] = sum.low;
	t[n] = sum.middle;
}

/* a[i] × a[j] and a[j] × a[i] are one product twice; where they meet, a square */
ALWAYS void square(uint64_t *t, const uint64_t *a, const uint64_t *m, uint64_t inverse, size_t n)
{
	struct sum sum = { 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		add_twice(&sum, a, a + i, (i + 1) / 2);
		if (i % 2 == 0)
			add(&sum, a[i / 2], a[i / 2]);
		add_column(&sum, t, m + i, i);
		clear_limb(&sum, t + i, m, inverse);
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

/* sum += a */
ALWAYS void add_limb(struct sum *sum, uint64_t a)
{
	/* asm: a carry through three registers */
	__asm__("addq %[a], %[low]\n\tadcq $0, %[middle]\n\tadcq $0, %[high]"
		: [low] "+r"(sum->low), [middle] "+r"(sum->middle), [high] "+r"(sum->high)
		: [a] "rm"(a)
		: "cc");
}

/*
 * The products of a's square of weight k: each pair once, times the limbs of 2a. What is doubled
 * for a[i] begins above it, so next to it without the bit from below; the bit that leaves 2a at its
 * top (top: all ones where there is one) meets each limb but the last.
 */
ALWAYS void add_square_column(struct sum *sum, const uint64_t *a, const uint64_t *twice,
			      uint64_t top, size_t k, size_t n)
{
#pragma GCC unroll 8
	for (size_t i = k < n ? 0 : k - n + 1; 2 * i + 1 < k; i++)
		add(sum, a[i], twice[k - i]);
	if (k % 2 == 0)
		add(sum, a[k / 2], a[k / 2]);
	else
		add(sum, a[k / 2], a[k / 2 + 1] << 1);
	if (k >= n)
		add_limb(sum, a[k - n] & top);
}

ALWAYS void square_known(uint64_t *t, const uint64_t *a, const uint64_t *m, uint64_t inverse,
			 size_t n, uint64_t *twice)
{
	struct sum sum = { 0, 0, 0 };
	uint64_t top = 0 - (a[n - 1] >> 63);

	for (size_t i = 1; i < n; i++)
		twice[i] = a[i] << 1 | a[i - 1] >> 63;
#pragma GCC unroll 16
	for (size_t i = 0; i < n; i++) {
		add_square_column(&sum, a, twice, top, i, n);
		add_known_column(&sum, t, m + i, i);
		clear_limb(&sum, t + i, m, inverse);
	}
#pragma GCC unroll 16
	for (size_t i = 1; i < n; i++) {
		add_square_column(&sum, a, twice, top, n - 1 + i, n);
		add_known_column(&sum, t + i, m + n - 1, n - i);
		t[i - 1] = take_limb(&sum);
	}
	t[n - 1] = sum.low;
	t[n] = sum.middle;
}

/* noinline: each has the registers to itself */
#define KNOWN_LENGTH(n)                                                                            \
	static __attribute__((noinline)) void multiply_##n(uint64_t *t, const uint64_t *a,         \
							   const uint64_t *b, const uint64_t *m,   \
							   uint64_t inverse)                       \
	{                                                                                          \
		multiply_known(t, a, b, m, inverse, n);                                            \
	}

KNOWN_LENGTH(4)
KNOWN_LENGTH(6)
KNOWN_LENGTH(9)
KNOWN_LENGTH(16)

/* clang keeps what it unrolled on the stack, more than a frame may hold */
#ifdef __clang__
#define SPILLS_UNROLLED 1
#else
#define SPILLS_UNROLLED 0
#endif

static __attribute__((noinline)) void square_16(uint64_t *t, const uint64_t *a, const uint64_t *m,
						uint64_t inverse)
{
	uint64_t twice[16];

	if (SPILLS_UNROLLED)
		multiply_known(t, a, a, m, inverse, 16);
	else
		square_known(t, a, m, inverse, 16, twice);
}

void mont_rows_mul(uint64_t *t, const uint64_t *a, const uint64_t *b, const uint64_t *m,
		   uint64_t inverse, size_t n)
{
	switch (n) {
	case 4:
		multiply_4(t, a, b, m, inverse);
		break;
	case 6:
		multiply_6(t, a, b, m, inverse);
		break;
	case 9:
		multiply_9(t, a, b, m, inverse);
		break;
	case 16:
		multiply_16(t, a, b, m, inverse);
		break;
	default:
		multiply(t, a, b, m, inverse, n);
		break;
	}
}

/* Of few limbs, halving the products gains nothing: the doubling takes as long */
void mont_rows_square(uint64_t *t, const uint64_t *a, const uint64_t *m, uint64_t inverse, size_t n)
{
	if (n == 16)
		square_16(t, a, m, inverse);
	else if (n == 4 || n == 6 || n == 9)
		mont_rows_mul(t, a, a, m, inverse, n);
	else
		square(t, a, m, inverse, n);
}
