/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page state and rights, always in the order that keeps them safe. Works through this CPU's page
 * windows. Callers hold the range exclusively; after anything that reduces rights they call
 * platform_flush before the page is used, checked or returned, once for as many pages as they like.
 *
 * Results are the RMP_* of abi/snp.h, RMP_OK = 0. Spec: APM volume 3, PVALIDATE and RMPADJUST.
 */
#ifndef CORE_MEMORY_RMP_H
#define CORE_MEMORY_RMP_H

#include "core/memory/addr.h"
#include "lib/err.h"

/* Of rmp_validate alone: PVALIDATE had its effect, a later step failed, and undoing it did too */
#define RMP_LOST 0x11u

/* PVALIDATE, clear, open to the guest's VMPL. On error the page is as it was; RMP_LOST: it must
 * count as validated. */
uint32_t rmp_validate(gpa_t page, enum page_size size);

/* Revokes all lower VMPLs, then PVALIDATE(0). Reduces rights. On error the page is open to the
 * guest as before. */
uint32_t rmp_invalidate(gpa_t page, enum page_size size);

/* Gives the guest's VMPL every right. */
uint32_t rmp_open(gpa_t page, enum page_size size);

/* Takes every right from VMPL 1 to 3. Reduces rights. */
uint32_t rmp_revoke(gpa_t page, enum page_size size);

/* Makes a page a VMSA that the guest may read; the reverse, opening it again. RMP_FAIL_INUSE: a CPU
 * runs on it. */
uint32_t rmp_set_vmsa(gpa_t page);
uint32_t rmp_clear_vmsa(gpa_t page);

/*
 * Pages for the monitor itself: asks the hypervisor to make count pages of size at start (aligned)
 * private, validates and clears them; 2M falls back to 4K where the hypervisor has it so. Returns
 * OK; ERR_IO (the hypervisor refused); ERR_STATE (a page was validated before, or cannot be).
 */
MUST_USE enum err rmp_own(gpa_t start, enum page_size size, uint64_t count);

#endif
