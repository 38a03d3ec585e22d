/* SPDX-License-Identifier: MIT */
/* Hashing by callback, so that lib/ needs no crypto library. */
#ifndef LIB_HASH_H
#define LIB_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SHA384_SIZE 48u

/* Writes SHA-384 of data[0..len) to out. Cannot fail. crypto/hash.h's crypto_sha384 is one. */
typedef void sha384_fn(const void *data, size_t len, uint8_t out[SHA384_SIZE]);

#define SHA512_SIZE 64u

/* A piece of what is hashed */
struct hash_part {
	const void *data;
	size_t len;
};

/* Writes SHA-512 of parts[0..count), one after the other, to out. Cannot fail. */
typedef void sha512_parts_fn(const struct hash_part *parts, size_t count, uint8_t out[SHA512_SIZE]);

#endif
