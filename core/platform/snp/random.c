/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CPU's random number generators. Whether they exist is in the CPUID page, which the secure
 * processor checked; the instruction itself traps.
 */
#include "core/platform/platform.h"
#include "core/platform/snp/cpuid.h"

#define TRIES_MAX 32u

#define LEAF_FEATURES 1u
#define ECX_RDRAND (1u << 30)
#define LEAF_EXTENDED 7u
#define EBX_RDSEED (1u << 18)

enum err platform_rdseed(uint64_t *out)
{
	const struct snp_cpuid_entry *entry = cpuid_find(LEAF_EXTENDED);

	if (entry == NULL || (entry->ebx & EBX_RDSEED) == 0)
		return ERR_UNSUPPORTED;
	for (uint32_t tries = 0; tries < TRIES_MAX; tries++) {
		uint64_t value;
		bool is_good;

		/* asm: the intrinsic needs a compiler option for the whole file */
		__asm__ volatile("rdseed %0" : "=r"(value), "=@ccc"(is_good));
		if (is_good) {
			*out = value;
			return OK;
		}
		platform_pause();
	}
	return ERR_IO;
}

enum err platform_rdrand(uint64_t *out)
{
	const struct snp_cpuid_entry *entry = cpuid_find(LEAF_FEATURES);

	if (entry == NULL || (entry->ecx & ECX_RDRAND) == 0)
		return ERR_UNSUPPORTED;
	for (uint32_t tries = 0; tries < TRIES_MAX; tries++) {
		uint64_t value;
		bool is_good;

		/* asm: the intrinsic needs a compiler option for the whole file */
		__asm__ volatile("rdrand %0" : "=r"(value), "=@ccc"(is_good));
		if (is_good) {
			*out = value;
			return OK;
		}
		platform_pause();
	}
	return ERR_IO;
}
