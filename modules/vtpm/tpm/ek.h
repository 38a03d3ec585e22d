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

/*
 * Endorsement keys at persistent handles: RSA-2048 (L-1) and P-384 (H-3), where provisioning tools
 * put them. At manufacture they take their handles and memory only; each is made, and from then on
 * is a persistent object like others, for the first command that names it (ek_handle.c). TPM2_Clear
 * and TPM2_ChangeEPS remove them, made or not, as they do all that is of the endorsement hierarchy.
 */
void ek_reserve(struct tpm *tpm);
/* Whether the handle is one of theirs. */
bool ek_is_handle(uint32_t handle);
/*
 * A step of making the key of a reserved handle, which the running command names; nothing but NV
 * changes. TPM_RC_PENDING: the command's handles are then to be read again, at the next step;
 * TPM_RC_NV_UNAVAILABLE; TPM_RC_FAILURE.
 */
uint32_t ek_provide(struct tpm *tpm, uint32_t handle);

/*
 * For ek*.c: a step of making a key, as create_object, in work.create from call.slice 0 on; and the
 * end of it, which leaves nothing there.
 */
uint32_t ek_derive(struct tpm *tpm, enum ek_template which);
void ek_derive_wipe(struct tpm *tpm);

#endif
