/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One SVSM call as a table row, and what its handler gets. Dispatch copies a buffer in once, checks
 * its bounds, zeroes the reply, hands the handler private memory, and copies the reply out.
 * Spec: SVSM 1.00 s5 (calling convention).
 */
#ifndef CORE_SVSM_CALL_H
#define CORE_SVSM_CALL_H

#include <stdint.h>

struct guest_vcpu;

/* Registers of a call; the handler changes what it returns. RAX is the handler's return value. */
struct call_args {
	uint64_t rcx;
	uint64_t rdx;
	uint64_t r8;
	uint64_t r9;
	struct guest_vcpu *vcpu; /* the caller */
	void *buffer; /* the row's buffer bytes in private memory, NULL for CALL_REGISTERS */
};

enum call_shape {
	CALL_REGISTERS, /* nothing in memory, or the handler reads it through core/memory/shared.h
			   itself */
	CALL_BUFFER,    /* RCX = GPA of row.in bytes, 8-aligned, may cross a page; row.out bytes are
			   written back    there when the handler returns SVSM_OK */
};

/*
 * Decodes (no side effects), then performs (cannot fail on input). Returns a result of abi/svsm.h.
 * Work that is too long for one entry is sliced: keep the position and return SVSM_ERR_INCOMPLETE;
 * the guest calls again with the same arguments. Runs on the caller's vCPU without locks held.
 */
typedef uint64_t call_handler(struct call_args *args);

struct call {
	uint32_t number;
	enum call_shape shape;
	uint32_t in;  /* CALL_BUFFER: bytes copied in, ≤ 4096 */
	uint32_t out; /* CALL_BUFFER: bytes copied back, ≤ 4096 */
	call_handler *handler;
};

#define CALL_BUFFER_MAX 4096u

#endif
