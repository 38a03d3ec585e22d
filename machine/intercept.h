/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a guest cannot do by itself: the intercepts of a VMCB, and the MSRs that it may touch
 * freely. */
#ifndef MACHINE_INTERCEPT_H
#define MACHINE_INTERCEPT_H

#include "vmcb.h"

/* Fills the control area of a zeroed VMCB. vmpl chooses the ASID (TCG has no tags: it only must not
 * be 0). */
void intercept_init(struct vmcb *vmcb, uint32_t vmpl);

#endif
