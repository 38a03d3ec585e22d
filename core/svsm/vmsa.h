/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and writing a guest VMSA through a window. The page may go away: every access can fail,
 * none can kill. */
#ifndef CORE_SVSM_VMSA_H
#define CORE_SVSM_VMSA_H

#include "abi/snp.h"
#include "core/memory/addr.h"
#include "core/svsm/call.h"
#include "lib/err.h"

/* Sets or clears EFER.SVME, without which the CPU refuses to run the VMSA. Return OK or ERR_FAULT.
 */
MUST_USE enum err vmsa_quiet(uint8_t __shared *window);
MUST_USE enum err vmsa_release(uint8_t __shared *window);

struct vmsa_identity {
	uint8_t vmpl;
	uint64_t efer;
	uint64_t sev_features;
};

/* What decides whether a VMSA is acceptable. Returns OK or ERR_FAULT. */
MUST_USE enum err vmsa_load_identity(const uint8_t __shared *window, struct vmsa_identity *out);

/* Which SEV features it runs with. Returns OK or ERR_FAULT. */
MUST_USE enum err vmsa_store_features(uint8_t __shared *window, uint64_t sev_features);

/* Why the guest left: SVM_EXIT_*. Returns OK or ERR_FAULT. */
MUST_USE enum err vmsa_load_exit(const uint8_t __shared *window, uint64_t *exit_code);

/* A call's registers, and its result with what it returns. Return OK or ERR_FAULT. */
MUST_USE enum err vmsa_load_call(const uint8_t __shared *window, uint64_t *rax,
				 struct call_args *args);
MUST_USE enum err vmsa_store_call(uint8_t __shared *window, uint64_t rax,
				  const struct call_args *args);

#endif
