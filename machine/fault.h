/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nested page faults: the RMP check, made when a translation is first used. */
#ifndef MACHINE_FAULT_H
#define MACHINE_FAULT_H

#include "vcpu.h"

/* Maps what the guest may touch, delivers a #VC where hardware would, breaks a rule otherwise. */
void fault_handle(struct vcpu *vcpu, struct level *level);

#endif
