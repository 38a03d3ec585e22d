/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One passage through the guest: VMSA in, VMRUN, VMSA out. */
#ifndef MACHINE_ENTER_H
#define MACHINE_ENTER_H

#include "vcpu.h"

/* sev_features that this machine offers: SNP, and restricted injection if the bundle says so. */
uint64_t enter_features(void);

/*
 * Runs level until it exits. The lock is released meanwhile. Breaks a rule if the VMSA cannot run.
 * Afterwards the VMSA it ran on holds the guest's state, and its exit fields what happened. Returns
 * whether the exit is to be handled: not so if the level was given another VMSA, or lost its own,
 * meanwhile.
 */
bool enter_run(struct vcpu *vcpu, struct level *level);

#endif
