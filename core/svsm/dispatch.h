/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a call's number to its row, and around the handler: copy in, check, copy out, count. */
#ifndef CORE_SVSM_DISPATCH_H
#define CORE_SVSM_DISPATCH_H

#include "core/registry/module.h"
#include "core/svsm/call.h"

/* The started module that serves a protocol, or NULL. */
const struct module *dispatch_find(uint32_t protocol);

/*
 * Serves the call rax (protocol << 32 | call) with args, whose vcpu is set; args' registers hold
 * what goes back. Returns the call's result (abi/svsm.h). Runs on the caller's vCPU, no locks held.
 * Spec: SVSM 1.00 s5.
 */
uint64_t dispatch_call(uint64_t rax, struct call_args *args);

#endif
