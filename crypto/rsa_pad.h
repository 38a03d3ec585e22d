/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RSA padding. Each encoder makes the encoded message (EM) of exactly `size` bytes, the modulus's
 * length, for rsa_public_op or rsa_private_begin_take; each decoder takes what these made. So a
 * signature is pss_encode → private operation, and its check public operation → pss_check.
 * size: 128, 256, 384 or 512. Outputs may not overlap inputs. No lock but crypto_random's.
 * Spec: RFC 8017 s7, s8, s9.
 */
#ifndef CRYPTO_RSA_PAD_H
#define CRYPTO_RSA_PAD_H

#include "crypto/hash.h"
#include "crypto/rsa_limits.h"

/*
 * RSAES-PKCS1-v1_5. encode: message[0..len), len ≤ size − 11. Returns OK, ERR_RANGE (len) or
 * ERR_STATE (crypto_random failed). decode: writes the message to out[0..*len) and zeros
 * behind it: out has room for the longest. Returns OK or ERR_CRYPTO (bad padding), then out is
 * zeros and *len 0. CT: decode's time and memory accesses do not depend on em; whether it is OK is
 * the caller's to guard.
 */
MUST_USE enum err rsa_pkcs1_encrypt_encode(uint8_t *em, size_t size, const void *message,
					   size_t len);
MUST_USE enum err rsa_pkcs1_encrypt_decode(const uint8_t *em, size_t size, uint8_t *out,
					   size_t *len);

/*
 * RSAES-OAEP with MGF1 of the same hash. label[0..label_len) goes in as it is: a TPM's label
 * includes its NUL. Message length ≤ size − 2 × hash size − 2. Returns as above, and ERR_RANGE from
 * both where the modulus is too small for the hash. CT: as above.
 */
MUST_USE enum err rsa_oaep_encode(enum crypto_hash_alg alg, const void *label, size_t label_len,
				  uint8_t *em, size_t size, const void *message, size_t len);
MUST_USE enum err rsa_oaep_decode(enum crypto_hash_alg alg, const void *label, size_t label_len,
				  const uint8_t *em, size_t size, uint8_t *out, size_t *len);

/*
 * RSASSA-PKCS1-v1_5 of a digest of crypto_hash_size(alg) bytes. encode returns OK or ERR_RANGE (the
 * modulus is too small). check returns OK or ERR_CRYPTO.
 */
MUST_USE enum err rsa_pkcs1_sign_encode(enum crypto_hash_alg alg, const uint8_t *digest,
					uint8_t *em, size_t size);
MUST_USE enum err rsa_pkcs1_sign_check(enum crypto_hash_alg alg, const uint8_t *digest,
				       const uint8_t *em, size_t size);

/*
 * RSASSA-PSS with MGF1 of the same hash. encode salts with as many random bytes as the digest has,
 * or as many as fit. check accepts any salt length. Returns as above, and ERR_STATE from encode
 * (crypto_random failed). Spec: TPM 2.0 Part 1 1.59 sB.7.
 */
MUST_USE enum err rsa_pss_encode(enum crypto_hash_alg alg, const uint8_t *digest, uint8_t *em,
				 size_t size);
MUST_USE enum err rsa_pss_check(enum crypto_hash_alg alg, const uint8_t *digest, const uint8_t *em,
				size_t size);

#endif
