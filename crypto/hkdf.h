/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Key derivation. Spec: RFC 5869, with HMAC-SHA-384 throughout.
 *
 * Every key of Parapet is derived with hkdf_derive, whose info is a list of length-framed fields:
 * no two different lists make the same bytes, so no label can run into its neighbour.
 */
#ifndef CRYPTO_HKDF_H
#define CRYPTO_HKDF_H

#include "crypto/secret.h"

#define HKDF_PRK_SIZE 48u
#define HKDF_INFO_MAX 512u

struct hkdf_field {
	const void *bytes;
	size_t len; /* < 65536 */
};

/*
 * HKDF-Extract. salt[0..salt_len) may be empty. prk becomes HKDF_PRK_SIZE bytes; the caller wipes
 * it. CT: in ikm's contents.
 */
void hkdf_extract(struct secret *prk, const void *salt, size_t salt_len, const void *ikm,
		  size_t ikm_len);

/*
 * HKDF-Expand of prk with info = for each field: u16 length (little-endian), bytes.
 * out[0..len), len ≤ 255 × 48. Returns OK, ERR_RANGE (len, or the fields are over HKDF_INFO_MAX).
 */
MUST_USE enum err hkdf_derive(const struct secret *prk, const struct hkdf_field *fields,
			      size_t count, void *out, size_t len);

/* HKDF-Expand with info as it is, for known answers and for protocols that fix it. Returns OK or
 * ERR_RANGE. */
MUST_USE enum err hkdf_expand(const struct secret *prk, const void *info, size_t info_len,
			      void *out, size_t len);

#endif
