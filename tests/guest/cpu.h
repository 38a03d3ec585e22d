/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What each vCPU has of its own: descriptor tables, stacks, GHCB, calling area, and the job it
 * runs.
 */
#ifndef GUEST_CPU_H
#define GUEST_CPU_H

#include <stdatomic.h>
#include <stdint.h>

#include "abi/ghcb.h"
#include "abi/machine.h"
#include "abi/svsm.h"

#define SELECTOR_CODE 0x08u
#define SELECTOR_DATA 0x10u
#define SELECTOR_TSS 0x18u

#define CPU_STACK 16384u
#define CPU_IST 4096u

struct __attribute__((packed)) tss {
	uint32_t reserved0;
	uint64_t rsp[3];
	uint64_t reserved1;
	uint64_t ist[7];
	uint64_t reserved2;
	uint16_t reserved3;
	uint16_t io_map;
};

enum cpu_state { CPU_OFFLINE, CPU_IDLE, CPU_POSTED, CPU_PARKED };

typedef void job_fn(void *argument);

struct cpu {
	struct cpu *self; /* at %gs:0 */
	uint32_t index;
	uint32_t apic_id;
	uint64_t ghcb_gpa;
	struct ghcb *ghcb; /* the shared alias */
	uint64_t caa_gpa;
	uint64_t vmsa_gpa;    /* 0 for the first CPU: Parapet made that one */
	uint64_t fault_error; /* of the last fault at a probe */
	uint32_t fault_vector;
	_Atomic uint32_t state; /* enum cpu_state */
	job_fn *job;
	void *job_argument;
	uint64_t gdt[5];
	struct tss tss;
	uint8_t stack[CPU_STACK] __attribute__((aligned(16)));
	uint8_t ist[CPU_IST] __attribute__((aligned(16)));
};

/* The CPU this code runs on. Valid once cpu_init has run on it. */
static inline struct cpu *this_cpu(void)
{
	struct cpu *cpu;

	/* asm: %gs is based at this CPU's structure */
	__asm__ volatile("movq %%gs:0, %0" : "=r"(cpu));
	return cpu;
}

/* The structure of CPU index (0 is the first), < MACHINE_VCPUS_MAX. */
struct cpu *cpu_at(uint32_t index);

/* Loads GDT, TSS, IDT and GS base; runs on the CPU itself, before anything else. */
void cpu_init(struct cpu *cpu);

/* This CPU's calling area. */
static inline volatile struct svsm_caa *cpu_caa(void)
{
	/* cast: the calling area is a page of the guest's, mapped at its own address */
	return (volatile struct svsm_caa *)this_cpu()->caa_gpa;
}

#endif
