/* SPDX-License-Identifier: GPL-2.0-or-later */
/* VMGEXIT's two forms: the MSR protocol's table is here, the page's in nae.c. */
#include "ghcb.h"

#include "abi/termination.h"
#include "boot.h"
#include "cpuid.h"
#include "log.h"
#include "mem.h"
#include "nae.h"
#include "npt.h"
#include "psc.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "x86.h"

#define GPA_FIELD 0x000ffffffffff000ull

uint64_t ghcb_features(void)
{
	uint64_t features = GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION | GHCB_FEATURE_MULTI_VMPL;

	if (boot_bundle->flags & MACHINE_FLAG_RESTRICTED)
		features |= GHCB_FEATURE_RESTRICTED_INJECTION;
	return features;
}

struct reason {
	uint32_t code;
	const char *name;
	const char *cause;
};

static const struct reason reasons[] = {
#define REASON(set, code, name, cause, remedy) { (set) << 8 | (code), #name, cause },
	TERMINATION_TABLE(REASON)
#undef REASON
};

void ghcb_terminate(const struct level *level, uint32_t set, uint32_t code)
{
	for (uint32_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].code == (set << 8 | code))
			log_line("VMPL%u ended itself: %s, %s", level->vmpl, reasons[i].name,
				 reasons[i].cause);
	report_end("halt", "vmpl=%u set=0x%x code=0x%x", level->vmpl, set, code);
}

static uint64_t msr_info(struct vcpu *vcpu, struct level *level)
{
	(void)vcpu;
	(void)level;
	return (uint64_t)GHCB_PROTOCOL_MAX << 48 | (uint64_t)GHCB_PROTOCOL_MIN << 32 |
	       NPT_C_BIT << 24 | GHCB_MSR_SEV_INFO_RESP;
}

static uint64_t msr_cpuid(struct vcpu *vcpu, struct level *level)
{
	struct x86_cpuid r = cpuid_answer(vcpu->cpu->idx, (uint32_t)(level->ghcb_msr >> 32), 0);
	const uint32_t values[4] = { r.eax, r.ebx, r.ecx, r.edx };

	return (uint64_t)values[level->ghcb_msr >> 30 & 3] << 32 | GHCB_MSR_CPUID_RESP;
}

/* None is preferred */
static uint64_t msr_preferred(struct vcpu *vcpu, struct level *level)
{
	(void)vcpu;
	(void)level;
	return ~GHCB_MSR_INFO_MASK | GHCB_MSR_PREFERRED_GPA_RESP;
}

static uint64_t msr_register(struct vcpu *vcpu, struct level *level)
{
	uint64_t gpa = level->ghcb_msr & GPA_FIELD;

	if (!mem_is_ram(gpa, ABI_PAGE_SIZE))
		rules_break(RULE_GHCB_ADDRESS, "vcpu=%u vmpl=%u gpa=%lx", vcpu->cpu->idx,
			    level->vmpl, gpa);
	level->ghcb_gpa = gpa;
	return gpa | GHCB_MSR_REGISTER_GPA_RESP;
}

static uint64_t msr_psc(struct vcpu *vcpu, struct level *level)
{
	psc_change(vcpu, level->ghcb_msr & GPA_FIELD, (uint32_t)(level->ghcb_msr >> 52 & 0xf),
		   RMP_PAGE_4K);
	return GHCB_MSR_PSC_RESP;
}

static uint64_t msr_features(struct vcpu *vcpu, struct level *level)
{
	(void)vcpu;
	(void)level;
	return ghcb_features() << 12 | GHCB_MSR_FEATURES_RESP;
}

static uint64_t msr_run(struct vcpu *vcpu, struct level *level)
{
	uint64_t request = level->ghcb_msr;

	vcpu_switch(vcpu, (uint32_t)(request >> 32 & 0xff), ANSWER_MSR);
	return request; /* answered when level runs again */
}

static __attribute__((noreturn)) uint64_t msr_terminate(struct vcpu *vcpu, struct level *level)
{
	(void)vcpu;
	ghcb_terminate(level, (uint32_t)(level->ghcb_msr >> 12 & 0xf),
		       (uint32_t)(level->ghcb_msr >> 16 & 0xff));
}

struct msr_request {
	uint32_t code;
	uint64_t (*answer)(struct vcpu *vcpu, struct level *level);
};

static const struct msr_request requests[] = {
	{ GHCB_MSR_RUN_VMPL_REQ, msr_run },          { GHCB_MSR_PSC_REQ, msr_psc },
	{ GHCB_MSR_SEV_INFO_REQ, msr_info },         { GHCB_MSR_CPUID_REQ, msr_cpuid },
	{ GHCB_MSR_REGISTER_GPA_REQ, msr_register }, { GHCB_MSR_PREFERRED_GPA_REQ, msr_preferred },
	{ GHCB_MSR_FEATURES_REQ, msr_features },     { GHCB_MSR_TERMINATE_REQ, msr_terminate },
};

static void trace(const struct vcpu *vcpu, const struct level *level, const char *what)
{
	if (boot_bundle->flags & MACHINE_FLAG_TRACE)
		log_line("vmgexit vcpu=%u vmpl=%u %s %lx", vcpu->cpu->idx, level->vmpl, what,
			 level->ghcb_msr);
}

void ghcb_vmgexit(struct vcpu *vcpu, struct level *level)
{
	uint32_t code = level->ghcb_msr & GHCB_MSR_INFO_MASK;

	trace(vcpu, level, "request");
	if (!code) {
		nae_handle(vcpu, level);
		return;
	}
	report_counts[COUNT_MSR_PROTOCOL]++;
	for (uint32_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (requests[i].code == code) {
			level->ghcb_msr = requests[i].answer(vcpu, level);
			trace(vcpu, level, "answer");
			return;
		}
	rules_break(RULE_GHCB_MSR, "vcpu=%u vmpl=%u value=%lx", vcpu->cpu->idx, level->vmpl,
		    level->ghcb_msr);
}

void ghcb_answer_run(struct level *level)
{
	struct ghcb *page = mem_at(level->ghcb_gpa);

	if (level->answer == ANSWER_MSR)
		level->ghcb_msr = GHCB_MSR_RUN_VMPL_RESP;
	if (level->answer == ANSWER_GHCB && !(rmp_find(level->ghcb_gpa)->flags & RMP_ASSIGNED)) {
		page->sw_exitinfo1 = GHCB_RESULT_OK;
		page->sw_exitinfo2 = 0;
	}
	level->answer = ANSWER_NONE;
}
