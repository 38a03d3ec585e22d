/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Secrets exchanged with an asymmetric key (seeds, salts, credentials), and the protection of
 * sensitive areas. Spec: TPM 2.0 Library Part 1 annexes B.10, C.6; s22, s24.
 */
#ifndef VTPM_TPM_SECRET_H
#define VTPM_TPM_SECRET_H

#include "modules/vtpm/tpm/state.h"

/*
 * Decrypts (RSA OAEP or ECDH) secret with slot's private key under label ("SECRET", "DUPLICATE",
 * "IDENTITY"). TPM_RC_PENDING as sign_digest; TPM_RC_VALUE, _KEY, _SIZE, _ECC_POINT, _SCHEME,
 * _ATTRIBUTES, _INSUFFICIENT without a number. The caller wipes *out.
 */
uint32_t secret_decrypt(struct tpm *tpm, struct tpm_slot *slot, const char *label,
			const struct tpm2b_encrypted_secret *secret, struct tpm2b_data *out);
/*
 * The reverse, to slot's public key: makes a fresh secret. TPM_RC_PENDING as sign_digest; an action
 * that also decrypts does that first, and both keep what they make where it is over slices.
 * TPM_RC_ATTRIBUTES, _KEY, _HASH, _VALUE, _FAILURE. The caller wipes *secret.
 */
uint32_t secret_encrypt(struct tpm *tpm, const struct tpm_slot *slot, const char *label,
			struct tpm2b_data *secret, struct tpm2b_encrypted_secret *out);

/*
 * Outer wrapping of plain[0..len) under a seed: integrity HMAC ‖ (iv) ‖ encrypted. iv: as
 * TPM2B_PRIVATE of a child has it, else zero and absent (duplication, credentials). name: bound in.
 * protector gives the hash and the cipher, and is an asymmetric or symcipher storage key. Writes to
 * out, at most cap bytes, *out_len. plain may not overlap out. TPM_RC_SUCCESS, TPM_RC_SIZE (cap),
 * TPM_RC_HASH and _SYMMETRIC (protector), TPM_RC_FAILURE.
 */
enum secret_iv { SECRET_ZERO_IV, SECRET_RANDOM_IV };
struct secret_wrapping {
	const struct tpmt_public *protector;
	struct tpm_span seed;
	const struct tpm2b_name *name;
	enum secret_iv iv;
};
uint32_t secret_wrap(struct tpm *tpm, const struct secret_wrapping *wrapping, const uint8_t *plain,
		     size_t len, struct tpm2b_private *out);
/*
 * Undoes it: plain[0..in->len) has room for all. TPM_RC_SUCCESS with *plain_len; TPM_RC_INTEGRITY,
 * _INSUFFICIENT, _SIZE, _VALUE (IV), as above.
 */
uint32_t secret_unwrap(const struct secret_wrapping *wrapping, const struct tpm2b_private *in,
		       uint8_t *plain, size_t *plain_len);

/*
 * TPM2B_SENSITIVE as bytes (its authValue padded to the digest of name_alg, so that its length does
 * not show), and back from all of bytes[0..len): TPM_RC_SIZE, _INSUFFICIENT, _TYPE ...
 */
size_t sensitive_pack(const struct tpmt_sensitive *sensitive, uint16_t name_alg, uint8_t *out,
		      size_t cap);
uint32_t sensitive_unpack(const uint8_t *bytes, size_t len, struct tpmt_sensitive *sensitive);

/* A child's private area under its parent: TPM2B_PRIVATE, and back. Spec: Part 1 s24. */
uint32_t sensitive_to_private(struct tpm *tpm, const struct tpm_slot *parent,
			      const struct tpm2b_name *name, const struct tpmt_sensitive *sensitive,
			      struct tpm2b_private *out);
uint32_t sensitive_from_private(struct tpm *tpm, const struct tpm_slot *parent,
				const struct tpm2b_name *name, const struct tpm2b_private *in,
				struct tpmt_sensitive *sensitive);

#endif
