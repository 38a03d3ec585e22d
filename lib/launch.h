/* SPDX-License-Identifier: MIT */
/*
 * The SNP launch digest, as the secure processor computes it page by page.
 * Spec: SNP firmware ABI (56860) 1.55 s8.17 SNP_LAUNCH_UPDATE, PAGE_INFO.
 */
#ifndef LIB_LAUNCH_H
#define LIB_LAUNCH_H

#include "../abi/snp.h"
#include "hash.h"

struct launch {
	sha384_fn *sha384;
	uint8_t digest[SNP_DIGEST_SIZE];
};

/* Starts at 48 zero bytes. */
void launch_init(struct launch *launch, sha384_fn *sha384);

/*
 * Extends by one 4 KiB page. type: SNP_PAGE_*. contents: the page's bytes for NORMAL and VMSA; NULL
 * for the other types, which are measured without contents. gpa: page-aligned; SNP_VMSA_GPA for a
 * VMSA.
 */
void launch_page(struct launch *launch, uint8_t type, uint64_t gpa, const void *contents);

#endif
