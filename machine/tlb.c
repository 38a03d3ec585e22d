/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time, in INVLPGBs: a page revoked at time t is stale until a TLBSYNC completed an INVLPGB of time
 * ≥ t. */
#include "tlb.h"

#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "x86.h"

#define LOOKS_PER_PAUSE 32u
#define INVLPGB_VA (1ull << 0)
#define INVLPGB_PCID (1ull << 1)
#define INVLPGB_ASID (1ull << 2)
#define INVLPGB_GLOBAL (1ull << 3)

static uint32_t now = 1;
static uint32_t synced;
static uint32_t revoked_at[MACHINE_VCPUS_MAX];
static uint64_t revoked_gpa[MACHINE_VCPUS_MAX];
static uint32_t invlpgb_at[MACHINE_VCPUS_MAX]; /* 0: none outstanding */

void tlb_note_revoked(uint32_t idx, uint64_t gpa)
{
	rmp_find(gpa)->revoked = now;
	revoked_at[idx] = now;
	revoked_gpa[idx] = gpa;
}

bool tlb_is_stale(uint64_t gpa)
{
	return rmp_find(gpa)->revoked > synced;
}

void tlb_invlpgb(struct vcpu *vcpu, struct level *level)
{
	uint64_t rax = level->vmsa->rax;

	if (rax & (INVLPGB_VA | INVLPGB_PCID) || !(rax & INVLPGB_ASID) || !(rax & INVLPGB_GLOBAL))
		rules_break(RULE_INVLPGB_OPERAND, "vcpu=%u vmpl=%u rax=%lx", vcpu->cpu->idx,
			    level->vmpl, rax);
	invlpgb_at[vcpu->cpu->idx] = now++;
}

/* Whether cpu was in its guest at exits, and still is there */
static bool is_there(const struct cpu *cpu, uint64_t exits)
{
	return __atomic_load_n(&cpu->in_guest, __ATOMIC_ACQUIRE) &&
	       __atomic_load_n(&cpu->exits, __ATOMIC_ACQUIRE) == exits;
}

/* PAUSE lets QEMU run another CPU on its one thread, but with a thread a CPU it takes the lock that
 * the other needs to notice the kick: seldom, then */
static void wait_for(const struct cpu *cpu, uint64_t exits)
{
	for (uint32_t i = 1; is_there(cpu, exits); i++)
		if (i % LOOKS_PER_PAUSE == 0)
			x86_pause();
}

void tlb_flush_others(void)
{
	uint64_t exits[MACHINE_VCPUS_MAX] = { 0 };
	const struct cpu *self = cpu_self();

	for (uint32_t i = 0; i < cpu_count; i++) {
		exits[i] = __atomic_load_n(&cpus[i].exits, __ATOMIC_ACQUIRE);
		if (&cpus[i] != self && __atomic_load_n(&cpus[i].in_guest, __ATOMIC_ACQUIRE))
			cpu_kick(&cpus[i]);
	}
	for (uint32_t i = 0; i < cpu_count; i++)
		if (&cpus[i] != self)
			wait_for(&cpus[i], exits[i]);
}

void tlb_tlbsync(struct vcpu *vcpu, struct level *level)
{
	uint32_t *mine = &invlpgb_at[vcpu->cpu->idx];

	(void)level;
	if (!*mine)
		return;
	tlb_flush_others();
	if (*mine > synced)
		synced = *mine;
	*mine = 0;
	report_counts[COUNT_FLUSHES]++;
}

void tlb_check_switch(uint32_t idx, uint32_t vmpl)
{
	if (invlpgb_at[idx])
		rules_break(RULE_INVLPGB_UNSYNCED, "vcpu=%u target=%u", idx, vmpl);
	if (revoked_at[idx] > synced)
		rules_break(RULE_STALE_RIGHTS, "vcpu=%u target=%u gpa=%lx", idx, vmpl,
			    revoked_gpa[idx]);
}
