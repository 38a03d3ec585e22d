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

/* Bits of a set. AVX2 is asked for together with the state that it needs. */
#define CRYPTO_CPU_AES (1u << 0)  /* AES and carry-less multiplication */
#define CRYPTO_CPU_MULX (1u << 1) /* BMI2, ADX and AVX2 */

/* Says what there is. Without CONFIG_CRYPTO_ASM it has no effect. */
void crypto_cpu_set(uint32_t features);

/* What wolfCrypt asks. */
unsigned int cpuid_get_flags(void);

#endif
