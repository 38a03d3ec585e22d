/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What QEMU's IGVM loader would say to a file, without a QEMU that has one. */
#ifndef TOOLS_IGVM_CHECK_H
#define TOOLS_IGVM_CHECK_H

#include "tools/igvm_file.h"

/* Checks types, order, parameter areas and VMSA fields. Errors are described in *problem. */
MUST_USE enum err igvm_check_qemu(const struct igvm_file *igvm, const char *name,
				  struct problem *problem);

#endif
