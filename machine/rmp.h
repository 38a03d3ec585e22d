/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reverse map table: for each 4 KiB page of guest RAM, whether it is the guest's (private),
 * validated, a VMSA, and what each VMPL may do. A 2 MiB page has one entry, at its base, as in
 * hardware. This file keeps the table; who may change it how is psc.c's, pvalidate.c's and
 * rmpadjust.c's business. Spec: AMD64 APM volume 2, 15.36.
 */
#ifndef MACHINE_RMP_H
#define MACHINE_RMP_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/snp.h"

#define RMP_ASSIGNED 0x1u
#define RMP_VALIDATED 0x2u
#define RMP_VMSA_PAGE 0x4u
#define RMP_LARGE 0x8u

/* Rights of one VMPL: RMPADJUST's bits 11:8, shifted down */
#define RMP_RIGHT_READ 0x1u
#define RMP_RIGHT_WRITE 0x2u
#define RMP_RIGHT_USER_EXEC 0x4u
#define RMP_RIGHT_SUPER_EXEC 0x8u
#define RMP_RIGHT_ALL 0xfu

struct rmp_entry {
	uint8_t flags;
	uint8_t rights[VMPL_COUNT];
	uint8_t reserved[3];
	uint32_t revoked; /* tlb.c's time when rights were last reduced while a vCPU could hold them
			   */
};

/* Makes an empty table: all RAM is shared. */
void rmp_init(void);

/* The entry that governs gpa's page (RAM): its own, or its 2 MiB page's. */
struct rmp_entry *rmp_find(uint64_t gpa);

/* Splits the 2 MiB page that holds gpa, if it is one: 512 equal 4 KiB entries (PSMASH). */
void rmp_smash(uint64_t gpa);

/* Whether no page of gpa's aligned 2 MiB is assigned; gpa's 2 MiB are RAM. */
bool rmp_is_group_free(uint64_t gpa);

/* Sets the entry of a free page: the guest's, not validated, no rights but VMPL0's. */
enum rmp_size { RMP_PAGE_4K, RMP_PAGE_2M };
void rmp_assign(uint64_t gpa, enum rmp_size size);

#endif
