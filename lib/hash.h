/* SPDX-License-Identifier: MIT */
/* One-shot hashing by callback, so that lib/ needs no crypto library. */
#ifndef LIB_HASH_H
#define LIB_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SHA384_SIZE 48u

/* Writes SHA-384 of data[0..len) to out. Cannot fail. crypto/hash.h's crypto_sha384 is one. */
typedef void sha384_fn(const void *data, size_t len, uint8_t out[SHA384_SIZE]);

#endif
