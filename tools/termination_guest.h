/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminations of others that a guest below Parapet asks for. Spec: GHCB 2.03 s2.3.1 (set 0); Linux
 * arch/x86/include/asm/sev-common.h (set 1). */
#ifndef TOOLS_TERMINATION_GUEST_H
#define TOOLS_TERMINATION_GUEST_H

#include "tools/termination.h"

extern const struct termination_row termination_guest_rows[];
extern const size_t termination_guest_count;

#endif
