/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The other vCPUs: starting them through SVSM and hypervisor, giving them work, meeting them at
 * barriers.
 */
#ifndef GUEST_SMP_H
#define GUEST_SMP_H

#include <stdatomic.h>
#include <stdint.h>

#include "lib/err.h"
#include "tests/guest/cpu.h"

/* Starts every vCPU of the MADT. On the first CPU, once. Dies if one does not come. */
void smp_init(void);

/* vCPUs running, the first included; index of this one. */
uint32_t smp_count(void);
uint32_t smp_this(void);

/* Gives an idle CPU a job; waits until it is idle again. index ≥ 1, < smp_count(). */
void smp_post(uint32_t index, job_fn *job, void *argument);
void smp_join(uint32_t index);

/* Runs job on the first count CPUs, this (the first) one included, and returns when all have. */
void smp_run(uint32_t count, job_fn *job, void *argument);

/*
 * Sends an idle CPU to sleep for good, as an offlined CPU is: it halts and runs again only on a new
 * VMSA.
 */
void smp_park(uint32_t index);

/* SVSM CREATE_VCPU for a CPU with the given VMSA and calling area; returns the SVSM's result. */
uint64_t smp_create(uint32_t index, uint64_t vmsa_gpa, uint64_t caa_gpa);
uint64_t smp_delete(uint64_t vmsa_gpa);

/* smp_delete of a vCPU that has just halted: tries until its CPU has left the VMSA. */
uint64_t smp_delete_halted(uint64_t vmsa_gpa);

/*
 * Asks the hypervisor to run the CPU on a VMSA that smp_create registered; waits until it is idle.
 */
MUST_USE enum err smp_launch(uint32_t index, uint64_t vmsa_gpa);

/* Asks the hypervisor to stop it (AP creation, event 2). */
MUST_USE enum err smp_destroy(uint32_t index, uint64_t vmsa_gpa);

/* A meeting of a fixed number of CPUs, usable again at once */
struct barrier {
	uint32_t total;
	_Atomic uint32_t arrived;
	_Atomic uint32_t round;
};

void barrier_wait(struct barrier *barrier);

/* Called by entry.S on a CPU's first stack. */
__attribute__((noreturn)) void smp_ap_main(struct cpu *cpu);

#endif
