/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's own interrupts and exceptions. An NMI is a kick and nothing more; an interrupt is
 * noted for the guest; an exception is a bug of the machine's and ends the run.
 */
#ifndef MACHINE_TRAPS_H
#define MACHINE_TRAPS_H

#include <stdint.h>

/* Builds the interrupt table, once. */
void traps_init(void);

/* Points this CPU at it. */
void traps_load(void);

/* Halts until an interrupt or NMI came; GIF clear before and after. A kick on the way in is not
 * lost. */
void traps_wait(void);

struct trap_frame {
	uint64_t gprs[15];
	uint64_t vector;
	uint64_t error;
	uint64_t rip, cs, rflags, rsp, ss;
};

/* Called from assembly only */
void traps_handle(struct trap_frame *frame);

#endif
