/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a run, its counters and its moments. */
#include "report.h"

#include <stdbool.h>

#include "abi/machine.h"
#include "cpu.h"
#include "log.h"
#include "x86.h"

uint64_t report_counts[REPORT_COUNTS];

static const char *const count_names[REPORT_COUNTS] = {
	[COUNT_EXITS] = "exits",
	[COUNT_INTR] = "intr",
	[COUNT_NPF] = "npf",
	[COUNT_VC] = "vc",
	[COUNT_UD] = "ud",
	[COUNT_HLT] = "hlt",
	[COUNT_MSR] = "msr",
	[COUNT_VMGEXIT] = "vmgexit",
	[COUNT_IOIO] = "ioio-requests",
	[COUNT_MMIO] = "mmio-requests",
	[COUNT_MSR_REQUESTS] = "msr-requests",
	[COUNT_CPUID_REQUESTS] = "cpuid-requests",
	[COUNT_PSC_LISTS] = "psc-requests",
	[COUNT_OTHER_REQUESTS] = "other-requests",
	[COUNT_MSR_PROTOCOL] = "msr-protocol",
	[COUNT_SVSM_CORE] = "svsm-core",
	[COUNT_SVSM_ATTEST] = "svsm-attest",
	[COUNT_SVSM_VTPM] = "svsm-vtpm",
	[COUNT_SVSM_OTHER] = "svsm-other",
	[COUNT_PSC_PAGES] = "psc-pages",
	[COUNT_PVALIDATE] = "pvalidate",
	[COUNT_RMPADJUST] = "rmpadjust",
	[COUNT_FLUSHES] = "flushes",
	[COUNT_VMPL0_ENTRIES] = "vmpl0-entries",
	[COUNT_VMPL0_LONGEST] = "vmpl0-longest",
	[COUNT_VMPL0_LONGEST_ALL] = "vmpl0-longest-all",
	[COUNT_VMPL0_BOOT] = "vmpl0-boot",
	[COUNT_MACHINE_TICKS] = "machine-ticks",
	[COUNT_TABLE_PAGES] = "table-pages",
};

static const char *const moment_names[REPORT_MOMENTS] = {
	[MARK_ENTRY] = "entry",
	[MARK_FIRST_VMPL2] = "first-vmpl2",
	[MARK_END] = "end",
};

static bool marked[REPORT_MOMENTS];

void report_max(enum report_count count, uint64_t value)
{
	if (value > report_counts[count])
		report_counts[count] = value;
}

void report_mark(enum report_moment moment)
{
	if (marked[moment])
		return;
	marked[moment] = true;
	log_tag("@mark %s=%lu", moment_names[moment], x86_rdtsc());
}

/* What CPUs counted without the lock */
static void add_quick(void)
{
	for (uint32_t i = 0; i < cpu_count; i++) {
		report_counts[COUNT_EXITS] += cpus[i].quick_msr + cpus[i].quick_intr;
		report_counts[COUNT_MSR] += cpus[i].quick_msr;
		report_counts[COUNT_INTR] += cpus[i].quick_intr;
	}
}

void report_end(const char *kind, const char *detail, ...)
{
	char text[400];
	va_list args;

	va_start(args, detail);
	log_format(text, sizeof(text), detail, args);
	va_end(args);
	report_mark(MARK_END);
	add_quick();
	for (uint32_t i = 0; i < REPORT_COUNTS; i++)
		log_tag("@count %s=%lu", count_names[i], report_counts[i]);
	log_tag(text[0] ? "@end %s %s" : "@end %s", kind, text);
	for (;;)
		x86_out8(MACHINE_EXIT_PORT, 0);
}
