/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-256 with the CPU's own instructions for it, which wolfCrypt's assembly does not know.
 * Internal
 * to crypto/hash.c, which asks crypto/cpu.h first. Spec: FIPS 180-4 s6.2.
 */
#ifndef CRYPTO_SHA256_NI_H
#define CRYPTO_SHA256_NI_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_NI_BLOCK 64u

/* A digest in the making; a copy goes on from the same point */
struct sha256_ni {
	uint32_t state[8];
	uint64_t len; /* bytes so far; of these the last len % SHA256_NI_BLOCK are in block */
	uint8_t block[SHA256_NI_BLOCK];
};

/*
 * As crypto_hash_init, _update, _final; out: 32 bytes. Only where CRYPTO_CPU_SHA is there. CT: in
 * the data.
 */
void sha256_ni_init(struct sha256_ni *sha);
void sha256_ni_update(struct sha256_ni *sha, const uint8_t *data, size_t len);
void sha256_ni_final(struct sha256_ni *sha, uint8_t *out);

#endif
