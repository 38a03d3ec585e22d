/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Nested page tables, one root a VMPL, derived from the RMP and filled on demand. Bit 39 of a
 * guest-physical address is the C-bit: one half of each tree shows private pages by the RMP, the
 * other half, common to all, shows shared pages. A second root a VMPL shows private pages in both
 * halves, for a guest whose paging is off.
 */
#ifndef MACHINE_NPT_H
#define MACHINE_NPT_H

#include <stdbool.h>
#include <stdint.h>

#define NPT_C_BIT 39u
#define NPT_C_MASK (1ull << NPT_C_BIT)

/* Empty trees. */
void npt_init(void);

/* The root for nCR3. paging: the guest's CR0.PG is set. */
enum npt_paging { NPT_PAGING_OFF, NPT_PAGING_ON };
uint64_t npt_root(uint32_t vmpl, enum npt_paging paging);

/* Enters gpa's private page, at the size of its RMP entry and with the rights of vmpl (some), into
 * vmpl's tree. */
void npt_map_private(uint32_t vmpl, uint64_t gpa);

/* Enters gpa's page, which the RMP says is shared, into the shared half. */
void npt_map_shared(uint64_t gpa);

/*
 * Removes the private translation of gpa's page from vmpl's tree, and of its whole 2 MiB if it was
 * entered so. Returns whether there was one: if so, some vCPU may hold it still.
 */
bool npt_unmap_private(uint32_t vmpl, uint64_t gpa);
bool npt_unmap_shared(uint64_t gpa);

#endif
