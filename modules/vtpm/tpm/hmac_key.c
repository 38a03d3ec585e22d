/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HMAC keys. A restricted key signs only what the TPM made, so it is none of these commands'. */
#include "modules/vtpm/tpm/hmac_key.h"

#include "modules/vtpm/tpm/command.h"

uint32_t hmac_key_hash(const struct tpm_slot *key, uint16_t hash_alg, uint32_t which, uint16_t *out)
{
	const struct tpmt_public *pub = &key->object.pub;
	uint16_t own = TPM_ALG_NULL;

	if (key->kind != SLOT_OBJECT || pub->type != TPM_ALG_KEYEDHASH)
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (pub->parms.keyedhash.scheme.scheme != TPM_ALG_NULL)
		own = pub->parms.keyedhash.scheme.hash_alg;
	if (own != TPM_ALG_NULL && hash_alg != TPM_ALG_NULL && hash_alg != own)
		return COMMAND_PARAM(TPM_RC_VALUE, which);
	if (own == TPM_ALG_NULL && hash_alg == TPM_ALG_NULL)
		return COMMAND_PARAM(TPM_RC_VALUE, which);
	if (pub->attributes & TPMA_OBJECT_RESTRICTED)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (!(pub->attributes & TPMA_OBJECT_SIGN_ENCRYPT))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	*out = own != TPM_ALG_NULL ? own : hash_alg;
	return TPM_RC_SUCCESS;
}
