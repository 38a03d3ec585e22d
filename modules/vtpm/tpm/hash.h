/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash algorithms by their TPM numbers, over crypto/hash.h and crypto/kdf.h. */
#ifndef VTPM_TPM_HASH_H
#define VTPM_TPM_HASH_H

#include "crypto/hash.h"
#include "modules/vtpm/tpm/types.h"

/* Bytes of a digest; 0: not a hash that is implemented (also TPM_ALG_NULL). */
uint16_t hash_size(uint16_t alg);
uint16_t hash_block_size(uint16_t alg);
/* Index 0..TPM_HASH_COUNT-1 of an implemented hash (its PCR bank), -1 otherwise; and back. */
int hash_index(uint16_t alg);
uint16_t hash_at(uint32_t index);
/* The facade's name; alg must be implemented. */
enum crypto_hash_alg hash_crypto(uint16_t alg);

void hash_start(struct crypto_hash *hash, uint16_t alg);
void hash_2b(struct crypto_hash *hash,
	     const void *tpm2b); /* the bytes of any TPM2B with storage, without its length */
void hash_u8(struct crypto_hash *hash, uint8_t value);
void hash_u16(struct crypto_hash *hash, uint16_t value); /* big-endian */
void hash_u32(struct crypto_hash *hash, uint32_t value);
void hash_u64(struct crypto_hash *hash, uint64_t value);
void hmac_start(struct crypto_hmac *hmac, uint16_t alg, const void *key, size_t key_len);

/* KDFa by TPM hash number: bits of key to out ((bits + 7) / 8 bytes). label is a C string. */
void tpm_kdfa(uint16_t alg, const void *key, size_t key_len, const char *label, const void *u,
	      size_t u_len, const void *v, size_t v_len, uint32_t bits, uint8_t *out);
/* KDFe: Z, use, PartyUInfo, PartyVInfo. */
void tpm_kdfe(uint16_t alg, const void *z, size_t z_len, const char *use, const void *u,
	      size_t u_len, const void *v, size_t v_len, uint32_t bits, uint8_t *out);

/* Random bytes; a failure of the source puts the TPM into failure mode: TPM_RC_FAILURE. */
struct tpm;
uint32_t tpm_random(struct tpm *tpm, void *out, size_t len);

#endif
