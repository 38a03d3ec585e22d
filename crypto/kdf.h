/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TPM's key derivations, and MGF1. No state shared between calls: safe on any CPU.
 * Spec: TPM 2.0 Part 1 1.59 s11.4.10.2 (KDFa: SP 800-108 counter mode), s11.4.10.3 (KDFe: SP 800-56A
 * concatenation), RFC 8017 sB.2.1 (MGF1).
 */
#ifndef CRYPTO_KDF_H
#define CRYPTO_KDF_H

#include "crypto/hash.h"

/* A byte string that is read during a call only; bytes may be NULL when len is 0 */
struct kdf_field {
	const void *bytes;
	size_t len;
};

/*
 * KDFa: HMAC(key, counter ‖ label ‖ 0 ‖ context_u ‖ context_v ‖ bits) for counter 1, 2, …, the
 * numbers u32 big-endian. label is a C string; its NUL is the 0 above. Writes (bits + 7) / 8 bytes
 * to out (which may not overlap the inputs); of the first, the 8 × bytes − bits high bits are 0.
 * bits: 0..2^28. CT: in key's contents.
 */
void kdf_a(enum crypto_hash_alg alg, struct kdf_field key, const char *label,
	   struct kdf_field context_u, struct kdf_field context_v, uint32_t bits, uint8_t *out);

/*
 * KDFe: H(counter ‖ z ‖ label ‖ 0 ‖ party_u ‖ party_v) for counter 1, 2, …; label, bits and out as
 * in kdf_a. z is the x coordinate of the shared point at the curve's full length.
 */
void kdf_e(enum crypto_hash_alg alg, struct kdf_field z, const char *label,
	   struct kdf_field party_u, struct kdf_field party_v, uint32_t bits, uint8_t *out);

/* MGF1: xors the mask of len bytes that seed yields into out[0..len). seed may not overlap out. */
void kdf_mgf1_xor(enum crypto_hash_alg alg, const void *seed, size_t seed_len, uint8_t *out,
		  size_t len);

#endif
