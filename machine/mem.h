/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Physical memory: which of it is the guest's, and the carve-out that is the machine's own.
 * A guest-physical address is the host-physical one, but for the hole below 1 MiB; the carve-out is
 * not guest memory.
 */
#ifndef MACHINE_MEM_H
#define MACHINE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/check.h"

#define MEM_4G 0x100000000ull
/* QEMU has its firmware here, not RAM: guests get other pages (mem_hpa) */
#define MEM_HOLE 0xa0000ull
#define MEM_HOLE_END 0x100000ull

struct mem {
	uint64_t low_end;     /* guest RAM is [0, low_end) … */
	uint64_t high_end;    /* … and [4 GiB, high_end); equal to 4 GiB if there is none */
	uint64_t carve_start; /* the machine: image, pool, bundle */
	uint64_t carve_end;
};

/* Set once, at boot (boot.c). */
extern struct mem mem;

/* Gives the guest RAM in the hole; before it, mem_at shows what QEMU has there. */
void mem_fill_hole(void);

/* Where the guest-physical page of gpa really lies. */
uint64_t mem_hpa(uint64_t gpa);

/* The machine's view of a guest-physical address, or of one in the carve-out: below 512 GiB. It
 * ends at the page's end if the page is in the hole. */
void *mem_at(uint64_t gpa);

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
