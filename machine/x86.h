/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The instructions that C has no words for: ports, MSRs, flags, time, global interrupt flag.
 * One function an instruction; no policy here.
 */
#ifndef MACHINE_X86_H
#define MACHINE_X86_H

#include <stdint.h>

#define MSR_APIC_BASE 0x1bu
#define MSR_EFER 0xc0000080u
#define MSR_VM_HSAVE_PA 0xc0010117u

#define X86_CR0_PE (1ull << 0)
#define X86_CR0_PG (1ull << 31)
#define X86_CR4_PAE (1ull << 5)
#define X86_CR4_LA57 (1ull << 12)
#define X86_RFLAGS_CF (1ull << 0)
#define X86_RFLAGS_TF (1ull << 8)
#define X86_RFLAGS_IF (1ull << 9)
#define X86_RFLAGS_NT (1ull << 14)
#define X86_RFLAGS_RF (1ull << 16)

#define X86_VECTOR_UD 6u
#define X86_VECTOR_GP 13u
#define X86_FIRST_INTERRUPT 32u

/* A descriptor-table register's operand */
struct __attribute__((packed)) x86_table {
	uint16_t limit;
	uint64_t base;
};

static inline void x86_out8(uint16_t port, uint8_t value)
{
	/* port output */
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void x86_out16(uint16_t port, uint16_t value)
{
	/* port output */
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline void x86_out32(uint16_t port, uint32_t value)
{
	/* port output */
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t x86_in8(uint16_t port)
{
	uint8_t value;

	/* port input */
	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline uint64_t x86_rdmsr(uint32_t msr)
{
	uint32_t low, high;

	/* MSR read */
	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (uint64_t)high << 32 | low;
}

static inline void x86_wrmsr(uint32_t msr, uint64_t value)
{
	/* MSR write; memory, because EFER and HSAVE change what later accesses mean */
	__asm__ volatile("wrmsr"
			 :
			 : "c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
			 : "memory");
}

static inline uint64_t x86_rdtsc(void)
{
	uint32_t low, high;

	/* time stamp */
	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

struct x86_cpuid {
	uint32_t eax, ebx, ecx, edx;
};

static inline struct x86_cpuid x86_cpuid(uint32_t leaf, uint32_t subleaf)
{
	struct x86_cpuid r;

	/* what QEMU's CPU model says */
	__asm__ volatile("cpuid"
			 : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			 : "a"(leaf), "c"(subleaf));
	return r;
}

static inline uint64_t x86_read_cr2(void)
{
	uint64_t value;

	/* for the report of a fault of the machine's own */
	__asm__ volatile("mov %%cr2, %0" : "=r"(value));
	return value;
}

static inline void x86_write_cr3(uint64_t value)
{
	/* new page tables */
	__asm__ volatile("mov %0, %%cr3" : : "r"(value) : "memory");
}

static inline void x86_clgi(void)
{
	/* from here on not even an NMI arrives */
	__asm__ volatile("clgi" : : : "memory");
}

static inline void x86_stgi(void)
{
	/* pending NMIs arrive here */
	__asm__ volatile("stgi" : : : "memory");
}

static inline void x86_pause(void)
{
	/* lets QEMU's round robin run another CPU */
	__asm__ volatile("pause" : : : "memory");
}

#endif
