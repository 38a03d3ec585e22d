/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starting QEMU on the software machine, such that it cannot outlive us. */
#ifndef TOOLS_RUN_QEMU_H
#define TOOLS_RUN_QEMU_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tools/problem.h"

struct run_qemu {
	const char *program;     /* qemu-system-x86_64 */
	const char *machine;     /* the machine's ELF file */
	const char *memory_dump; /* file that backs the RAM, NULL: none */
	const char *disk;        /* file that is the guest's disk, NULL: none */
	const char
		*channel; /* socket of the VMM's side of the channel, "": nothing answers at COM2 */
	int bundle_fd;
	uint64_t bundle_size;
	uint64_t memory; /* guest RAM, bytes */
	uint32_t vcpus;
	bool icount;
	bool parallel; /* a thread for each vCPU; not with icount */
};

struct run_child {
	pid_t pid;
	int input_fd; /* what the guest's console is to read, to write without blocking; the caller
			 closes it */
	int console_fd; /* the guest's console, to read */
	int log_fd;     /* the machine's log, to read */
};

/* Starts it. On success the caller ends with run_qemu_end. */
MUST_USE enum err run_qemu_start(const struct run_qemu *qemu, struct run_child *child,
				 struct problem *problem);

/* Kills what still runs of it and waits. */
void run_qemu_end(struct run_child *child);

#endif
