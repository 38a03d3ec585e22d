/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a guest left, and what the machine does about it: one table row an exit code. */
#ifndef MACHINE_EXIT_H
#define MACHINE_EXIT_H

#include "vcpu.h"

/* Handles what level's VMSA says of the exit that just happened. */
void exit_handle(struct vcpu *vcpu, struct level *level);

#endif
