/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A simulated VM brought through the steps of the boot, and calls made as its guest makes them. */
#ifndef TESTS_UNIT_CORE_VM_H
#define TESTS_UNIT_CORE_VM_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "abi/svsm.h"
#include "core/platform/host/sim.h"

#define MIB (1ull << 20)
#define GIB (1ull << 30)

/* Linked by tests of what needs a booted VM:
 * the steps up to the guest's memory; without the profile, which is a test of its own */
enum vm_stage { VM_PARAMS, VM_MAP, VM_MODULES, VM_MEMORY, VM_PAYLOAD, VM_VCPUS, VM_GUEST };

/* Runs the steps up to and including stage; each must succeed. sim_reset comes before. */
void vm_boot(enum vm_stage stage);

struct vm_regs {
	uint64_t rax;
	uint64_t rcx;
	uint64_t rdx;
	uint64_t r8;
	uint64_t r9;
};

/* A guest call on CPU cpu, whose VMSA is at vmsa and calling area at caa: one entry into VMPL0
 * through the loop. */
uint64_t vm_call(uint32_t cpu, uint64_t vmsa, uint64_t caa, struct vm_regs *regs);
/* The same on the first CPU with what it has at boot. */
uint64_t vm_call0(uint64_t rax, uint64_t rcx, uint64_t rdx, uint64_t r8);
/* One entry without touching the VMSA. */
void vm_enter(uint32_t cpu);

/* First GPA of free guest RAM that is validated: 4 MiB into the VM. */
#define VM_FREE (4 * MIB)

#endif
