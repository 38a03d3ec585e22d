/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which instructions the assembly of CONFIG_CRYPTO_ASM may use. On a hosted platform the CPU is
 * asked; in an image CPUID is out of bounds, so the platform says what it read elsewhere, before
 * anything else of crypto/ runs. Until then, and without CONFIG_CRYPTO_ASM, nothing beyond SSE2 is
 * used.
 */
#ifndef CRYPTO_CPU_H
#define CRYPTO_CPU_H

#include <stdint.h>

/* Bits of a set */
#define CRYPTO_CPU_AES (1u << 0)  /* AES and carry-less multiplication */
#define CRYPTO_CPU_MULX (1u << 1) /* BMI2 and ADX */
#define CRYPTO_CPU_AVX2 (1u << 2) /* AVX2, with the state that it needs enabled */
#define CRYPTO_CPU_SHA (1u << 3)  /* SHA extensions, SSSE3 and SSE4.1 */

/* Says what there is. On a hosted platform, and without CONFIG_CRYPTO_ASM, it has no effect. */
void crypto_cpu_set(uint32_t features);

/* What there is; 0 without CONFIG_CRYPTO_ASM. */
uint32_t crypto_cpu_get(void);

#endif
