/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HMAC keys: which may be used by TPM2_HMAC and TPM2_HMAC_Start, and with which hash. */
#ifndef VTPM_TPM_HMAC_KEY_H
#define VTPM_TPM_HMAC_KEY_H

#include "modules/vtpm/tpm/state.h"

/*
 * The hash for key, handle 1 of the command, when the caller asks for hash_alg (or TPM_ALG_NULL:
 * the key's own) in parameter number which. TPM_RC_SUCCESS with *out; TPM_RC_TYPE, _ATTRIBUTES,
 * _KEY of handle 1, TPM_RC_VALUE of the
 * parameter. Spec: Part 3 s15.5.
 */
uint32_t hmac_key_hash(const struct tpm_slot *key, uint16_t hash_alg, uint32_t which,
		       uint16_t *out);

#endif
