/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills the pages through which the guest learns of its machine: E820, MADT, secrets, CPUID. The
 * guest's copy of the secrets page has no key of Parapet's own. Writes only through shared.h.
 */
#include "core/boot/payload.h"

#include "core/memory/pool.h"
#include "core/memory/shared.h"
#include "crypto/secret.h"

#define SVSM_VERSION_MAX 1u

static void secrets_fill(struct snp_secrets *copy, const struct boot_block *block)
{
	__builtin_memcpy(copy, platform_launch_page(BOOT_OFF_SECRETS), sizeof(*copy));
	/* VMPCK0 is Parapet's; VMPCK1 went into the random generator, and its page is wiped already
	 */
	crypto_wipe(copy->vmpck[0], sizeof(copy->vmpck[0]));
	crypto_wipe(copy->vmpck[1], sizeof(copy->vmpck[1]));
	copy->svsm_base = block->region_gpa;
	copy->svsm_size = block->region_size;
	copy->svsm_caa = block->guest_caa_gpa;
	copy->svsm_max_version = SVSM_VERSION_MAX;
	copy->guest_vmpl = (uint8_t)block->guest_vmpl;
}

static enum err secrets_write(const struct boot_block *block)
{
	struct snp_secrets *copy = pool_alloc(1);
	enum err err;

	if (copy == NULL)
		return ERR_NO_SPACE;
	secrets_fill(copy, block);
	err = shared_write(gpa(block->guest_secrets_gpa), copy, sizeof(*copy));
	pool_free(copy, 1);
	return err;
}

enum termination payload_init(void)
{
	const struct boot_block *block = platform_boot_block();

	if (block->guest_secrets_gpa != 0 && secrets_write(block) != OK)
		return TERM_SECRETS;
	if (block->guest_cpuid_gpa != 0 &&
	    shared_write(gpa(block->guest_cpuid_gpa), platform_launch_page(BOOT_OFF_CPUID),
			 ABI_PAGE_SIZE) != OK)
		return TERM_CPUID;
	if (block->guest_boot_params_gpa != 0 &&
	    payload_write_e820(gpa(block->guest_boot_params_gpa)) != OK)
		return TERM_RANGES;
	if (block->guest_madt_gpa != 0 &&
	    payload_write_madt(gpa(block->guest_madt_gpa), block->guest_madt_size) != OK)
		return TERM_MADT;
	if (payload_write_reset() != OK)
		return TERM_GUEST_MEMORY;
	return 0;
}
