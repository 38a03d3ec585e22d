/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single instructions that C cannot express. */
#ifndef CORE_PLATFORM_SNP_CPU_H
#define CORE_PLATFORM_SNP_CPU_H

#include <stdint.h>

/* index: one of the MSRs that raise no #VC (MSR_GHCB, MSR_SEV_STATUS). */
static inline uint64_t cpu_read_msr(uint32_t index)
{
	uint32_t low;
	uint32_t high;

	/* asm: no C for RDMSR */
	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(index) : "memory");
	return (uint64_t)high << 32 | low;
}

static inline void cpu_write_msr(uint32_t index, uint64_t value)
{
	/* asm: no C for WRMSR */
	__asm__ volatile("wrmsr"
			 :
			 : "c"(index), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
			 : "memory");
}

/* Leaves to the hypervisor, which reads and writes what was shared with it. */
static inline void cpu_vmgexit(void)
{
	/* asm: VMGEXIT, which assemblers know as a repeated VMMCALL */
	__asm__ volatile("rep; vmmcall" : : : "memory");
}

static inline void cpu_halt(void)
{
	/* asm: no C for HLT */
	__asm__ volatile("hlt" : : : "memory");
}

/* Forgets this CPU's translation of one page. */
static inline void cpu_invalidate(uint64_t address)
{
	/* asm: no C for INVLPG */
	__asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

static inline uint64_t cpu_read_stack_pointer(void)
{
	uint64_t value;

	/* asm: the register has no C name */
	__asm__("mov %%rsp, %0" : "=r"(value));
	return value;
}

static inline uint64_t cpu_read_cr0(void)
{
	uint64_t value;

	/* asm: no C for control registers */
	__asm__ volatile("mov %%cr0, %0" : "=r"(value));
	return value;
}

static inline uint64_t cpu_read_cr2(void)
{
	uint64_t value;

	/* asm: no C for control registers */
	__asm__ volatile("mov %%cr2, %0" : "=r"(value));
	return value;
}

static inline uint64_t cpu_read_cr3(void)
{
	uint64_t value;

	/* asm: no C for control registers */
	__asm__ volatile("mov %%cr3, %0" : "=r"(value));
	return value;
}

static inline uint64_t cpu_read_cr4(void)
{
	uint64_t value;

	/* asm: no C for control registers */
	__asm__ volatile("mov %%cr4, %0" : "=r"(value));
	return value;
}

#endif
