/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Restricted injection: the doorbell page, and #HV instead of interrupts. Spec: GHCB 2.04. */
#ifndef MACHINE_DOORBELL_H
#define MACHINE_DOORBELL_H

#include "vcpu.h"

/* Puts the next pending vector in level's doorbell page if there is room, and has #HV injected if
 * it may be. */
void doorbell_refill(struct level *level);

#endif
