/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Endorsement keys: the default templates, and their public areas as this TPM has them.
 * Spec: TCG EK Credential Profile for TPM Family 2.0 version 2.5 s B.3, B.4.
 */
#ifndef VTPM_TPM_EK_H
#define VTPM_TPM_EK_H

#include "modules/vtpm/tpm/state.h"

/* L-1, L-2 of the low range; H-1..H-4 and H-6 of the high range */
enum ek_template {
	EK_L1_RSA_2048,
	EK_L2_P256,
	EK_H1_RSA_2048,
	EK_H2_P256,
	EK_H3_P384,
	EK_H4_P521,
	EK_H6_RSA_3072,
};
#define EK_TEMPLATE_COUNT 7u

/* The template, as TPM2_CreatePrimary takes it. */
void ek_template(enum ek_template which, struct tpmt_public *pub);

/*
 * The public area of the endorsement key: what TPM2_CreatePrimary makes of the template now, before
 * or after the guest did; it changes with TPM2_ChangeEPS. Only while no command is in progress (it
 * uses its memory); the TPM is powered. TPM_RC_SUCCESS with *pub; TPM_RC_PENDING (RSA): call again,
 * with *slice, 0 at first, as it was left; TPM_RC_FAILURE.
 */
uint32_t ek_public(struct tpm *tpm, enum ek_template which, uint32_t *slice,
		   struct tpmt_public *pub);

#endif
