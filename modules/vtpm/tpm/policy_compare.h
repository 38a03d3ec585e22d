/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The comparisons of TPM_EO. Spec: TPM 2.0 Library Part 2 revision 1.59 s6.8; Part 3 s23.9. */
#ifndef VTPM_TPM_POLICY_COMPARE_H
#define VTPM_TPM_POLICY_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a operation b holds for the big-endian numbers a[0..len) and b[0..len); TPM_EO_ as
 * operation. */
bool policy_compare(uint16_t operation, const uint8_t *a, const uint8_t *b, size_t len);

#endif
