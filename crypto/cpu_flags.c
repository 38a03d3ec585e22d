/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same for wolfCrypt, which asks at each use. Its assembly with MULX also wants AVX2. */
#include "crypto/cpu_flags.h"

#include <wolfssl/wolfcrypt/cpuid.h>

#include "crypto/cpu.h"

unsigned int cpuid_get_flags(void)
{
	uint32_t features = crypto_cpu_get();
	unsigned int flags = 0;

	if (features & CRYPTO_CPU_AES)
		flags |= CPUID_AESNI;
	if ((features & CRYPTO_CPU_AVX2) && (features & CRYPTO_CPU_MULX))
		flags |= CPUID_AVX1 | CPUID_AVX2 | CPUID_BMI2 | CPUID_ADX;
	return flags;
}
