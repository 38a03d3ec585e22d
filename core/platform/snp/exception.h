/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exceptions: the tables that route them, and what a handler sees. */
#ifndef CORE_PLATFORM_SNP_EXCEPTION_H
#define CORE_PLATFORM_SNP_EXCEPTION_H

#include <stdint.h>

#define EXCEPTION_COUNT 32u

/* As vectors.S leaves it on the stack */
struct trap_frame {
	uint64_t r15;
	uint64_t r14;
	uint64_t r13;
	uint64_t r12;
	uint64_t r11;
	uint64_t r10;
	uint64_t r9;
	uint64_t r8;
	uint64_t rdi;
	uint64_t rsi;
	uint64_t rbp;
	uint64_t rbx;
	uint64_t rdx;
	uint64_t rcx;
	uint64_t rax;
	uint64_t vector;
	uint64_t error;
	uint64_t rip;
	uint64_t cs;
	uint64_t rflags;
	uint64_t rsp;
	uint64_t ss;
};

/* Called by vectors.S. Returns when the frame may be resumed; else ends Parapet. */
void snp_exception(struct trap_frame *frame);

/* Gives this CPU its GDT, TSS and IDT. The first CPU calls it before any other one runs. */
void descriptors_load(void);

#endif
