/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Page state changes: the hypervisor's side of making pages private or shared. */
#ifndef MACHINE_PSC_H
#define MACHINE_PSC_H

#include "rmp.h"
#include "vcpu.h"

/*
 * Changes gpa's page to op (GHCB_PSC_*). Breaks a rule unless the guest did its part first: a page
 * to be shared must not be validated. What the page held is not kept: its first and last bytes are
 * overwritten, so that a guest relying on them fails visibly. A page that already is in that state
 * stays as it is.
 */
void psc_change(struct vcpu *vcpu, uint64_t gpa, uint32_t op, enum rmp_size size);

#endif
