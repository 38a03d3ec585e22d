/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who is using which guest pages: copies hold their range shared, changes of page state hold it
 * exclusively. So no vCPU takes a page away (PVALIDATE, VMSA) that another one is copying from or
 * to.
 */
#ifndef CORE_MEMORY_RANGELOCK_H
#define CORE_MEMORY_RANGELOCK_H

#include "core/memory/addr.h"

enum range_mode { RANGE_SHARED, RANGE_EXCLUSIVE };

struct range_claim {
	gpa_t start;
	uint64_t len; /* bytes, ≥ 1 */
	enum range_mode mode;
};

#define RANGE_CLAIMS_MAX 2u

/*
 * Waits until no other vCPU holds, or asked earlier for, what conflicts, then holds
 * claims[0..count), count ≤ RANGE_CLAIMS_MAX, for this vCPU. All at once: a vCPU that holds claims
 * takes no more until it has dropped them (asserted), hence no deadlock. Locks: taken before any
 * other lock of the monitor.
 */
void rangelock_take(const struct range_claim *claims, uint32_t count);
void rangelock_drop(void);

#endif
