/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ECDSA, EC Schnorr and ECDAA with a loaded key: for sign.c only. Spec: TPM 2.0 Library Part 1 annex C. */
#ifndef VTPM_TPM_SIGN_ECC_H
#define VTPM_TPM_SIGN_ECC_H

#include "modules/vtpm/tpm/state.h"

/* As sign_digest and sign_verify, for an ECC key; only verifying is ever pending. */
uint32_t sign_ecc(struct tpm *tpm, const struct tpm_slot *slot, const struct tpmt_scheme *scheme,
		  const struct tpm2b_digest *digest, struct tpmt_signature *signature);
uint32_t sign_ecc_verify(struct tpm *tpm, const struct tpm_slot *slot,
			 const struct tpm2b_digest *digest, const struct tpmt_signature *signature);

#endif
