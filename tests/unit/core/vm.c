/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VM that unit tests run calls on. */
#include "tests/unit/core/vm.h"

#include "core/boot/boot.h"
#include "core/evidence/evidence.h"

void vm_boot(enum vm_stage stage)
{
	assert_int_equal(boot_block_check(), 0);
	assert_int_equal(own_memory_init(), 0);
	assert_int_equal(evidence_init(), 0);
	assert_int_equal(host_params_init(), 0);
	if (stage >= VM_MAP)
		assert_int_equal(guest_map_init(), 0);
	if (stage >= VM_MODULES) {
		assert_int_equal(registry_order(), 0);
		assert_int_equal(registry_start(), 0);
	}
	if (stage >= VM_MEMORY)
		assert_int_equal(guest_memory_init(), 0);
	if (stage >= VM_PAYLOAD)
		assert_int_equal(payload_init(), 0);
	if (stage >= VM_VCPUS)
		assert_int_equal(vcpus_start(), 0);
	if (stage >= VM_GUEST)
		assert_int_equal(guest_vmsa_init(), 0);
}

static _Thread_local jmp_buf left;

/* The loop has given the CPU back to the guest, or to nobody */
static void leave(enum sim_op op)
{
	if (op == SIM_RUN_GUEST || op == SIM_WAIT)
		longjmp(left, 1);
}

void vm_enter(uint32_t cpu)
{
	sim_set_cpu(cpu);
	sim_hook(leave);
	if (setjmp(left) == 0)
		vcpu_loop();
	sim_hook(NULL);
}

uint64_t vm_call(uint32_t cpu, uint64_t vmsa, uint64_t caa, struct vm_regs *regs)
{
	struct vmsa *state = sim_memory(vmsa);
	struct svsm_caa *area = sim_memory(caa);

	state->guest_exit_code = SVM_EXIT_VMGEXIT;
	state->rax = regs->rax;
	state->rcx = regs->rcx;
	state->rdx = regs->rdx;
	state->r8 = regs->r8;
	state->r9 = regs->r9;
	area->call_pending = 1;
	vm_enter(cpu);
	*regs = (struct vm_regs){ state->rax, state->rcx, state->rdx, state->r8, state->r9 };
	return state->rax;
}

uint64_t vm_call0(uint64_t rax, uint64_t rcx, uint64_t rdx, uint64_t r8)
{
	struct vm_regs regs = { rax, rcx, rdx, r8, 0 };

	return vm_call(0, sim_block()->guest_vmsa_gpa, sim_block()->guest_caa_gpa, &regs);
}
