/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the CPU has, from the CPUID page. */
#include "core/platform/snp/cpuid.h"

#include "crypto/cpu.h"

#define LEAF_FEATURES 1u
#define ECX_PCLMULQDQ (1u << 1)
#define ECX_SSSE3 (1u << 9)
#define ECX_SSE4_1 (1u << 19)
#define ECX_AES (1u << 25)
#define LEAF_MORE_FEATURES 7u
#define EBX_SHA (1u << 29)

const struct snp_cpuid_entry *cpuid_find(uint32_t leaf)
{
	const struct snp_cpuid_page *page = platform_launch_page(BOOT_OFF_CPUID);
	uint32_t count = page->count < SNP_CPUID_MAX ? page->count : SNP_CPUID_MAX;

	for (uint32_t i = 0; i < count; i++) {
		if (page->entries[i].eax_in == leaf && page->entries[i].ecx_in == 0)
			return &page->entries[i];
	}
	return NULL;
}

/* SSE state is there from the first instruction on; AVX state is never enabled, so what needs it is
 * not named */
void cpuid_tell_crypto(void)
{
	const struct snp_cpuid_entry *basic = cpuid_find(LEAF_FEATURES);
	const struct snp_cpuid_entry *more = cpuid_find(LEAF_MORE_FEATURES);
	uint32_t features = 0;

	if (basic == NULL)
		return;
	if ((basic->ecx & ECX_AES) && (basic->ecx & ECX_PCLMULQDQ))
		features |= CRYPTO_CPU_AES;
	if (more != NULL && (more->ebx & EBX_SHA) && (basic->ecx & ECX_SSSE3) &&
	    (basic->ecx & ECX_SSE4_1))
		features |= CRYPTO_CPU_SHA;
	crypto_cpu_set(features);
}
