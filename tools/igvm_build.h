/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Building an IGVM file from an image, a profile page and a payload. The same inputs give the same
 * bytes. Contract: abi/boot.h. Directives and their order are those that QEMU's loader takes (ABI
 * facts: inserts before pages, one parameter an area, the VP context last).
 */
#ifndef TOOLS_IGVM_BUILD_H
#define TOOLS_IGVM_BUILD_H

#include <stdbool.h>

#include "tools/image.h"
#include "tools/payload.h"

#define IGVM_BUILD_MASK 1u /* the one platform's compatibility mask */
#define IGVM_BUILD_GUEST_VMPL 2u

struct igvm_build {
	const struct image *image;
	const uint8_t *profile_page; /* ABI_PAGE_SIZE bytes */
	const struct payload *payload;
	uint32_t vcpus_max;  /* 1..image->needs.vcpus_max */
	uint64_t base;       /* of the region, 2M-aligned */
	unsigned int c_bit;  /* 32..51 */
	uint64_t memory_min; /* bytes of memory that no guest gets less of, at least 32M */
	bool has_srat;
	uint64_t policy;
	uint64_t sev_features;
	uint32_t svn;
};

/* Builds the file into *out, which the caller frees. */
MUST_USE enum err igvm_build(const struct igvm_build *build, struct buffer *out,
			     struct problem *problem);

#endif
