/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handlers of the core protocol, a file each; core_protocol.c has the table. Spec: SVSM 1.00 s6. */
#ifndef CORE_SVSM_CORE_CALLS_H
#define CORE_SVSM_CORE_CALLS_H

#include "core/svsm/call.h"

call_handler core_remap_ca;    /* core_remap.c */
call_handler core_pvalidate;   /* core_pvalidate.c */
call_handler core_create_vcpu; /* core_create.c */
call_handler core_delete_vcpu; /* core_delete.c */

#endif
