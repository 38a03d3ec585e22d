/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ECC keys in exchanges, in slices. */
#include "modules/vtpm/tpm/ecc_key.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
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

static enum err product(struct tpm *tpm, uint32_t base, enum ecc_curve curve,
			const struct ecc_num *k, const struct ecc_point *point,
			struct ecc_point *out)
{
	enum err err;

	if (curve == ECC_P256)
		return ecc_mul(curve, k, point, out);
	if (tpm->call.slice == base + 1)
		return ecc_job_step(&tpm_work(tpm)->job.ecc, out);
	err = ecc_job_mul(&tpm_work(tpm)->job.ecc, curve, k, point);
	return err == OK ? ERR_BUSY : err;
}

uint32_t ecc_step_mul(struct tpm *tpm, uint32_t base, enum ecc_curve curve, const struct ecc_num *k,
		      const struct tpms_ecc_point *point, struct tpms_ecc_point *out)
{
	struct ecc_point at;
	enum err err;

	if (tpm->call.slice >= base + 2)
		return TPM_RC_SUCCESS;
	if (!curve_is_on(curve, point) || curve_point_get(curve, point, &at) != OK)
		return TPM_RC_ECC_POINT;
	err = product(tpm, base, curve, k, &at, &at);
	if (err == ERR_BUSY) {
		tpm->call.slice = base + 1;
		return TPM_RC_PENDING;
	}
	tpm->call.slice = base + 2;
	if (err != OK)
		return TPM_RC_NO_RESULT;
	curve_point_put(curve, &at, out);
	crypto_wipe(&at, sizeof(at));
	return TPM_RC_SUCCESS;
}

uint32_t ecc_step_key_mul(struct tpm *tpm, uint32_t base, const struct tpm_slot *slot,
			  const struct tpms_ecc_point *point, struct tpms_ecc_point *out)
{
	enum ecc_curve curve = curve_of(slot->object.pub.parms.ecc.curve_id);
	struct ecc_num d;
	uint32_t rc;

	if (curve_num_get(curve, &slot->object.sensitive.composite.ecc, &d) != OK)
		return TPM_RC_KEY;
	rc = ecc_step_mul(tpm, base, curve, &d, point, out);
	crypto_wipe(&d, sizeof(d));
	return rc;
}

uint32_t ecc_step_fresh(struct tpm *tpm, enum ecc_curve curve, struct tpms_ecc_point *out)
{
	struct ecc_point point;

	if (tpm->call.slice != 0)
		return TPM_RC_SUCCESS;
	if (ecc_key_random(curve, &tpm_work(tpm)->ecc.k, &point) != OK)
		return TPM_RC_FAILURE;
	curve_point_put(curve, &point, out);
	tpm->call.slice = 1;
	return TPM_RC_SUCCESS;
}
