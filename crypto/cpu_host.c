/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU's features where it may be asked. */
#include <cpuid.h>

#include <wolfssl/wolfcrypt/cpuid.h>

#include "crypto/cpu.h"

void crypto_cpu_set(uint32_t features)
{
	(void)features;
}

unsigned int cpuid_get_flags(void)
{
	unsigned int flags = 0;
	unsigned int eax, ebx, ecx, edx;

	if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) && (ecx & bit_AES) && (ecx & bit_PCLMUL))
		flags |= CPUID_AESNI;
	/* The builtin knows whether the system saves the registers that AVX2 works on */
	if (__builtin_cpu_supports("avx2") && __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) &&
	    (ebx & bit_BMI2) && (ebx & bit_ADX))
		flags |= CPUID_AVX1 | CPUID_AVX2 | CPUID_BMI2 | CPUID_ADX;
	return flags;
}
