/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of platform/host share. */
#ifndef CORE_PLATFORM_HOST_STATE_H
#define CORE_PLATFORM_HOST_STATE_H

#include <stdatomic.h>

#include "core/platform/host/sim.h"

struct sim_failure {
	_Atomic uint32_t calls;
	uint32_t at; /* the call number that fails, 0: none */
	uint32_t result;
	enum sim_duration duration;
};

struct sim_state {
	uint8_t *memory; /* address 0 of the guest */
	struct sim_page *pages;
	uint64_t ram;
	enum sim_backing backing;
	struct sim_failure failures[SIM_OP_COUNT];
	void (*hook)(enum sim_op op);
	const struct sim_ports *ports;
	uint64_t random;
};

extern struct sim_state sim;

/* Counts a call of op and runs the hook. True: it fails, *result says how. */
bool sim_enter(enum sim_op op, uint32_t *result);

/* The populated pages, the launch pages and the boot block of a new VM. */
void sim_launch(uint32_t vcpus);

#endif
