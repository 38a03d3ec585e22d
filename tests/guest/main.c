/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The test guest: what runs at VMPL2 instead of an operating system, to see that the monitor does
 * what it must and nothing else. Words of the command line: quick (or none), full, bench, boot
 * (only start and end), only=NAME, log (print the monitor's log),
 * evidence (print what was agreed and the event log, and end).
 */
#include "abi/svsm.h"
#include "tests/guest/bench.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/cpu.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/paging.h"
#include "tests/guest/pool.h"
#include "tests/guest/print.h"
#include "tests/guest/report.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define CODE_NO_BOOT_INFO 1u
#define CODE_NO_GHCB 2u

static uint8_t first_ghcb[ABI_PAGE_SIZE] __attribute__((aligned(4096)));

/* Called by entry.S. */
__attribute__((noreturn)) void guest_main(uint64_t boot_params);

static void first_cpu_init(uint64_t boot_params)
{
	struct cpu *cpu = cpu_at(0);

	if (boot_info_init(boot_params) != OK)
		ghcb_terminate(CODE_NO_BOOT_INFO);
	paging_init(boot_info()->c_mask);
	cpu->caa_gpa = boot_info()->secrets->svsm_caa;
	cpu_init(cpu);
	if (ghcb_init(address_of(first_ghcb)) != OK)
		ghcb_terminate(CODE_NO_GHCB);
}

void guest_main(uint64_t boot_params)
{
	first_cpu_init(boot_params);
	if (boot_info_has_word("boot"))
		test_exit(0);
	pool_init();
	if (boot_info_has_word("bench")) {
		bench_run();
		test_exit(0);
	}
	smp_init();
	pool_keep();
	report_start();
	if (boot_info_has_word("evidence")) {
		report_events();
		test_exit(0);
	}
	test_run_all();
	report_end();
	if (boot_info_has_word("log"))
		report_log();
	test_finish();
}
