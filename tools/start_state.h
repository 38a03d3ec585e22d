/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VMSAs that the builder writes: the monitor's first vCPU, the guest's first vCPU. Contract:
 * abi/boot.h. */
#ifndef TOOLS_START_STATE_H
#define TOOLS_START_STATE_H

#include "abi/snp.h"

/* VMPL0, entry in long mode: rip, rsp and cr3 (with C-bit) as given, sev_features as given. */
void start_state_monitor(struct vmsa *vmsa, uint64_t rip, uint64_t rsp, uint64_t cr3,
			 uint64_t sev_features);

/* The guest's VMPL, 64-bit: RIP, RSI = boot_params. Its sev_features are the image's to set. */
void start_state_guest(struct vmsa *vmsa, uint64_t rip, uint64_t boot_params, uint64_t cr3,
		       uint8_t vmpl);

#endif
