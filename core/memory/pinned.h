/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest pages that the monitor depends on: VMSAs and calling areas. Their state is not the guest's
 * to change. */
#ifndef CORE_MEMORY_PINNED_H
#define CORE_MEMORY_PINNED_H

#include "core/memory/addr.h"
#include "lib/err.h"

#define PIN_VMSA 0x1u
#define PIN_CAA 0x2u

/* Nothing is pinned. Once, at boot. */
void pinned_init(void);

/* Pins one page as kind; counted, so a calling area that two VMSAs name is pinned twice. Returns OK
 * or ERR_NO_SPACE. */
MUST_USE enum err pinned_add(gpa_t page, uint32_t kind);

/* Takes one pin off; there must be one (asserted). */
void pinned_drop(gpa_t page, uint32_t kind);

/* Whether a page of [start, start + len) is pinned as one of kinds. Stable only while the caller
 * holds the range. */
bool pinned_overlaps(gpa_t start, uint64_t len, uint32_t kinds);

#endif
