/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys for MACs: which may be used by TPM2_MAC and TPM2_MAC_Start, once called HMAC, and for what.
 */
#ifndef VTPM_TPM_HMAC_KEY_H
#define VTPM_TPM_HMAC_KEY_H

#include "modules/vtpm/tpm/state.h"

/*
 * The hash for an HMAC, or TPM_ALG_CMAC, with key, handle 1 of the command, when the caller asks
 * for hash_alg (or TPM_ALG_NULL: the key's own) in parameter number which. TPM_RC_SUCCESS with
 * *out; TPM_RC_TYPE, _ATTRIBUTES, _KEY of
 * handle 1, TPM_RC_VALUE, _SCHEME of the parameter. Spec: Part 3 s15.5.
 */
uint32_t hmac_key_hash(const struct tpm_slot *key, uint16_t hash_alg, uint32_t which,
		       uint16_t *out);

#endif
