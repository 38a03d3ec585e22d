/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attestation structures: filling the common part, signing. Spec: TPM 2.0 Library Part 3 s18, Part 2 s10.12. */
#ifndef VTPM_TPM_ATTEST_H
#define VTPM_TPM_ATTEST_H

#include "modules/vtpm/tpm/wire.h"
#include "modules/vtpm/tpm/state.h"

/* What every attestation command answers */
struct attest_out {
	struct tpm2b_attest attest;
	struct tpmt_signature signature;
};
extern const struct wire_field attest_out_fields[2];

/* A signing key and how it signs: handle number `signer` (1..3) and parameter number `param` of the
 * running command */
struct attest_by {
	uint32_t signer;
	uint32_t param;
	struct tpm_slot
		*slot; /* filled by attest_check: NULL is TPM_RH_NULL, which signs nothing */
	struct tpmt_scheme scheme;
};

/*
 * Whether the key may sign, and with which scheme: by->scheme is the caller's on entry, what
 * applies on return. TPM_RC_SUCCESS, TPM_RC_KEY of the handle, TPM_RC_SCHEME of the parameter.
 */
uint32_t attest_check(const struct tpm_call *call, struct attest_by *by);

/*
 * The caller has set attest->type and the attested part; this fills magic, signer, extra data and
 * clock (obfuscated where the signer's hierarchy demands), marshals to out->attest and signs.
 * TPM_RC_PENDING as sign_digest: only the
 * first call counts. Spec: Part 1 s31.
 */
uint32_t attest_sign(struct tpm *tpm, const struct attest_by *by,
		     const struct tpm2b_data *qualifying, struct tpms_attest *attest,
		     struct attest_out *out);

#endif
