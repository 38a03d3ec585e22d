/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A physical CPU: what the machine keeps for each, how they start, and how one makes another leave
 * its guest. */
#ifndef MACHINE_CPU_H
#define MACHINE_CPU_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/machine.h"
#include "irq.h"
#include "lock.h"

struct cpu {
	uint32_t idx;       /* = APIC id = vCPU */
	uint32_t in_guest;  /* set before VMRUN under the lock, cleared after #VMEXIT without it */
	uint64_t exits;     /* #VMEXITs; a flush waits for it to move */
	uint64_t quick_msr; /* of them: handled without the lock (enter.c), by kind */
	uint64_t quick_intr;
	uint64_t kicks; /* NMIs taken */
	struct irqs irqs;
	uint64_t hsave_hpa; /* of VMRUN's host save area */
};

extern struct cpu cpus[MACHINE_VCPUS_MAX];
extern uint32_t cpu_count;

/* All of the machine's state, but for struct cpu's own counts and irqs, is under this lock. */
extern struct lock cpu_lock;

/* The CPU this runs on. */
struct cpu *cpu_self(void);

/* Prepares SVM on this CPU. Ends the run if QEMU's CPU lacks it. */
void cpu_init(struct cpu *cpu);

/* Makes cpu leave its guest, or its idle loop, soon; it may be this CPU (then at its next VMRUN).
 */
void cpu_kick(struct cpu *cpu);

/*
 * Waits with the machine's lock released until an interrupt or a kick came; a kick since the lock
 * was last taken counts; interrupts already in irqs do not. Called and returns with the lock held
 * and GIF clear.
 */
void cpu_idle(void);

/* Takes what interrupts are pending on this CPU into cpu->irqs. GIF clear before and after. */
void cpu_take_interrupts(void);

/* Starts the other CPUs at smp_main, each once; returns when they all wait for smp_go. */
void smp_start(uint32_t count);

/* Lets them run cpu_main. */
void smp_go(void);

/* What every CPU does once the guest is loaded (vcpu.c); the first calls it by itself. */
__attribute__((noreturn)) void cpu_main(struct cpu *cpu);

/* Called from assembly only */
__attribute__((noreturn)) void smp_main(void);
__attribute__((noreturn)) void boot_main(uint64_t start_info);

#endif
