/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first CPU's first steps. Until the GHCB is registered the only way out is the MSR; nothing
 * here may depend on memory that the builder did not populate.
 */
#include "core/platform/platform.h"
#include "core/platform/snp/cpu.h"
#include "core/platform/snp/cpuid.h"
#include "core/platform/snp/exception.h"
#include "core/platform/snp/ghcb.h"
#include "core/platform/snp/hv.h"
#include "core/platform/snp/percpu.h"
#include "lib/freestanding/memory.h"

#define STATUS_NEEDED (SEV_STATUS_SEV | SEV_STATUS_ES | SEV_STATUS_SNP)
#define STATUS_ALLOWED (STATUS_NEEDED | SEV_STATUS_RESTRICTED_INJECTION)

static uint64_t sev_status;

uint64_t platform_sev_status(void)
{
	return sev_status;
}

/* Only what addresses are computed from here; boot_block_check does the rest. */
static bool is_boot_block_ours(const struct boot_block *block)
{
	return block->magic == BOOT_MAGIC && block->version == BOOT_VERSION &&
	       block->size == sizeof(*block) && block->c_bit >= 32 && block->c_bit < 52 &&
	       block->stack_pages == CONFIG_STACK_PAGES && block->ist_pages == PERCPU_IST_PAGES &&
	       block->data_pages == PERCPU_DATA_PAGES;
}

static enum termination ghcb_start(void)
{
	enum termination reason = ghcb_negotiate();

	if (reason != 0)
		return reason;
	if (ghcb_share_page(percpu_page_gpa(0, PERCPU_PAGE_GHCB)) != OK || ghcb_register() != OK)
		return TERM_GHCB_REGISTER;
	return 0;
}

static enum termination doorbell_start(void)
{
	if (!hv_is_used())
		return 0;
	if ((platform_hypervisor_features() & GHCB_FEATURE_RESTRICTED_INJECTION) == 0)
		return TERM_HV_FEATURES;
	if (ghcb_share_page(percpu_page_gpa(0, PERCPU_PAGE_DOORBELL)) != OK || hv_register() != OK)
		return TERM_HV_FEATURES;
	return 0;
}

enum termination platform_init(void)
{
	memset(percpu(), 0, sizeof(*percpu()));
	descriptors_load();
	if (!is_boot_block_ours(platform_boot_block()))
		return TERM_BOOT_BLOCK;
	sev_status = cpu_read_msr(MSR_SEV_STATUS);
	if ((sev_status & STATUS_NEEDED) != STATUS_NEEDED || (sev_status & ~STATUS_ALLOWED) != 0)
		return TERM_NOT_SNP;
	cpuid_tell_crypto();

	enum termination reason = ghcb_start();

	return reason != 0 ? reason : doorbell_start();
}
