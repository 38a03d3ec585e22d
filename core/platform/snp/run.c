/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Giving the CPU away: to the guest's VMPL, or to the hypervisor until something happens. */
#include "core/platform/platform.h"
#include "core/platform/snp/cpu.h"
#include "core/platform/snp/ghcb.h"
#include "core/trace/panic.h"

uint64_t platform_tsc(void)
{
	return __builtin_ia32_rdtsc();
}

void platform_pause(void)
{
	__builtin_ia32_pause();
}

void platform_run_guest(void)
{
	struct ghcb_request request = {
		.code = GHCB_EXIT_RUN_VMPL,
		.info1 = platform_boot_block()->guest_vmpl,
	};

	if (ghcb_request(&request) != OK)
		panic(TERM_GHCB_PROTOCOL);
}

void platform_wait(void)
{
	cpu_halt();
}
