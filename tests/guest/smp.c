/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other vCPUs. */
#include "tests/guest/smp.h"

#include "tests/guest/boot_info.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/pool.h"
#include "tests/guest/svsm.h"
#include "tests/guest/test.h"
#include "tests/guest/vmsa.h"
#include "tests/guest/x86.h"

#define DELETE_TRIES 1000u

static uint32_t online = 1;

uint32_t smp_count(void)
{
	return online;
}

uint32_t smp_this(void)
{
	return this_cpu()->index;
}

static void state_set(struct cpu *cpu, enum cpu_state state)
{
	atomic_store_explicit(&cpu->state, state, memory_order_release);
}

static void state_await(struct cpu *cpu, enum cpu_state state)
{
	while (atomic_load_explicit(&cpu->state, memory_order_acquire) != state)
		pause();
}

static void park(void *argument)
{
	(void)argument;
	state_set(this_cpu(), CPU_PARKED);
	halt_forever();
}

/* On a new VMSA the page is still shared, but the hypervisor has forgotten it */
static enum err ghcb_start(const struct cpu *cpu)
{
	uint64_t response;

	if (cpu->ghcb == NULL)
		return ghcb_init(cpu->ghcb_gpa);
	response = ghcb_msr(GHCB_MSR_REGISTER_GPA_REQ | cpu->ghcb_gpa);
	return response == (GHCB_MSR_REGISTER_GPA_RESP | cpu->ghcb_gpa) ? OK : ERR_IO;
}

void smp_ap_main(struct cpu *cpu)
{
	cpu_init(cpu);
	if (ghcb_start(cpu) != OK)
		ghcb_terminate(0);
	state_set(cpu, CPU_IDLE);
	for (;;) {
		state_await(cpu, CPU_POSTED);
		cpu->job(cpu->job_argument);
		state_set(cpu, CPU_IDLE);
	}
}

void smp_post(uint32_t index, job_fn *job, void *argument)
{
	struct cpu *cpu = cpu_at(index);

	state_await(cpu, CPU_IDLE);
	cpu->job = job;
	cpu->job_argument = argument;
	state_set(cpu, CPU_POSTED);
}

void smp_join(uint32_t index)
{
	state_await(cpu_at(index), CPU_IDLE);
}

void smp_run(uint32_t count, job_fn *job, void *argument)
{
	for (uint32_t i = 1; i < count; i++)
		smp_post(i, job, argument);
	job(argument);
	for (uint32_t i = 1; i < count; i++)
		smp_join(i);
}

void smp_park(uint32_t index)
{
	smp_post(index, park, NULL);
	state_await(cpu_at(index), CPU_PARKED);
}

uint64_t smp_create(uint32_t index, uint64_t vmsa_gpa, uint64_t caa_gpa)
{
	struct svsm_args args = { .rcx = vmsa_gpa, .rdx = caa_gpa, .r8 = cpu_at(index)->apic_id };

	return svsm_call_complete(SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_CREATE_VCPU), &args,
				  NULL);
}

uint64_t smp_delete(uint64_t vmsa_gpa)
{
	struct svsm_args args = { .rcx = vmsa_gpa };

	return svsm_call_complete(SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_DELETE_VCPU), &args,
				  NULL);
}

uint64_t smp_delete_halted(uint64_t vmsa_gpa)
{
	uint64_t result = SVSM_ERR_PVALIDATE(RMP_FAIL_INUSE);

	for (uint32_t i = 0; i < DELETE_TRIES && result == SVSM_ERR_PVALIDATE(RMP_FAIL_INUSE); i++)
		result = smp_delete(vmsa_gpa);
	return result;
}

static enum err ap_creation(uint32_t index, uint64_t vmsa_gpa, uint64_t event)
{
	uint64_t info1 = (uint64_t)cpu_at(index)->apic_id << 32 |
			 (uint64_t)boot_info()->secrets->guest_vmpl << 16 | event;

	return ghcb_exit(GHCB_EXIT_AP_CREATION, info1, vmsa_gpa, vmsa_sev_features());
}

enum err smp_launch(uint32_t index, uint64_t vmsa_gpa)
{
	enum err err;

	state_set(cpu_at(index), CPU_OFFLINE);
	err = ap_creation(index, vmsa_gpa, GHCB_AP_CREATE);
	if (err == OK)
		state_await(cpu_at(index), CPU_IDLE);
	return err;
}

enum err smp_destroy(uint32_t index, uint64_t vmsa_gpa)
{
	return ap_creation(index, vmsa_gpa, GHCB_AP_DESTROY);
}

static void cpu_start(uint32_t index)
{
	struct cpu *cpu = cpu_at(index);
	uint64_t result;

	cpu->index = index;
	cpu->apic_id = boot_info()->apic_id[index];
	cpu->caa_gpa = pool_page();
	cpu->vmsa_gpa = pool_page();
	cpu->ghcb_gpa = pool_page();
	vmsa_fill(at(cpu->vmsa_gpa), cpu);
	result = smp_create(index, cpu->vmsa_gpa, cpu->caa_gpa);
	if (result != SVSM_OK)
		test_die("CREATE_VCPU for APIC id %u: 0x%lx", cpu->apic_id, result);
	if (smp_launch(index, cpu->vmsa_gpa) != OK)
		test_die("the hypervisor does not start APIC id %u", cpu->apic_id);
}

void smp_init(void)
{
	cpu_at(0)->apic_id = boot_info()->apic_id[0];
	while (online < boot_info()->cpu_count) {
		cpu_start(online);
		online++;
	}
}

void barrier_wait(struct barrier *barrier)
{
	uint32_t round = atomic_load(&barrier->round);

	if (atomic_fetch_add(&barrier->arrived, 1) + 1 == barrier->total) {
		atomic_store(&barrier->arrived, 0);
		atomic_fetch_add(&barrier->round, 1);
		return;
	}
	while (atomic_load(&barrier->round) == round)
		pause();
}
