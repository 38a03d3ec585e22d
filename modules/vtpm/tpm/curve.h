/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Curves by their TPM numbers, and the TPM's numbers and points as crypto/ecc.h has them. */
#ifndef VTPM_TPM_CURVE_H
#define VTPM_TPM_CURVE_H

#include <stdbool.h>

#include "crypto/ecc.h"
#include "modules/vtpm/tpm/types.h"

/* The facade's curve of an implemented TPM_ECC_ number. false: this TPM has it not; *curve
 * unchanged.
 */
bool curve_find(uint16_t curve_id, enum ecc_curve *curve);
/* The same for a number that a table has let through (asserted). */
enum ecc_curve curve_of(uint16_t curve_id);
/* TPM_ECC_ number of a curve, ascending with the index 0..ECC_CURVE_COUNT-1. */
uint16_t curve_at(uint32_t index);

/* A number of any length that fits the curve's size; ERR_RANGE otherwise. Says nothing about its
 * range. */
MUST_USE enum err curve_num_get(enum ecc_curve curve, const struct tpm2b_ecc_parameter *in,
				struct ecc_num *out);
MUST_USE enum err curve_point_get(enum ecc_curve curve, const struct tpms_ecc_point *in,
				  struct ecc_point *out);
/* The other way: always padded to the curve's size. */
void curve_num_put(enum ecc_curve curve, const struct ecc_num *in, struct tpm2b_ecc_parameter *out);
void curve_point_put(enum ecc_curve curve, const struct ecc_point *in, struct tpms_ecc_point *out);
/* Whether it is a point of the curve. */
bool curve_is_on(enum ecc_curve curve, const struct tpms_ecc_point *point);

#endif
