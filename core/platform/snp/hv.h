/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Restricted injection: the host signals by vector 28 and a doorbell page. Spec: GHCB 2.04 s5. */
#ifndef CORE_PLATFORM_SNP_HV_H
#define CORE_PLATFORM_SNP_HV_H

#include <stdbool.h>

#include "lib/err.h"

/* Whether this VM runs under restricted injection (SEV_STATUS). */
bool hv_is_used(void);

/* Registers this CPU's doorbell page, which must be shared by now. Returns OK or ERR_IO. */
MUST_USE enum err hv_register(void);

/* Called in the #HV handler: takes the pending event. Parapet waits for none, so that is all. */
void hv_take_event(void);

#endif
