/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A CPU's slot and what lies on its data page. Stacks, IST stacks and data share one aligned slot,
 * so the stack pointer finds them at any moment, in exception handlers too.
 */
#ifndef CORE_PLATFORM_SNP_PERCPU_H
#define CORE_PLATFORM_SNP_PERCPU_H

#include "abi/boot.h"
#include "core/memory/addr.h"
#include "core/platform/snp/cpu.h"

#define PERCPU_DATA_PAGES 1u

/* One page each, downwards from the top of the IST pages, but for the last */
enum ist {
	IST_NONE,
	IST_DOUBLE_FAULT,
	IST_NMI,
	IST_VC, /* two: an end that began in the handler may meet another #VC (exception.c) */
	IST_COUNT,
};
#define PERCPU_IST_PAGES ((uint64_t)IST_COUNT)

struct tss {
	uint32_t reserved_00;
	uint32_t stacks[6];
	uint32_t reserved_1c[2];
	uint32_t ist[14];
	uint32_t reserved_5c[2];
	uint16_t reserved_64;
	uint16_t io_map;
};
ABI_SIZE(struct tss, 104);

struct percpu {
	uint64_t gdt[5]; /* null, code, data, TSS in two */
	struct tss tss;
	uint64_t ghcb; /* its GPA once the hypervisor knows it, 0 before */
};
static_assert(sizeof(struct percpu) <= PERCPU_DATA_PAGES * ABI_PAGE_SIZE,
	      "per-CPU data fits its pages");

/* The slot of the CPU that runs this. */
static inline uint64_t percpu_slot(void)
{
	return cpu_read_stack_pointer() & ~(BOOT_PERCPU_STRIDE - 1);
}

static inline struct percpu *percpu(void)
{
	/* cast: the data page lies at a fixed place of the slot (abi/boot.h) */
	return (struct percpu *)(percpu_slot() + BOOT_PERCPU_DATA);
}

/* Order of a CPU's pages in guest memory (BOOT_PERCPU_PAGES) */
enum percpu_page { PERCPU_PAGE_GHCB, PERCPU_PAGE_DOORBELL, PERCPU_PAGE_VMSA };

/* GPA of one of the single pages of CPU cpu. */
gpa_t percpu_page_gpa(uint32_t cpu, enum percpu_page page);

#endif
