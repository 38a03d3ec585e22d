/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RSA keys that are the same on both sides. */
#ifndef INTEROP_DIFF_KEYS_H
#define INTEROP_DIFF_KEYS_H

#include <stdint.h>

#define KEYS_RSA_COUNT 3u

struct rsa_key {
	uint16_t bits;
	const uint8_t *modulus; /* [bits / 8] */
	const uint8_t *prime;   /* [bits / 16] */
};

extern const struct rsa_key keys_rsa[KEYS_RSA_COUNT];

#endif
