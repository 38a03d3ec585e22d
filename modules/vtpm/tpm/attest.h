/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attestation structures: filling the common part, signing. Spec: TPM 2.0 Library Part 3 s18, Part 2 s10.12. */
#ifndef VTPM_TPM_ATTEST_H
#define VTPM_TPM_ATTEST_H

#include "modules/vtpm/tpm/state.h"

/*
 * Everything an attestation command of the form {TPMT_SIG_SCHEME, TPM2B_DATA qualifyingData}
 * shares. signer: slot of the signing key or NULL (TPM_RH_NULL). The caller has set attest->type
 * and the attested part; this fills magic, signer, extra data, clock (obfuscated where the signer's
 * hierarchy demands), marshals to *out and signs.
 * TPM_RC_PENDING as sign_digest. Spec: Part 1 s31.
 */
uint32_t attest_sign(struct tpm *tpm, struct tpm_slot *signer, const struct tpmt_scheme *scheme,
		     const struct tpm2b_data *qualifying, struct tpms_attest *attest,
		     struct tpm2b_attest *out, struct tpmt_signature *signature);

#endif
