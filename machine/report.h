/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a run ends, and what it cost: the '@' lines of abi/machine.h. */
#ifndef MACHINE_REPORT_H
#define MACHINE_REPORT_H

#include <stdint.h>

enum report_count {
	COUNT_EXITS,
	COUNT_INTR,
	COUNT_NPF,
	COUNT_VC,
	COUNT_UD,
	COUNT_HLT,
	COUNT_MSR,
	COUNT_VMGEXIT,
	COUNT_IOIO, /* requests through the GHCB page, by kind */
	COUNT_MMIO,
	COUNT_MSR_REQUESTS,
	COUNT_CPUID_REQUESTS,
	COUNT_PSC_LISTS,
	COUNT_OTHER_REQUESTS,
	COUNT_MSR_PROTOCOL,
	COUNT_SVSM_CORE, /* calls: a lower VMPL asked for VMPL0, by protocol in RAX */
	COUNT_SVSM_ATTEST,
	COUNT_SVSM_VTPM,
	COUNT_SVSM_OTHER,
	COUNT_PSC_PAGES,
	COUNT_PVALIDATE,
	COUNT_RMPADJUST,
	COUNT_FLUSHES,
	COUNT_VMPL0_ENTRIES,     /* from a lower VMPL */
	COUNT_VMPL0_LONGEST,     /* ticks that VMPL0 itself ran in one such entry */
	COUNT_VMPL0_LONGEST_ALL, /* the same, the machine's own time included */
	COUNT_VMPL0_BOOT, /* ticks that VMPL0 ran on the first vCPU before the first lower VMPL did
			   */
	COUNT_MACHINE_TICKS, /* ticks spent in the machine, over all vCPUs */
	COUNT_TABLE_PAGES,   /* nested page-table pages */
	REPORT_COUNTS
};

/* The counters; written under the machine's lock. */
extern uint64_t report_counts[REPORT_COUNTS];

/* Raises a counter to value if it is lower. */
void report_max(enum report_count count, uint64_t value);

/* Prints a moment, once a name: `@mark NAME=TSC`. */
enum report_moment { MARK_ENTRY, MARK_FIRST_VMPL2, MARK_END, REPORT_MOMENTS };
void report_mark(enum report_moment moment);

/* Prints `@count` and `@end KIND detail`, and leaves QEMU. detail takes log.h's conversions. */
__attribute__((noreturn, format(printf, 2, 3))) void report_end(const char *kind,
								const char *detail, ...);

#endif
