/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both decryption paddings end in: a message somewhere in a buffer. Internal to crypto/. */
#ifndef CRYPTO_RSA_PAD_CT_H
#define CRYPTO_RSA_PAD_CT_H

#include <stddef.h>
#include <stdint.h>

/* All ones if a = b, else 0; a and b below 2^31. */
uint32_t rsa_pad_ct_equal(uint32_t a, uint32_t b);

/* All ones if a < b, else 0; a and b below 2^31. */
uint32_t rsa_pad_ct_less(uint32_t a, uint32_t b);

/*
 * out[0..room) = from[start..room) where good is all ones, then zeros; all zeros where good is 0.
 * start ≤ room < 1024. Returns the length room − start, or 0. CT: in start, good and from.
 */
size_t rsa_pad_ct_extract(uint8_t *out, const uint8_t *from, size_t room, uint32_t start,
			  uint32_t good);

#endif
