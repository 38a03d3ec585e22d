/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The doorbell page's protocol from the hypervisor's side, and the IPI that uses it. */
#include "doorbell.h"

#include "ghcb.h"
#include "mem.h"
#include "rmp.h"
#include "rules.h"

#define NO_FURTHER_SIGNAL 0x8000u
#define VECTOR_MASK 0xffu
#define ICR_SELF 1u
#define ICR_ALL 2u
#define ICR_OTHERS 3u

static uint32_t next_vector(const struct level *level)
{
	for (uint32_t i = 4; i-- > 0;)
		if (level->hv_vectors[i])
			return i * 64 + 63 - (uint32_t)__builtin_clzll(level->hv_vectors[i]);
	return 0;
}

void doorbell_refill(struct level *level)
{
	uint32_t vector = next_vector(level);
	struct hv_doorbell *page;
	uint16_t pending;

	if (!vector || !level->doorbell_gpa || rmp_find(level->doorbell_gpa)->flags & RMP_ASSIGNED)
		return;
	page = mem_at(level->doorbell_gpa);
	pending = __atomic_load_n(&page->pending, __ATOMIC_ACQUIRE);
	if (pending & VECTOR_MASK)
		return; /* the guest has not fetched the last one */
	level->hv_vectors[vector / 64] &= ~(1ull << vector % 64);
	pending = __atomic_fetch_or(&page->pending, (uint16_t)(vector | NO_FURTHER_SIGNAL),
				    __ATOMIC_ACQ_REL);
	if (!(pending & NO_FURTHER_SIGNAL))
		level->hv_pending = true;
}

void nae_doorbell(struct nae *nae)
{
	struct level *level = nae->level;
	uint64_t gpa = nae->info2;

	switch (nae->info1) {
	case GHCB_HV_DOORBELL_PREFERRED:
		nae_result(nae, GHCB_RESULT_OK, ~0ull);
		return;
	case GHCB_HV_DOORBELL_SET:
		if (gpa % ABI_PAGE_SIZE || !mem_is_ram(gpa, ABI_PAGE_SIZE) ||
		    rmp_find(gpa)->flags & RMP_ASSIGNED)
			rules_break(RULE_DOORBELL, "vcpu=%u vmpl=%u gpa=%lx", nae->vcpu->cpu->idx,
				    level->vmpl, gpa);
		level->doorbell_gpa = gpa;
		nae_result(nae, GHCB_RESULT_OK, gpa);
		return;
	case GHCB_HV_DOORBELL_QUERY:
		nae_result(nae, GHCB_RESULT_OK, level->doorbell_gpa);
		return;
	case GHCB_HV_DOORBELL_CLEAR:
		level->doorbell_gpa = 0;
		return;
	default:
		nae_malformed(nae, GHCB_MALFORMED_INPUT);
	}
}

static void send(const struct nae *nae, uint32_t target, uint32_t vector)
{
	struct level *level = &vcpus[target].levels[nae->level->vmpl];

	level->hv_vectors[vector / 64] |= 1ull << vector % 64;
	doorbell_refill(level);
	if (target != nae->vcpu->cpu->idx)
		cpu_kick(vcpus[target].cpu);
}

void nae_hv_ipi(struct nae *nae)
{
	uint32_t vector = (uint32_t)nae->info1 & VECTOR_MASK;
	uint32_t shorthand = (uint32_t)(nae->info1 >> 18) & 3u;
	uint32_t target = (uint32_t)(nae->info1 >> 32);
	uint32_t self = nae->vcpu->cpu->idx;

	if (!(nae->level->vmsa->sev_features & SEV_FEATURE_RESTRICTED_INJECTION) ||
	    (!shorthand && target >= cpu_count))
		rules_break(RULE_HV_IPI, "vcpu=%u vmpl=%u icr=%lx", self, nae->level->vmpl,
			    nae->info1);
	for (uint32_t i = 0; i < cpu_count; i++)
		if (shorthand == ICR_ALL || (shorthand == ICR_OTHERS && i != self) ||
		    (shorthand == ICR_SELF && i == self) || (!shorthand && i == target))
			send(nae, i, vector);
}
