/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an exception means. Three kinds go on: a listed access that faulted (faultable.S), and #HV
 * under restricted injection. Everything else ends Parapet, with the reason that fits: what the CPU
 * cannot have raised here was injected by the host. Must never emulate anything, nor trust a frame
 * beyond what it reads of it.
 */
#include "core/platform/snp/exception.h"

#include "core/platform/platform.h"
#include "core/platform/snp/access.h"
#include "core/platform/snp/hv.h"
#include "core/platform/snp/percpu.h"
#include "core/trace/log.h"
#include "core/trace/panic.h"

enum {
	VECTOR_DE = 0,
	VECTOR_UD = 6,
	VECTOR_DF = 8,
	VECTOR_TS = 10,
	VECTOR_NP = 11,
	VECTOR_SS = 12,
	VECTOR_GP = 13,
	VECTOR_PF = 14,
};

/* #GP's error code names an IDT entry: vectors from 32 up have none, and nobody here uses INT */
#define GP_ERROR_IDT 0x2u

/* Vectors that Parapet's own code may raise; all others can only have been injected */
static const enum termination reasons[EXCEPTION_COUNT] = {
	[VECTOR_DE] = TERM_EXCEPTION, [VECTOR_UD] = TERM_EXCEPTION, [VECTOR_DF] = TERM_DOUBLE_FAULT,
	[VECTOR_TS] = TERM_EXCEPTION, [VECTOR_NP] = TERM_EXCEPTION, [VECTOR_SS] = TERM_EXCEPTION,
	[VECTOR_GP] = TERM_EXCEPTION, [VECTOR_PF] = TERM_EXCEPTION, [VECTOR_VC] = TERM_VC,
};

extern const uint64_t __start_parapet_fixup[];
extern const uint64_t __stop_parapet_fixup[];

static bool is_listed_access(uint64_t rip)
{
	for (const uint64_t *at = __start_parapet_fixup; at < __stop_parapet_fixup; at++) {
		if (*at == rip)
			return true;
	}
	return false;
}

static bool is_access_fault(const struct trap_frame *frame)
{
	if (frame->vector == VECTOR_VC && frame->error != SVM_EXIT_PAGE_NOT_VALIDATED)
		return false;
	if (frame->vector != VECTOR_VC && frame->vector != VECTOR_PF && frame->vector != VECTOR_GP)
		return false;
	return is_listed_access(frame->rip);
}

/* In the absent pages below the stack or the IST stacks of this CPU */
static bool is_guard(uint64_t address)
{
	uint64_t offset = address - percpu_slot();

	return offset < BOOT_PERCPU_STACK_TOP - (uint64_t)CONFIG_STACK_PAGES * PAGE_SIZE ||
	       (offset >= BOOT_PERCPU_STACK_TOP &&
		offset < BOOT_PERCPU_IST_TOP - PERCPU_IST_PAGES * PAGE_SIZE);
}

static enum termination reason_of(const struct trap_frame *frame, uint64_t address)
{
	bool is_memory = frame->vector == VECTOR_PF || frame->vector == VECTOR_DF;
	enum termination reason = reasons[frame->vector % EXCEPTION_COUNT];

	if (is_memory && is_guard(address))
		return TERM_STACK;
	if (frame->vector == VECTOR_GP && (frame->error & GP_ERROR_IDT) != 0)
		return TERM_INJECTED;
	return reason != 0 ? reason : TERM_INJECTED;
}

/*
 * The wipe runs on the stack of this exception and may raise listed #VCs: theirs must not start at
 * the same top. Entries of the TSS count in halves.
 */
static void vc_stack_move(void)
{
	percpu()->tss.ist[2 * (IST_VC - 1)] -= (uint32_t)PAGE_SIZE;
}

void snp_exception(struct trap_frame *frame)
{
	uint64_t address = cpu_read_cr2();

	if (frame->vector == VECTOR_HV && hv_is_used()) {
		hv_take_event();
		return;
	}
	if (is_access_fault(frame)) {
		/* cast: an address to resume at, in the frame's form */
		frame->rip = (uint64_t)snp_access_fault;
		return;
	}
	vc_stack_move();
	LOG(LOG_ERROR, "exception %u at %p, error %x, address %p", frame->vector, frame->rip,
	    frame->error, address);
	debug_backtrace(frame->rbp);
	panic(reason_of(frame, address));
}
