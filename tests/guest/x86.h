/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The few instructions that C has no words for, and addresses as pointers. No policy. */
#ifndef GUEST_X86_H
#define GUEST_X86_H

#include <stddef.h>
#include <stdint.h>

#define MSR_GS_BASE 0xc0000101u

#define CR0_LONG 0x80010033ull /* PG, WP, NE, ET, MP, PE */
#define CR4_LONG 0x620ull      /* OSXMMEXCPT, OSFXSR, PAE */

/*
 * The pointer to an address that paging.h maps: everything below 8 GiB, and the shared alias of it.
 */
static inline void *at(uint64_t address)
{
	/* cast: the guest's page tables map these addresses, no object of C's lies there */
	return (void *)address;
}

/* The address of an object, which is also its guest-physical address. */
static inline uint64_t address_of(const volatile void *object)
{
	return (uint64_t)object;
}

static inline uint64_t rdmsr(uint32_t msr)
{
	uint32_t low;
	uint32_t high;

	/* asm: RDMSR has no C form */
	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr) : "memory");
	return (uint64_t)high << 32 | low;
}

static inline void wrmsr(uint32_t msr, uint64_t value)
{
	/* asm: WRMSR has no C form */
	__asm__ volatile("wrmsr"
			 :
			 : "c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
			 : "memory");
}

static inline void vmgexit(void)
{
	/* asm: VMGEXIT is VMMCALL with a REP prefix */
	__asm__ volatile("rep; vmmcall" : : : "memory");
}

static inline uint64_t rdtsc(void)
{
	uint32_t low;
	uint32_t high;

	/* asm: RDTSC, fenced so that what is measured lies between two of them */
	__asm__ volatile("lfence; rdtsc; lfence" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

static inline void pause(void)
{
	/* asm: a spinning CPU should say so */
	__asm__ volatile("pause" : : : "memory");
}

__attribute__((noreturn)) static inline void halt_forever(void)
{
	for (;;) {
		/* asm: with interrupts off, HLT ends this CPU until it gets a new VMSA */
		__asm__ volatile("cli; hlt" : : : "memory");
	}
}

static inline void cr3_write(uint64_t value)
{
	/* asm: CR3 has no C form */
	__asm__ volatile("movq %0, %%cr3" : : "r"(value) : "memory");
}

static inline uint64_t cr3_read(void)
{
	uint64_t value;

	/* asm: CR3 has no C form */
	__asm__ volatile("movq %%cr3, %0" : "=r"(value));
	return value;
}

#endif
