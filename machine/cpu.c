/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Physical CPUs: SVM on, kicks by NMI, idling. */
#include "cpu.h"

#include "apic.h"
#include "layout.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "report.h"
#include "traps.h"
#include "x86.h"

#define CPUID_SVM (1u << 2) /* 8000_0001 ECX */
#define CPUID_NPT (1u << 0) /* 8000_000A EDX */

struct cpu cpus[MACHINE_VCPUS_MAX];
uint32_t cpu_count;
struct lock cpu_lock;

extern uint8_t cpu_stacks[MACHINE_VCPUS_MAX][LAYOUT_STACK];

struct cpu *cpu_self(void)
{
	uint64_t rsp;

	/* the stacks are aligned to their size, so the stack pointer says whose this is */
	__asm__("mov %%rsp, %0" : "=r"(rsp));
	/* arithmetic on two addresses in the same array */
	return &cpus[(rsp - (uint64_t)(uintptr_t)cpu_stacks) / LAYOUT_STACK];
}

void cpu_init(struct cpu *cpu)
{
	if (!(x86_cpuid(0x80000001, 0).ecx & CPUID_SVM) ||
	    !(x86_cpuid(0x8000000a, 0).edx & CPUID_NPT))
		report_end("input", "QEMU's CPU has no SVM with nested paging: use -cpu EPYC");
	cpu->idx = (uint32_t)(cpu - cpus);
	cpu->hsave_hpa = mem_pool_take(1);
	x86_wrmsr(MSR_VM_HSAVE_PA, cpu->hsave_hpa);
	traps_load();
	apic_enable();
	cpu->irqs.spurious = APIC_SPURIOUS_VECTOR;
	x86_clgi();
}

void cpu_kick(struct cpu *cpu)
{
	apic_send_nmi(cpu->idx);
}

void cpu_take_interrupts(void)
{
	/* a window in which pending interrupts and NMIs reach the handlers of traps.S */
	__asm__ volatile("sti; stgi; nop; nop; clgi; cli" : : : "memory");
}

void cpu_idle(void)
{
	lock_release(&cpu_lock);
	traps_wait();
	lock_take(&cpu_lock);
}
