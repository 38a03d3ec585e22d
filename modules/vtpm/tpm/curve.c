/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Curves by their TPM numbers. Spec: TPM 2.0 Library Part 2 revision 1.59 s6.4, s11.2.5. */
#include "modules/vtpm/tpm/curve.h"

#include "core/trace/panic.h"

static const uint16_t numbers[ECC_CURVE_COUNT] = {
	[ECC_P256] = TPM_ECC_NIST_P256,
	[ECC_P384] = TPM_ECC_NIST_P384,
	[ECC_P521] = TPM_ECC_NIST_P521,
	[ECC_BN_P256] = TPM_ECC_BN_P256,
};

bool curve_find(uint16_t curve_id, enum ecc_curve *curve)
{
	for (uint32_t i = 0; i < ECC_CURVE_COUNT; i++) {
		if (numbers[i] == curve_id) {
			*curve = (enum ecc_curve)i;
			return true;
		}
	}
	return false;
}

enum ecc_curve curve_of(uint16_t curve_id)
{
	enum ecc_curve curve = ECC_P256;
	bool is_found = curve_find(curve_id, &curve);

	ASSERT(is_found);
	return curve;
}

uint16_t curve_at(uint32_t index)
{
	ASSERT(index < ECC_CURVE_COUNT);
	return numbers[index];
}

enum err curve_num_get(enum ecc_curve curve, const struct tpm2b_ecc_parameter *in,
		       struct ecc_num *out)
{
	return ecc_num_set(curve, out, in->bytes, in->len);
}

enum err curve_point_get(enum ecc_curve curve, const struct tpms_ecc_point *in,
			 struct ecc_point *out)
{
	struct ecc_point point;

	if (curve_num_get(curve, &in->x, &point.x) != OK ||
	    curve_num_get(curve, &in->y, &point.y) != OK)
		return ERR_RANGE;
	*out = point;
	return OK;
}

void curve_num_put(enum ecc_curve curve, const struct ecc_num *in, struct tpm2b_ecc_parameter *out)
{
	*out = (struct tpm2b_ecc_parameter){ .len = (uint16_t)ecc_size(curve) };
	__builtin_memcpy(out->bytes, in->bytes, out->len);
}

void curve_point_put(enum ecc_curve curve, const struct ecc_point *in, struct tpms_ecc_point *out)
{
	curve_num_put(curve, &in->x, &out->x);
	curve_num_put(curve, &in->y, &out->y);
}

bool curve_is_on(enum ecc_curve curve, const struct tpms_ecc_point *point)
{
	struct ecc_point at;

	return curve_point_get(curve, point, &at) == OK && ecc_is_on_curve(curve, &at);
}
