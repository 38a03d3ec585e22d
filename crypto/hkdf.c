/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HKDF with HMAC-SHA-384 over crypto/hash.h. Spec: RFC 5869 s2. */
#include "crypto/hkdf.h"

#include "crypto/hash.h"

#define BLOCK CRYPTO_SHA384_SIZE

void hkdf_extract(struct secret *prk, const void *salt, size_t salt_len, const void *ikm,
		  size_t ikm_len)
{
	static const uint8_t zeros[BLOCK];
	struct crypto_hmac hmac;

	if (salt_len == 0) {
		salt = zeros;
		salt_len = sizeof(zeros);
	}
	crypto_hmac_init(&hmac, CRYPTO_SHA384, salt, salt_len);
	crypto_hmac_update(&hmac, ikm, ikm_len);
	secret_wipe(prk);
	crypto_hmac_final(&hmac, prk->bytes);
	prk->len = HKDF_PRK_SIZE;
}

/* T(n) = HMAC(PRK, T(n-1) | info | n), info given as fields */
static void expand_block(const struct secret *prk, uint8_t block[BLOCK], uint8_t number,
			 const struct hkdf_field *fields, size_t count)
{
	struct crypto_hmac hmac;

	crypto_hmac_init(&hmac, CRYPTO_SHA384, prk->bytes, prk->len);
	if (number > 1)
		crypto_hmac_update(&hmac, block, BLOCK);
	for (size_t i = 0; i < count; i++)
		crypto_hmac_update(&hmac, fields[i].bytes, fields[i].len);
	crypto_hmac_update(&hmac, &number, 1);
	crypto_hmac_final(&hmac, block);
}

static enum err expand(const struct secret *prk, const struct hkdf_field *fields, size_t count,
		       uint8_t *out, size_t len)
{
	uint8_t block[BLOCK];

	if (len > 255 * BLOCK)
		return ERR_RANGE;
	for (size_t done = 0, number = 1; done < len; number++) {
		size_t part = len - done < BLOCK ? len - done : BLOCK;

		expand_block(prk, block, (uint8_t)number, fields, count);
		for (size_t i = 0; i < part; i++)
			out[done + i] = block[i];
		done += part;
	}
	crypto_wipe(block, sizeof(block));
	return OK;
}

enum err hkdf_expand(const struct secret *prk, const void *info, size_t info_len, void *out,
		     size_t len)
{
	return expand(prk, &(const struct hkdf_field){ info, info_len }, 1, out, len);
}

enum err hkdf_derive(const struct secret *prk, const struct hkdf_field *fields, size_t count,
		     void *out, size_t len)
{
	uint8_t info[HKDF_INFO_MAX];
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		const uint8_t *from = fields[i].bytes;

		if (fields[i].len > 0xffff || fields[i].len + 2 > sizeof(info) - used)
			return ERR_RANGE;
		info[used++] = (uint8_t)fields[i].len;
		info[used++] = (uint8_t)(fields[i].len >> 8);
		for (size_t n = 0; n < fields[i].len; n++)
			info[used++] = from[n];
	}
	return hkdf_expand(prk, info, used, out, len);
}
