/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The request loop of a vCPU. An entry into VMPL0 is no request by itself: one is served only if
 * the guest left by VMGEXIT and its calling area says that a call is pending, and then once.
 */
#include "core/boot/boot.h"
#include "core/memory/shared.h"
#include "core/svsm/dispatch.h"
#include "core/svsm/vcpu.h"
#include "core/svsm/vmsa.h"

/* Whether the guest asked; takes the request. */
static bool call_take(struct guest_vcpu *vcpu)
{
	uint8_t pending = 0;
	uint64_t exit_code;

	if (vmsa_load_exit(vcpu->vmsa_window, &exit_code) != OK || exit_code != SVM_EXIT_VMGEXIT)
		return false;
	/* call_pending is the area's first byte */
	return shared_exchange_u8(vcpu->caa_window, 0, &pending) == OK && pending != 0;
}

/* A VMSA that went away meanwhile has nobody left to answer. */
static enum err call_serve(struct guest_vcpu *vcpu)
{
	struct call_args args = { .vcpu = vcpu };
	uint64_t rax;
	enum err err = vmsa_load_call(vcpu->vmsa_window, &rax, &args);

	if (err != OK)
		return err;
	vcpu->calls++;
	rax = dispatch_call(rax, &args);
	return vmsa_store_call(vcpu->vmsa_window, rax, &args);
}

static void entry_count(struct guest_vcpu *vcpu, uint64_t ticks)
{
	vcpu->entries++;
	if (ticks > vcpu->longest)
		vcpu->longest = ticks;
}

void vcpu_loop(void)
{
	struct guest_vcpu *vcpu = vcpu_at(platform_cpu());

	for (;;) {
		uint64_t start = platform_tsc();
		bool is_there = vcpu_enter(vcpu);

		if (is_there && call_take(vcpu))
			(void)call_serve(vcpu);
		if (is_there)
			vcpu_leave(vcpu);
		entry_count(vcpu, platform_tsc() - start);
		if (is_there)
			platform_run_guest();
		else
			platform_wait();
	}
}

void vcpu_main(uint32_t cpu)
{
	(void)cpu;
	vcpu_loop();
}
