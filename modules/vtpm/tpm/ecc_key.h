/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded ECC keys in key exchanges. Spec: TPM 2.0 Library Part 1 revision 1.59 C.6, C.7. */
#ifndef VTPM_TPM_ECC_KEY_H
#define VTPM_TPM_ECC_KEY_H

#include "modules/vtpm/tpm/state.h"

bool ecc_key_is(const struct tpm_slot *slot);
/* Whether the key may make shared values: unrestricted and decrypting (TPM_RC_ATTRIBUTES), of
 * scheme NULL or ECDH (TPM_RC_SCHEME). */
uint32_t ecc_key_may_exchange(const struct tpm_slot *slot);
/* out = private key × point. TPM_RC_SUCCESS, TPM_RC_ECC_POINT (not on the curve), TPM_RC_NO_RESULT,
 * TPM_RC_KEY. */
uint32_t ecc_key_mul(const struct tpm_slot *slot, const struct tpms_ecc_point *point,
		     struct tpms_ecc_point *out);

#endif
