/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MAC of a block cipher. Spec: NIST SP 800-38B. */
#ifndef VTPM_TPM_CMAC_H
#define VTPM_TPM_CMAC_H

#include "crypto/cipher.h"

/* In progress; the members are cmac.c's alone. Holds key material: the owner wipes it. */
struct cmac {
	struct cipher_key key;
	uint8_t state[CIPHER_BLOCK];
	uint8_t last[CIPHER_BLOCK]; /* what is not yet in state: up to a whole block */
	uint32_t last_len;
};

/* Begins with key[0..key_len): 16, 24 or 32 bytes, else ERR_RANGE. */
MUST_USE enum err cmac_start(struct cmac *cmac, const uint8_t *key, size_t key_len);
void cmac_update(struct cmac *cmac, const uint8_t *data, size_t len);
/* Writes out[0..CIPHER_BLOCK) and wipes. */
void cmac_final(struct cmac *cmac, uint8_t *out);

#endif
