/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBC with a last block that the key's own encryption of zeros has changed. CT: in the key and the
 * data. */
#include "modules/vtpm/tpm/cmac.h"

#include "core/trace/panic.h"
#include "crypto/secret.h"

#define POLYNOMIAL 0x87u /* of the field of 128 bits */

static void encrypt_block(struct cmac *cmac)
{
	/* A whole block is never out of range */
	ASSERT(cipher_encrypt(&cmac->key, CIPHER_ECB, NULL, cmac->state, cmac->state,
			      CIPHER_BLOCK) == OK);
}

enum err cmac_start(struct cmac *cmac, const uint8_t *key, size_t key_len)
{
	*cmac = (struct cmac){ 0 };
	return cipher_key_init(&cmac->key, key, key_len);
}

static void take_last(struct cmac *cmac)
{
	for (uint32_t i = 0; i < CIPHER_BLOCK; i++)
		cmac->state[i] ^= cmac->last[i];
	encrypt_block(cmac);
	cmac->last_len = 0;
}

void cmac_update(struct cmac *cmac, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		/* A full block waits until it is known not to be the last */
		if (cmac->last_len == CIPHER_BLOCK)
			take_last(cmac);
		cmac->last[cmac->last_len++] = data[i];
	}
}

static void double_in_field(uint8_t *block)
{
	uint8_t carry = (uint8_t)(0u - (block[0] >> 7));

	for (uint32_t i = 0; i < CIPHER_BLOCK - 1; i++)
		block[i] = (uint8_t)(block[i] << 1 | block[i + 1] >> 7);
	block[CIPHER_BLOCK - 1] = (uint8_t)(block[CIPHER_BLOCK - 1] << 1);
	block[CIPHER_BLOCK - 1] ^= carry & POLYNOMIAL;
}

void cmac_final(struct cmac *cmac, uint8_t *out)
{
	uint8_t subkey[CIPHER_BLOCK] = { 0 };

	ASSERT(cipher_encrypt(&cmac->key, CIPHER_ECB, NULL, subkey, subkey, CIPHER_BLOCK) == OK);
	double_in_field(subkey);
	if (cmac->last_len < CIPHER_BLOCK) {
		double_in_field(subkey);
		cmac->last[cmac->last_len] = 0x80;
		for (uint32_t i = cmac->last_len + 1; i < CIPHER_BLOCK; i++)
			cmac->last[i] = 0;
	}
	for (uint32_t i = 0; i < CIPHER_BLOCK; i++)
		cmac->last[i] ^= subkey[i];
	take_last(cmac);
	__builtin_memcpy(out, cmac->state, CIPHER_BLOCK);
	crypto_wipe(cmac, sizeof(*cmac));
	crypto_wipe(subkey, sizeof(subkey));
}
