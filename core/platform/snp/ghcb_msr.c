/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is asked before there is a GHCB page: protocol, features, the page itself, and the end. Must
 * work in any state, since termination does.
 */
#include "core/platform/snp/access.h"
#include "core/platform/snp/cpu.h"
#include "core/platform/snp/ghcb.h"
#include "core/platform/snp/percpu.h"

#define FEATURES_NEEDED (GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION | GHCB_FEATURE_MULTI_VMPL)

static uint64_t features;

uint64_t ghcb_msr_request(uint64_t request)
{
	uint64_t answer;

	cpu_write_msr(MSR_GHCB, request);
	cpu_vmgexit();
	answer = cpu_read_msr(MSR_GHCB);
	/* Requests by page rely on the MSR: only this function changes it */
	if (ghcb_is_ready())
		cpu_write_msr(MSR_GHCB, percpu()->ghcb);
	return answer;
}

static bool is_answer(uint64_t answer, uint32_t kind)
{
	return (answer & GHCB_MSR_INFO_MASK) == kind;
}

enum termination ghcb_negotiate(void)
{
	uint64_t info = ghcb_msr_request(GHCB_MSR_SEV_INFO_REQ);
	uint16_t highest = (uint16_t)(info >> 48);
	uint16_t lowest = (uint16_t)(info >> 32);

	if (!is_answer(info, GHCB_MSR_SEV_INFO_RESP) || lowest > GHCB_PROTOCOL_MAX ||
	    highest < GHCB_PROTOCOL_MIN)
		return TERM_GHCB_VERSION;

	uint64_t answer = ghcb_msr_request(GHCB_MSR_FEATURES_REQ);

	features = answer >> 12;
	if (!is_answer(answer, GHCB_MSR_FEATURES_RESP) ||
	    (features & FEATURES_NEEDED) != FEATURES_NEEDED)
		return TERM_HV_FEATURES;
	return 0;
}

uint64_t platform_hypervisor_features(void)
{
	return features;
}

enum err ghcb_share_page(gpa_t page)
{
	uint64_t request = GHCB_MSR_PSC_REQ | page.value | (uint64_t)GHCB_PSC_SHARED << 52;

	return ghcb_msr_request(request) == GHCB_MSR_PSC_RESP ? OK : ERR_IO;
}

enum err ghcb_register(void)
{
	gpa_t page = percpu_page_gpa(platform_cpu(), PERCPU_PAGE_GHCB);
	uint64_t answer = ghcb_msr_request(page.value | GHCB_MSR_REGISTER_GPA_REQ);

	if (answer != (page.value | GHCB_MSR_REGISTER_GPA_RESP))
		return ERR_IO;
	/* cast: the GHCB lies at a fixed place of the slot */
	if (snp_clear((void __shared *)(percpu_slot() + BOOT_PERCPU_GHCB), PAGE_SIZE) != 0)
		return ERR_IO;
	percpu()->ghcb = page.value;
	cpu_write_msr(MSR_GHCB, page.value);
	return OK;
}

void platform_terminate(enum termination reason)
{
	for (;;)
		ghcb_msr_request(GHCB_MSR_TERMINATE(reason >> 8, reason));
}
