/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Secrets exchanged with an asymmetric key (seeds, salts, credentials), and the protection of
 * sensitive areas.
 * Spec: TPM 2.0 Library Part 1 annexes B.10, C.6; s22, s24.
 */
#ifndef VTPM_TPM_SECRET_H
#define VTPM_TPM_SECRET_H

#include "modules/vtpm/tpm/state.h"

/*
 * Decrypts (RSA OAEP or ECDH) secret with slot's private key under label ("SECRET", "DUPLICATE",
 * "IDENTITY"). TPM_RC_PENDING as sign_digest; TPM_RC_VALUE, _KEY, _INSUFFICIENT... without a
 * number.
 */
uint32_t secret_decrypt(struct tpm *tpm, struct tpm_slot *slot, const char *label,
			const struct tpm_span *nonce, const struct tpm2b_encrypted_secret *secret,
			struct tpm2b_data *out);
/* The reverse, to slot's public key: makes a fresh secret. */
uint32_t secret_encrypt(struct tpm *tpm, const struct tpm_slot *slot, const char *label,
			struct tpm2b_data *secret, struct tpm2b_encrypted_secret *out);

/*
 * Outer wrapping of plain[0..len) under a seed: integrity HMAC ‖ (iv) ‖ encrypted. with_iv: as
 * TPM2B_PRIVATE of a child has it, else a zero IV (duplication, credentials). name: bound in.
 * Writes to out (cap bytes), returns its length.
 */
enum secret_iv { SECRET_ZERO_IV, SECRET_RANDOM_IV };
size_t secret_wrap(struct tpm *tpm, const struct tpm_slot *protector, const uint8_t *seed,
		   size_t seed_len, const struct tpm2b_name *name, enum secret_iv iv,
		   const uint8_t *plain, size_t len, uint8_t *out, size_t cap);
/* Undoes it: plain may be in's memory. TPM_RC_SUCCESS with *plain_len, TPM_RC_INTEGRITY,
 * _INSUFFICIENT, _SIZE */
uint32_t secret_unwrap(struct tpm *tpm, const struct tpm_slot *protector, const uint8_t *seed,
		       size_t seed_len, const struct tpm2b_name *name, enum secret_iv iv,
		       const uint8_t *in, size_t len, uint8_t *plain, size_t *plain_len);

/* A child's private area under its parent: TPM2B_PRIVATE, and back. Spec: Part 1 s24. */
uint32_t sensitive_to_private(struct tpm *tpm, const struct tpm_slot *parent,
			      const struct tpm2b_name *name, const struct tpmt_sensitive *sensitive,
			      struct tpm2b_private *out);
uint32_t sensitive_from_private(struct tpm *tpm, const struct tpm_slot *parent,
				const struct tpm2b_name *name, uint16_t name_alg,
				const struct tpm2b_private *in, struct tpmt_sensitive *sensitive);

#endif
