/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bundle that the software machine boots from. Contract: abi/machine.h. */
#ifndef TOOLS_RUN_BUNDLE_H
#define TOOLS_RUN_BUNDLE_H

#include "abi/machine.h"
#include "tools/file.h"

/* What to boot; files by path, NULL for none */
struct run_bundle {
	uint32_t vcpus;
	uint64_t memory;
	uint32_t offer_features; /* with MACHINE_FLAG_CHANNEL */
	uint32_t flags;          /* MACHINE_FLAG_* */
	uint8_t chip_seed[32];
	uint8_t host_data[32];
	const char *igvm;
	const char *memory_map;
	const char *madt;
	const char *vp_count;
	const char *environment;
};

/* Writes the bundle into an anonymous file: *fd is the caller's to close, *size its bytes. */
MUST_USE enum err run_bundle_make(const struct run_bundle *bundle, int *fd, uint64_t *size,
				  struct problem *problem);

#endif
