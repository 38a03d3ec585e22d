/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wiping and comparing key material. Must never branch on the contents. */
#include "crypto/secret.h"

void crypto_wipe(void *memory, size_t len)
{
	uint8_t *bytes = memory;

	for (size_t i = 0; i < len; i++)
		bytes[i] = 0;
	/* asm: a barrier that makes the stores observable, so that they stay */
	__asm__ volatile("" : : "r"(memory) : "memory");
}

void secret_wipe(struct secret *secret)
{
	crypto_wipe(secret, sizeof(*secret));
}

enum err secret_set(struct secret *secret, const void *bytes, size_t len)
{
	const uint8_t *from = bytes;

	if (len > SECRET_MAX)
		return ERR_RANGE;
	secret_wipe(secret);
	for (size_t i = 0; i < len; i++)
		secret->bytes[i] = from[i];
	secret->len = (uint32_t)len;
	return OK;
}

int crypto_equal(const void *a, const void *b, size_t len)
{
	const uint8_t *x = a;
	const uint8_t *y = b;
	uint32_t difference = 0;

	for (size_t i = 0; i < len; i++)
		difference |= (uint32_t)(x[i] ^ y[i]);
	return (int)(1 & ((difference - 1) >> 31));
}
