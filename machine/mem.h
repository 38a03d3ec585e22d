/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Physical memory: which of it is the guest's, and the carve-out that is the machine's own.
 * A guest-physical address is the host-physical one; the carve-out is not guest memory.
 */
#ifndef MACHINE_MEM_H
#define MACHINE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/check.h"

#define MEM_4G 0x100000000ull
#define MEM_HOLE 0xa0000ull /* up to 1 MiB: QEMU has its firmware there, not RAM */
#define MEM_HOLE_END 0x100000ull

struct mem {
	uint64_t low_end;     /* guest RAM is [0, low_end) without the hole … */
	uint64_t high_end;    /* … and [4 GiB, high_end); equal to 4 GiB if there is none */
	uint64_t carve_start; /* the machine: image, pool, bundle */
	uint64_t carve_end;
};

/* Set once, at boot (boot.c). */
extern struct mem mem;

/* The machine's view of a physical address: anything below 512 GiB. */
void *mem_at(uint64_t hpa);

/* Whether [gpa, gpa + len) lies in one piece of guest RAM; len ≥ 1. */
bool mem_is_ram(uint64_t gpa, uint64_t len);

/* Guest RAM in 4 KiB pages, and the number of gpa's page among them; gpa must be RAM. */
uint64_t mem_pages(void);
uint64_t mem_index(uint64_t gpa);

/* Hands the carve-out's free part to the pool: [start, end), page-aligned. */
void mem_pool_init(uint64_t start, uint64_t end);

/* Takes zeroed, physically contiguous pages for ever; ends the run when there are none. Returns
 * their address. */
uint64_t mem_pool_take(uint64_t pages);

#endif
