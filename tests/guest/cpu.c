/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptor tables. One GDT and TSS a CPU, one IDT for all. */
#include "tests/guest/cpu.h"

#include "tests/guest/exception.h"
#include "tests/guest/x86.h"

#define DESCRIPTOR_CODE 0x00af9b000000ffffull
#define DESCRIPTOR_DATA 0x00cf93000000ffffull
#define DESCRIPTOR_TSS 0x0000890000000000ull

struct __attribute__((packed)) table_register {
	uint16_t limit;
	uint64_t base;
};

static struct cpu cpus[MACHINE_VCPUS_MAX] __attribute__((aligned(64)));

struct cpu *cpu_at(uint32_t index)
{
	return &cpus[index];
}

static void gdt_fill(struct cpu *cpu)
{
	uint64_t base = address_of(&cpu->tss);

	cpu->gdt[1] = DESCRIPTOR_CODE;
	cpu->gdt[2] = DESCRIPTOR_DATA;
	cpu->gdt[3] = DESCRIPTOR_TSS | (sizeof(cpu->tss) - 1) | (base & 0xffffff) << 16 |
		      (base >> 24 & 0xff) << 56;
	cpu->gdt[4] = base >> 32;
	cpu->tss.ist[0] = address_of(cpu->ist + CPU_IST);
	cpu->tss.io_map = sizeof(cpu->tss);
}

static void gdt_load(const struct cpu *cpu)
{
	struct table_register gdtr = { sizeof(cpu->gdt) - 1, address_of(cpu->gdt) };

	/* asm: loads GDTR and, by a far return, CS; then the data segments */
	__asm__ volatile("lgdt %0\n\t"
			 "pushq %1\n\t"
			 "leaq 1f(%%rip), %%rax\n\t"
			 "pushq %%rax\n\t"
			 "lretq\n"
			 "1:\n\t"
			 "movl %2, %%eax\n\t"
			 "movl %%eax, %%ds\n\t"
			 "movl %%eax, %%es\n\t"
			 "movl %%eax, %%ss\n\t"
			 "movl %%eax, %%fs\n\t"
			 "movl %%eax, %%gs"
			 :
			 : "m"(gdtr), "i"(SELECTOR_CODE), "i"(SELECTOR_DATA)
			 : "rax", "memory");
	/* asm: the task register only has an instruction of its own */
	__asm__ volatile("ltr %w0" : : "r"(SELECTOR_TSS) : "memory");
}

void cpu_init(struct cpu *cpu)
{
	struct table_register idtr = { EXCEPTION_IDT_BYTES - 1, address_of(exception_idt()) };

	cpu->self = cpu;
	gdt_fill(cpu);
	gdt_load(cpu);
	/* asm: IDTR only has an instruction of its own */
	__asm__ volatile("lidt %0" : : "m"(idtr) : "memory");
	wrmsr(MSR_GS_BASE, address_of(cpu));
}
