/* SPDX-License-Identifier: MIT */
/* The example's one function, so that a test can run it. */
#ifndef PARAPET_VMM_EXAMPLE_H
#define PARAPET_VMM_EXAMPLE_H

#include "parapet_vmm.h"

/* Serves one negotiation on the connected stream socket fd, which stays the caller's; vmm->result
 * is the outcome. */
enum parapet_vmm_status example_serve(int fd, const struct channel_offer *offer, sha384_fn *sha384,
				      struct parapet_vmm *vmm);

#endif
