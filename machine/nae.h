/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Non-automatic exits: requests through the GHCB page. */
#ifndef MACHINE_NAE_H
#define MACHINE_NAE_H

#include "vcpu.h"

/* Answers the request in the page that level's GHCB MSR names. */
void nae_handle(struct vcpu *vcpu, struct level *level);

#endif
