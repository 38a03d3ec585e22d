/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU's features where the platform reports them. Must never execute CPUID. */
#include <wolfssl/wolfcrypt/cpuid.h>

#include "crypto/cpu.h"

static unsigned int flags;

void crypto_cpu_set(uint32_t features)
{
	flags = 0;
	if (features & CRYPTO_CPU_AES)
		flags |= CPUID_AESNI;
	if (features & CRYPTO_CPU_MULX)
		flags |= CPUID_AVX1 | CPUID_AVX2 | CPUID_BMI2 | CPUID_ADX;
}

unsigned int cpuid_get_flags(void)
{
	return flags;
}
