/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exceptions. One at an instruction of a probe (probe.h) is remembered and the probe returns; #VC
 * for CPUID is answered from the CPUID page; every other one fails the run.
 */
#ifndef GUEST_EXCEPTION_H
#define GUEST_EXCEPTION_H

#include <stdint.h>

#define EXCEPTION_COUNT 32u
#define EXCEPTION_IDT_BYTES (EXCEPTION_COUNT * 16u)

/* As entry.S pushes it */
struct frame {
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8;
	uint64_t rbp, rdi, rsi, rdx, rcx, rbx, rax;
	uint64_t vector;
	uint64_t error;
	uint64_t rip, cs, rflags, rsp, ss;
};

/* The table for IDTR; filled at the first call, which is the first CPU's. */
void *exception_idt(void);

/* Called by entry.S. */
void exception_entry(struct frame *frame);

#endif
