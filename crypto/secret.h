/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keys in memory. A struct secret is the only thing that holds key material longer than one call;
 * whoever declares one wipes it on every path.
 */
#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#define SECRET_MAX 64u

struct secret {
	uint8_t bytes[SECRET_MAX];
	uint32_t len; /* 0..SECRET_MAX; 0 is "no secret" */
};

/* Overwrites memory[0..len) with zeros; the compiler may not leave it out. */
void crypto_wipe(void *memory, size_t len);

/* Wipes the secret; it is empty afterwards. */
void secret_wipe(struct secret *secret);

/*
 * Replaces the secret by bytes[0..len). Returns OK or ERR_RANGE (len > SECRET_MAX), the secret
 * unchanged.
 */
MUST_USE enum err secret_set(struct secret *secret, const void *bytes, size_t len);

/* 1 if a[0..len) equals b[0..len), else 0. CT: in the contents. */
int crypto_equal(const void *a, const void *b, size_t len);

#endif
