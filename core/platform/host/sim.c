/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated VM's life: memory, failures, hooks, ends. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/platform/host/state.h"

struct sim_state sim;
jmp_buf *sim_landing;
enum termination sim_ended;

static _Thread_local uint32_t sim_cpu;

/* By system call: the sanitizers' wrappers would write an eighth of a terabyte of shadow memory */
static void *sim_map(uint64_t bytes)
{
	long address = syscall(SYS_mmap, NULL, bytes, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (address == -1) {
		perror("mmap");
		abort();
	}
	/* cast: what the system call returns is the mapping's address */
	return (void *)address;
}

static void sim_unmap(void)
{
	if (sim.memory != NULL)
		syscall(SYS_munmap, sim.memory, sim.ram);
	if (sim.pages != NULL)
		syscall(SYS_munmap, sim.pages, sim.ram / PAGE_SIZE * sizeof(*sim.pages));
}

void sim_reset(uint64_t ram, uint32_t vcpus, enum sim_backing backing)
{
	sim_unmap();
	__builtin_memset(&sim, 0, sizeof(sim));
	sim.memory = sim_map(ram);
	sim.pages = sim_map(ram / PAGE_SIZE * sizeof(*sim.pages));
	sim.ram = ram;
	sim.backing = backing;
	sim.random = 1;
	sim_ended = 0;
	sim_set_cpu(0);
	sim_launch(vcpus);
}

struct sim_page *sim_page(uint64_t address)
{
	if (address >= sim.ram)
		abort();
	return &sim.pages[address / PAGE_SIZE];
}

void *sim_memory(uint64_t address)
{
	if (address >= sim.ram)
		abort();
	return sim.memory + address;
}

void sim_fail(enum sim_op op, uint32_t nth, uint32_t result, enum sim_duration duration)
{
	struct sim_failure *failure = &sim.failures[op];

	failure->at = result == 0 ? 0 : failure->calls + nth;
	failure->result = result;
	failure->duration = duration;
}

uint32_t sim_count(enum sim_op op)
{
	return sim.failures[op].calls;
}

void sim_hook(void (*hook)(enum sim_op op))
{
	sim.hook = hook;
}

bool sim_enter(enum sim_op op, uint32_t *result)
{
	struct sim_failure *failure = &sim.failures[op];
	uint32_t call = atomic_fetch_add(&failure->calls, 1) + 1;

	if (sim.hook != NULL)
		sim.hook(op);
	if (failure->at == 0 || call < failure->at ||
	    (call > failure->at && failure->duration == SIM_ONCE))
		return false;
	*result = failure->result;
	return true;
}

void sim_set_cpu(uint32_t cpu)
{
	sim_cpu = cpu;
}

uint32_t platform_cpu(void)
{
	return sim_cpu;
}

void platform_terminate(enum termination reason)
{
	sim_ended = reason;
	if (sim_landing != NULL)
		longjmp(*sim_landing, 1);
	fprintf(stderr, "terminated: %x\n", (unsigned int)reason);
	abort();
}
