/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signing and verifying with any key and scheme; choosing a scheme. Spec: TPM 2.0 Library Part 1 annexes B, C. */
#ifndef VTPM_TPM_SIGN_H
#define VTPM_TPM_SIGN_H

#include "modules/vtpm/tpm/state.h"

/*
 * The scheme that applies: the key's own, or the caller's where the key has none. TPM_RC_SUCCESS
 * with *out; TPM_RC_KEY, _SCHEME, _HASH without a number. slot NULL (TPM_RH_NULL): scheme as it is.
 */
uint32_t sign_select_scheme(const struct tpm_slot *slot, const struct tpmt_scheme *in,
			    struct tpmt_scheme *out);

/*
 * Signs digest with slot's private key. May return TPM_RC_PENDING (tpm_work(tpm)->job): called
 * again with the same arguments. TPM_RC_SUCCESS, TPM_RC_SCHEME, _VALUE, _NO_RESULT, _FAILURE.
 */
uint32_t sign_digest(struct tpm *tpm, struct tpm_slot *slot, const struct tpmt_scheme *scheme,
		     const struct tpm2b_digest *digest, struct tpmt_signature *signature);
/* May return TPM_RC_PENDING, as sign_digest; TPM_RC_SUCCESS, TPM_RC_SIGNATURE, _SCHEME, _HANDLE,
 * _KEY without a number. */
uint32_t sign_verify(struct tpm *tpm, struct tpm_slot *slot, const struct tpm2b_digest *digest,
		     const struct tpmt_signature *signature);

/* Whether the key may sign at all: sign attribute and not a cipher. NULL (TPM_RH_NULL) may. */
bool sign_may(const struct tpm_slot *slot);

/*
 * A raw RSA private operation on in[0..len) in slices: begin returns TPM_RC_PENDING (call->slice is
 * 1 then) or an error (TPM_RC_BINDING, _VALUE: not below the modulus, _FAILURE); step returns
 * TPM_RC_PENDING, TPM_RC_FAILURE, or TPM_RC_SUCCESS with the modulus's length of bytes in out.
 */
uint32_t sign_rsa_begin(struct tpm *tpm, struct tpm_slot *slot, const uint8_t *in, size_t len);
uint32_t sign_rsa_step(struct tpm *tpm, uint8_t *out);
/* The public key of an RSA public area. TPM_RC_SUCCESS or TPM_RC_KEY (not a usable modulus). */
uint32_t sign_rsa_public(const struct tpmt_public *pub, struct rsa_public *out);

#endif
