/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Natural numbers of a fixed count of 64-bit limbs, least significant first: what mont.h, rsa.c and
 * the curves' orders are made of. Internal to crypto/. Counts and lengths are public; CT: in all
 * values.
 */
#ifndef CRYPTO_LIMBS_H
#define CRYPTO_LIMBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* r[0..n) = bytes[0..len), big-endian, any length. False if the value needs more than n limbs. */
bool limbs_load(uint64_t *r, size_t n, const uint8_t *bytes, size_t len);

/* bytes[0..len) = a[0..n), big-endian, padded with zeros or cut from the left. */
void limbs_store(const uint64_t *a, size_t n, uint8_t *bytes, size_t len);

void limbs_copy(uint64_t *r, const uint64_t *a, size_t n);
void limbs_zero(uint64_t *r, size_t n);

bool limbs_is_zero(const uint64_t *a, size_t n);
bool limbs_is_equal(const uint64_t *a, const uint64_t *b, size_t n);
bool limbs_is_less(const uint64_t *a, const uint64_t *b, size_t n);

/* r = a where mask is all ones, unchanged where it is 0. */
void limbs_select(uint64_t *r, const uint64_t *a, uint64_t mask, size_t n);

/* r = a + b, r = a − b; r may be a or b. Returns the carry or the borrow, 0 or 1. */
uint64_t limbs_add(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t n);
uint64_t limbs_sub(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t n);

/* r = a / 2^bits, bits 0..63; r may be a. */
void limbs_shift_right(uint64_t *r, const uint64_t *a, unsigned int bits, size_t n);

/* r[0..n) += a[0..n) × b; returns what does not fit. */
uint64_t limbs_add_product(uint64_t *r, const uint64_t *a, uint64_t b, size_t n);

/* r[0..an + bn) = a × b; r is neither. */
void limbs_mul(uint64_t *r, const uint64_t *a, size_t an, const uint64_t *b, size_t bn);

#endif
