/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module that claims a protocol which is taken: the image must not link. */
#include "abi/svsm.h"
#include "core/registry/module.h"

MODULE(claimant, .protocol = { SVSM_PROTOCOL_CORE, .min = 1, .max = 1 });
CLAIM_PROTOCOL(0);
