/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The GHCB page: its checks, its fields, and the table of requests. Each field is fetched once. */
#include "nae.h"

#include "boot.h"
#include "cpuid.h"
#include "ghcb.h"
#include "lib/freestanding/memory.h"
#include "log.h"
#include "mem.h"
#include "msr.h"
#include "psp.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "x86.h"

#define KVM_NO_SUCH_CALL (~999ull) /* -1000 */
#define FIELD(name) ((uint32_t)offsetof(struct ghcb, name))

static uint64_t *field(const struct nae *nae, uint32_t offset)
{
	return (uint64_t *)nae->page + offset / 8;
}

bool nae_has(const struct nae *nae, uint32_t offset)
{
	return nae->valid[offset / 64] >> (offset / 8 % 8) & 1;
}

void nae_need(const struct nae *nae, uint32_t offset)
{
	if (!nae_has(nae, offset))
		rules_break(RULE_GHCB_FIELD, "vcpu=%u vmpl=%u exit=%lx field=%x",
			    nae->vcpu->cpu->idx, nae->level->vmpl, nae->code, offset);
}

uint64_t nae_get(const struct nae *nae, uint32_t offset)
{
	nae_need(nae, offset);
	return *field(nae, offset);
}

void nae_set(struct nae *nae, uint32_t offset, uint64_t value)
{
	*field(nae, offset) = value;
	nae->page->valid_bitmap[offset / 64] |= (uint8_t)(1u << offset / 8 % 8);
}

void nae_result(struct nae *nae, uint64_t info1, uint64_t info2)
{
	nae_set(nae, FIELD(sw_exitinfo1), info1);
	nae_set(nae, FIELD(sw_exitinfo2), info2);
}

void nae_malformed(struct nae *nae, uint32_t reason)
{
	nae_result(nae, GHCB_RESULT_MALFORMED, reason);
}

void nae_exception(struct nae *nae, uint32_t vector)
{
	nae_result(nae, GHCB_RESULT_EXCEPTION,
		   VMCB_EVENT_VALID | VMCB_EVENT_EXCEPTION | vector |
			   (vector == X86_VECTOR_GP ? VMCB_EVENT_ERROR : 0));
}

void *nae_scratch(struct nae *nae, uint64_t len)
{
	uint64_t gpa = nae_get(nae, FIELD(sw_scratch));
	uint64_t start = nae->level->ghcb_gpa + FIELD(buffer);

	if (gpa < start || gpa - start > GHCB_BUFFER_SIZE || len > GHCB_BUFFER_SIZE - (gpa - start))
		rules_break(RULE_GHCB_SCRATCH, "vcpu=%u vmpl=%u scratch=%lx len=%lu",
			    nae->vcpu->cpu->idx, nae->level->vmpl, gpa, len);
	return mem_at(gpa);
}

static void do_cpuid(struct nae *nae)
{
	struct x86_cpuid r = cpuid_answer(nae->vcpu->cpu->idx, (uint32_t)nae_get(nae, FIELD(rax)),
					  (uint32_t)nae_get(nae, FIELD(rcx)));

	nae_set(nae, FIELD(rax), r.eax);
	nae_set(nae, FIELD(rbx), r.ebx);
	nae_set(nae, FIELD(rcx), r.ecx);
	nae_set(nae, FIELD(rdx), r.edx);
}

static void do_msr(struct nae *nae)
{
	uint32_t msr = (uint32_t)nae_get(nae, FIELD(rcx));
	uint64_t value;
	bool ok;

	if (nae->info1 & 1) {
		value = (nae_get(nae, FIELD(rax)) & 0xffffffff) | nae_get(nae, FIELD(rdx)) << 32;
		ok = msr_vmm_write(nae->vcpu, msr, value);
	} else {
		ok = msr_vmm_read(nae->vcpu, msr, &value);
		if (ok) {
			nae_set(nae, FIELD(rax), (uint32_t)value);
			nae_set(nae, FIELD(rdx), value >> 32);
		}
	}
	if (!ok)
		nae_exception(nae, X86_VECTOR_GP);
}

static void do_nmi_complete(struct nae *nae)
{
	nae->vcpu->nmi_blocked = false;
}

/* No hypercalls: KVM's answer to an unknown one */
static void do_vmmcall(struct nae *nae)
{
	nae_need(nae, FIELD(rax));
	nae_set(nae, FIELD(rax), KVM_NO_SUCH_CALL);
}

static void do_reset_hold(struct nae *nae)
{
	nae->level->state = LEVEL_HALTED;
}

static void do_features(struct nae *nae)
{
	nae_result(nae, GHCB_RESULT_OK, ghcb_features());
}

static void do_run(struct nae *nae)
{
	vcpu_switch(nae->vcpu, nae->info1 < VMPL_COUNT ? (uint32_t)nae->info1 : VMPL_COUNT,
		    ANSWER_GHCB);
}

static void do_terminate(struct nae *nae)
{
	ghcb_terminate(nae->level, (uint32_t)nae->info1 & 0xf, (uint32_t)nae->info2 & 0xff);
}

struct row {
	uint64_t code;
	void (*handle)(struct nae *nae);
	enum report_count count;
};

static const struct row rows[] = {
	{ GHCB_EXIT_RUN_VMPL, do_run, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_PSC, nae_psc, COUNT_PSC_LISTS },
	{ SVM_EXIT_IOIO, nae_ioio, COUNT_IOIO },
	{ SVM_EXIT_CPUID, do_cpuid, COUNT_CPUID_REQUESTS },
	{ SVM_EXIT_MSR, do_msr, COUNT_MSR_REQUESTS },
	{ GHCB_EXIT_MMIO_READ, nae_mmio_read, COUNT_MMIO },
	{ GHCB_EXIT_MMIO_WRITE, nae_mmio_write, COUNT_MMIO },
	{ SVM_EXIT_VMMCALL, do_vmmcall, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_NMI_COMPLETE, do_nmi_complete, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_AP_RESET_HOLD, do_reset_hold, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_AP_CREATION, nae_ap_creation, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_HV_DOORBELL, nae_doorbell, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_HV_IPI, nae_hv_ipi, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_GUEST_REQUEST, nae_guest_request, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_EXT_GUEST_REQUEST, nae_extended_request, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_FEATURES, do_features, COUNT_OTHER_REQUESTS },
	{ GHCB_EXIT_TERMINATE, do_terminate, COUNT_OTHER_REQUESTS },
};

static void check_page(const struct vcpu *vcpu, const struct level *level, uint64_t gpa)
{
	uint32_t idx = vcpu->cpu->idx;

	if (!level->ghcb_gpa || gpa != level->ghcb_gpa)
		rules_break(RULE_GHCB_UNREGISTERED,
			    "vcpu=%u vmpl=%u gpa=%lx registered=%lx rip=%lx", idx, level->vmpl, gpa,
			    level->ghcb_gpa, level->vmsa->rip);
	if (rmp_find(gpa)->flags & RMP_ASSIGNED)
		rules_break(RULE_GHCB_PRIVATE, "vcpu=%u vmpl=%u gpa=%lx", idx, level->vmpl, gpa);
}

static void check_header(const struct nae *nae)
{
	uint16_t version = nae->page->protocol_version;
	uint32_t usage = nae->page->usage;

	if (version < GHCB_PROTOCOL_MIN || version > GHCB_PROTOCOL_MAX ||
	    usage != GHCB_USAGE_STANDARD)
		rules_break(RULE_GHCB_VERSION, "vcpu=%u vmpl=%u version=%u usage=%x",
			    nae->vcpu->cpu->idx, nae->level->vmpl, (uint32_t)version, usage);
}

void nae_handle(struct vcpu *vcpu, struct level *level)
{
	struct nae nae = { .vcpu = vcpu, .level = level, .page = mem_at(level->ghcb_msr) };

	check_page(vcpu, level, level->ghcb_msr);
	check_header(&nae);
	memcpy(nae.valid, nae.page->valid_bitmap, sizeof(nae.valid));
	nae.code = nae_get(&nae, FIELD(sw_exitcode));
	nae.info1 = nae_get(&nae, FIELD(sw_exitinfo1));
	nae.info2 = nae_get(&nae, FIELD(sw_exitinfo2));
	if (boot_bundle->flags & MACHINE_FLAG_TRACE)
		log_line("exit %lx info %lx %lx", nae.code, nae.info1, nae.info2);
	memset(nae.page->valid_bitmap, 0, sizeof(nae.page->valid_bitmap));
	nae_result(&nae, GHCB_RESULT_OK, 0);
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == nae.code) {
			report_counts[rows[i].count]++;
			rows[i].handle(&nae);
			return;
		}
	rules_break(RULE_GHCB_EXIT, "vcpu=%u vmpl=%u exit=%lx", vcpu->cpu->idx, level->vmpl,
		    nae.code);
}
