/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's page tables: the low 8 GiB of guest-physical memory twice, private where the address
 * is the GPA, and shared (C-bit clear) PAGING_SHARED above. All of it writable and executable: this
 * guest tests the rights of VMPLs, not its own.
 */
#ifndef GUEST_PAGING_H
#define GUEST_PAGING_H

#include <stdint.h>

#define PAGING_GIB 8u
#define PAGING_END ((uint64_t)PAGING_GIB << 30)
#define PAGING_SHARED (1ull << 39) /* the second slot of the top table */

/* Builds the tables and switches to them, on the first CPU. */
void paging_init(uint64_t c_mask);

/* The tables' CR3, for the other CPUs. */
uint64_t paging_cr3(void);

#endif
