/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the guest is told at entry, found the way Linux finds it: boot_params → setup_data → CC blob
 * → secrets and CPUID pages; ACPI → MADT; the command line. Read-only afterwards.
 */
#ifndef GUEST_BOOT_INFO_H
#define GUEST_BOOT_INFO_H

#include <stdint.h>

#include "abi/linux.h"
#include "abi/machine.h"
#include "abi/snp.h"
#include "lib/err.h"

struct boot_info {
	const uint8_t *params;
	const struct snp_secrets *secrets;
	const struct snp_cpuid_page *cpuid;
	const char *cmdline; /* NUL-terminated, empty if there is none */
	uint64_t c_mask;     /* the C-bit as a mask */
	uint32_t cpu_count;  /* enabled in the MADT, at most MACHINE_VCPUS_MAX */
	uint32_t apic_id[MACHINE_VCPUS_MAX];
};

/*
 * Fills the structure that boot_info() returns; params: GPA of boot_params. Needs only the identity
 * mapping of the entry contract. Returns OK, or ERR_NOT_FOUND for a CC blob, C-bit or MADT that is
 * missing.
 */
MUST_USE enum err boot_info_init(uint64_t params);

/* Valid after boot_info_init. */
const struct boot_info *boot_info(void);

/* Entry index of the E820 table. Returns OK, or ERR_NOT_FOUND past its end. */
MUST_USE enum err boot_info_e820(uint32_t index, struct e820_entry *out);

/* The CPUID page's entry for a leaf, or NULL: it then reads as zeros. */
const struct snp_cpuid_entry *boot_info_cpuid(uint32_t leaf, uint32_t subleaf);

/* Whether the command line has this word. */
int boot_info_has_word(const char *word);

/*
 * Copies what follows prefix in the word of the command line that begins with it. Returns its
 * length, 0: none.
 */
uint32_t boot_info_value(const char *prefix, char *out, uint32_t size);

#endif
