/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SNP AP creation: giving a vCPU a VMSA at a VMPL, as KVM does. Spec: GHCB 2.04, SNP AP creation.
 */
#include "ghcb.h"
#include "mem.h"
#include "rules.h"

struct creation {
	uint32_t event;
	uint32_t vmpl;
	uint32_t target;
	uint64_t gpa;
};

static void check(const struct nae *nae, const struct creation *c)
{
	uint32_t idx = nae->vcpu->cpu->idx;

	if (c->target >= cpu_count)
		rules_break(RULE_AP_TARGET, "vcpu=%u target=%u of %u", idx, c->target, cpu_count);
	if (c->vmpl >= VMPL_COUNT || c->vmpl < nae->level->vmpl)
		rules_break(RULE_AP_VMPL, "vcpu=%u vmpl=%u target vmpl=%u", idx, nae->level->vmpl,
			    c->vmpl);
	if (c->event > GHCB_AP_DESTROY)
		rules_break(RULE_AP_EVENT, "vcpu=%u event=%u", idx, c->event);
}

static void check_vmsa(const struct nae *nae, const struct creation *c)
{
	uint64_t features = nae_get(nae, offsetof(struct ghcb, rax));
	uint32_t idx = nae->vcpu->cpu->idx;
	const struct vmsa *vmsa;

	if (c->gpa % ABI_PAGE_SIZE || !mem_is_ram(c->gpa, ABI_PAGE_SIZE))
		rules_break(RULE_AP_VMSA_ADDRESS, "vcpu=%u gpa=%lx", idx, c->gpa);
	if (c->gpa % ABI_PAGE_2M == 0)
		rules_break(RULE_VMSA_2M_ALIGNED, "vcpu=%u gpa=%lx", idx, c->gpa);
	vmsa = mem_at(c->gpa);
	if (features != vmsa->sev_features)
		rules_break(RULE_AP_FEATURES, "vcpu=%u rax=%lx vmsa=%lx", idx, features,
			    vmsa->sev_features);
}

void nae_ap_creation(struct nae *nae)
{
	const struct creation c = {
		.event = (uint32_t)nae->info1 & 0xffff,
		.vmpl = (uint32_t)(nae->info1 >> 16) & 0xf,
		.target = (uint32_t)(nae->info1 >> 32),
		.gpa = nae->info2,
	};
	struct vcpu *target;

	check(nae, &c);
	target = &vcpus[c.target];
	if (c.event == GHCB_AP_DESTROY) {
		vcpu_clear_vmsa(target, c.vmpl);
		cpu_kick(target->cpu);
		return;
	}
	check_vmsa(nae, &c);
	vcpu_set_vmsa(target, c.vmpl, c.gpa, VMSA_IN_GUEST);
	if (c.event == GHCB_AP_CREATE)
		vcpu_start(target, c.vmpl);
	else
		vcpu_await(target, c.vmpl);
}
