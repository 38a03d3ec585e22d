/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calling the SVSM, as Linux does: by the MSR protocol, so that it needs no GHCB page. Spec: SVSM
 * 1.00 s5.
 */
#ifndef GUEST_SVSM_H
#define GUEST_SVSM_H

#include <stdint.h>

#include "abi/svsm.h"

struct svsm_args {
	uint64_t rcx;
	uint64_t rdx;
	uint64_t r8;
	uint64_t r9;
};

/*
 * RAX of a call that never reached a handler: the hypervisor refused, or call_pending is still set
 */
#define SVSM_NOT_SERVED 0xffffffffffffffffull

/*
 * One entry: RAX = call, arguments and results in *args. Returns the result, SVSM_NOT_SERVED if
 * there is none.
 */
uint64_t svsm_call(uint64_t call, struct svsm_args *args);

/*
 * As svsm_call, until the result is neither INCOMPLETE nor BUSY. *entries, unless NULL: how many it
 * took.
 */
uint64_t svsm_call_complete(uint64_t call, struct svsm_args *args, uint32_t *entries);

/*
 * An entry with call_pending as given and RAX as it is; returns RAX afterwards. For tests of the
 * convention.
 */
uint64_t svsm_enter(uint64_t rax, struct svsm_args *args, uint8_t pending);

/*
 * --- PVALIDATE lists, built in this CPU's calling area
 * -------------------------------------------------
 */

/* The list's place, right behind the calling area's header. */
struct svsm_pvalidate_list *svsm_list(void);

/* Empties the list; appends an entry: GPA | SVSM_PVALIDATE_*. */
void svsm_list_start(void);
void svsm_list_add(uint64_t entry);

/* Calls PVALIDATE on the list until complete. */
uint64_t svsm_list_run(void);

/* A list of one entry. */
uint64_t svsm_page(uint64_t gpa, uint64_t flags);

/* What goes with a GPA */
#define PAGE_VALIDATE SVSM_PVALIDATE_VALIDATE
#define PAGE_INVALIDATE 0u
#define LARGE_VALIDATE (SVSM_PVALIDATE_VALIDATE | SVSM_PVALIDATE_2M)
#define LARGE_INVALIDATE SVSM_PVALIDATE_2M

#endif
