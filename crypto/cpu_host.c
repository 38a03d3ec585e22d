/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU's features where it may be asked: once, because a virtual machine's host answers. */
#include "crypto/cpu.h"

#include <cpuid.h>
#include <stdatomic.h>

#define ASKED (1u << 31)

static _Atomic uint32_t known;

void crypto_cpu_set(uint32_t features)
{
	(void)features;
}

static uint32_t ask(void)
{
	uint32_t features = ASKED;
	unsigned int eax, ebx, ecx, edx, basic;

	if (!__get_cpuid(1, &eax, &ebx, &basic, &edx))
		basic = 0;
	if ((basic & bit_AES) && (basic & bit_PCLMUL))
		features |= CRYPTO_CPU_AES;
	if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx))
		ebx = 0;
	if ((ebx & bit_BMI2) && (ebx & bit_ADX))
		features |= CRYPTO_CPU_MULX;
	if ((ebx & bit_SHA) && (basic & bit_SSSE3) && (basic & bit_SSE4_1))
		features |= CRYPTO_CPU_SHA;
	/* The builtin knows whether the system saves the registers that AVX2 works on */
	if (__builtin_cpu_supports("avx2"))
		features |= CRYPTO_CPU_AVX2;
	return features;
}

uint32_t crypto_cpu_get(void)
{
	uint32_t features = atomic_load_explicit(&known, memory_order_relaxed);

	if (features == 0) {
		features = ask();
		atomic_store_explicit(&known, features, memory_order_relaxed);
	}
	return features & ~ASKED;
}
