/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for people. */
#include "tests/guest/report.h"

#include "tests/guest/boot_info.h"
#include "tests/guest/pool.h"
#include "tests/guest/print.h"
#include "tests/guest/smp.h"

void report_print(void)
{
	const struct snp_secrets *secrets = boot_info()->secrets;

	print("guest at VMPL%u: %u vCPUs, %u free pieces of 2 MiB; the SVSM has %lu KiB at 0x%lx\n",
	      secrets->guest_vmpl, smp_count(), pool_large_left(), secrets->svsm_size / 1024, secrets->svsm_base);
}
