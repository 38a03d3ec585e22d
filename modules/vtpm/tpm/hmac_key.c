/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys for MACs. A restricted key signs only what the TPM made, so it is none of these commands'.
 */
#include "modules/vtpm/tpm/hmac_key.h"

#include "modules/vtpm/tpm/command.h"

/* What the key says itself, or TPM_ALG_NULL */
static uint16_t own_mac(const struct tpmt_public *pub)
{
	if (pub->type == TPM_ALG_SYMCIPHER)
		return pub->parms.sym.mode;
	return pub->parms.keyedhash.scheme.scheme != TPM_ALG_NULL
		       ? pub->parms.keyedhash.scheme.hash_alg
		       : TPM_ALG_NULL;
}

uint32_t hmac_key_hash(const struct tpm_slot *key, uint16_t hash_alg, uint32_t which, uint16_t *out)
{
	const struct tpmt_public *pub = &key->object.pub;
	uint16_t own;
	uint16_t mac;

	if (key->kind != SLOT_OBJECT ||
	    (pub->type != TPM_ALG_KEYEDHASH && pub->type != TPM_ALG_SYMCIPHER))
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	own = own_mac(pub);
	if (own != TPM_ALG_NULL && hash_alg != TPM_ALG_NULL && hash_alg != own)
		return COMMAND_PARAM(TPM_RC_VALUE, which);
	mac = own != TPM_ALG_NULL ? own : hash_alg;
	if (mac == TPM_ALG_NULL)
		return COMMAND_PARAM(TPM_RC_VALUE, which);
	if (pub->type == TPM_ALG_SYMCIPHER ? mac != TPM_ALG_CMAC : mac == TPM_ALG_CMAC)
		return COMMAND_PARAM(TPM_RC_SCHEME, which);
	if (pub->attributes & TPMA_OBJECT_RESTRICTED)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (!(pub->attributes & TPMA_OBJECT_SIGN_ENCRYPT))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	*out = mac;
	return TPM_RC_SUCCESS;
}
