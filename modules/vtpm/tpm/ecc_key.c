/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded ECC keys in key exchanges. */
#include "modules/vtpm/tpm/ecc_key.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/curve.h"

bool ecc_key_is(const struct tpm_slot *slot)
{
	return slot->kind == SLOT_OBJECT && slot->object.pub.type == TPM_ALG_ECC;
}

uint32_t ecc_key_may_exchange(const struct tpm_slot *slot)
{
	const struct tpmt_public *pub = &slot->object.pub;
	uint16_t scheme = pub->parms.ecc.scheme.scheme;

	if ((pub->attributes & TPMA_OBJECT_RESTRICTED) || !(pub->attributes & TPMA_OBJECT_DECRYPT))
		return TPM_RC_ATTRIBUTES;
	return scheme == TPM_ALG_NULL || scheme == TPM_ALG_ECDH ? TPM_RC_SUCCESS : TPM_RC_SCHEME;
}

uint32_t ecc_key_mul(const struct tpm_slot *slot, const struct tpms_ecc_point *point,
		     struct tpms_ecc_point *out)
{
	enum ecc_curve curve = curve_of(slot->object.pub.parms.ecc.curve_id);
	struct ecc_point at;
	struct ecc_num d;
	enum err err;

	if (!curve_is_on(curve, point) || curve_point_get(curve, point, &at) != OK)
		return TPM_RC_ECC_POINT;
	if (curve_num_get(curve, &slot->object.sensitive.composite.ecc, &d) != OK)
		return TPM_RC_KEY;
	err = ecc_mul(curve, &d, &at, &at);
	crypto_wipe(&d, sizeof(d));
	if (err != OK)
		return TPM_RC_NO_RESULT;
	curve_point_put(curve, &at, out);
	crypto_wipe(&at, sizeof(at));
	return TPM_RC_SUCCESS;
}
