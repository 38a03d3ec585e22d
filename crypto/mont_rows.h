/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inner loops of mont.h, apart so that a configuration may replace them. Internal to crypto/.
 */
#ifndef CRYPTO_MONT_ROWS_H
#define CRYPTO_MONT_ROWS_H

#include <stddef.h>
#include <stdint.h>

/*
 * t[0..n] = (a × b + u × m) / 2^(64n) for the u that makes it whole: congruent to a × b / 2^(64n)
 * and below 2m if a or b is below m. inverse is −m⁻¹ mod 2^64. t overlaps nothing. CT: in all
 * values.
 */
void mont_rows_mul(uint64_t *t, const uint64_t *a, const uint64_t *b, const uint64_t *m,
		   uint64_t inverse, size_t n);

/* The same for b = a. */
void mont_rows_square(uint64_t *t, const uint64_t *a, const uint64_t *m, uint64_t inverse,
		      size_t n);

#endif
