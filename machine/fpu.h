/* SPDX-License-Identifier: GPL-2.0-or-later */
/* x87 and SSE state: between a CPU and a VMSA. Hardware does it in VMRUN; TCG's does not. */
#ifndef MACHINE_FPU_H
#define MACHINE_FPU_H

#include "abi/snp.h"

void fpu_load(const struct vmsa *vmsa);
void fpu_save(struct vmsa *vmsa);

#endif
