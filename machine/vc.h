/* SPDX-License-Identifier: GPL-2.0-or-later */
/* #VC: the exception by which an encrypted-state guest learns that an exit needs its help. */
#ifndef MACHINE_VC_H
#define MACHINE_VC_H

#include "vcpu.h"

/*
 * Makes level continue in its #VC handler with code as the error code: TCG's event injection would
 * push no error code for this vector. Breaks a rule if the guest cannot take it.
 */
void vc_deliver(struct vcpu *vcpu, struct level *level, uint64_t code);

#endif
