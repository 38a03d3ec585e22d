/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ECC keys in exchanges, in slices: P-256 takes one, products on other curves would take an entry
 * into the monitor
 * beyond its bound. Spec: TPM 2.0 Library Part 1 revision 1.59 C.6, C.7.
 */
#ifndef VTPM_TPM_ECC_KEY_H
#define VTPM_TPM_ECC_KEY_H

#include "crypto/ecc.h"
#include "modules/vtpm/tpm/state.h"

bool ecc_key_is(const struct tpm_slot *slot);
/*
 * Whether the key may make shared values: unrestricted and decrypting (TPM_RC_ATTRIBUTES), of
 * scheme NULL or ECDH (TPM_RC_SCHEME).
 */
uint32_t ecc_key_may_exchange(const struct tpm_slot *slot);

/*
 * out = k × point, as one of the running action's steps: it counts call->slice from base to base
 * + 2. TPM_RC_PENDING until it is done; TPM_RC_SUCCESS then and whenever it is called again;
 * TPM_RC_ECC_POINT (not on the curve), TPM_RC_NO_RESULT. out stays where it is over slices
 * (call->out, tpm->work). The next step's base is base + 2.
 */
uint32_t ecc_step_mul(struct tpm *tpm, uint32_t base, enum ecc_curve curve, const struct ecc_num *k,
		      const struct tpms_ecc_point *point, struct tpms_ecc_point *out);
/* The same with the private key of slot; also TPM_RC_KEY. */
uint32_t ecc_step_key_mul(struct tpm *tpm, uint32_t base, const struct tpm_slot *slot,
			  const struct tpms_ecc_point *point, struct tpms_ecc_point *out);
/*
 * A fresh scalar in tpm_work(tpm)->ecc.k and its public point, drawn at slice 0, which becomes 1: a
 * following step's base. TPM_RC_SUCCESS or TPM_RC_FAILURE.
 */
uint32_t ecc_step_fresh(struct tpm *tpm, enum ecc_curve curve, struct tpms_ecc_point *out);

#endif
