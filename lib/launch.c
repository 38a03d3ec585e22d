/* SPDX-License-Identifier: MIT */
/*
 * The SNP launch digest. Keeps nothing of the pages but their hash.
 * Spec: SNP firmware ABI (56860) 1.55 s8.17, PAGE_INFO.
 */
#include "launch.h"

static_assert(SNP_DIGEST_SIZE == SHA384_SIZE, "the launch digest is a SHA-384");

void launch_init(struct launch *launch, sha384_fn *sha384)
{
	launch->sha384 = sha384;
	__builtin_memset(launch->digest, 0, sizeof(launch->digest));
}

void launch_page(struct launch *launch, uint8_t type, uint64_t gpa, const void *contents)
{
	struct snp_page_info info = {
		.length = sizeof(info),
		.page_type = type,
		.gpa = gpa,
	};

	__builtin_memcpy(info.digest_current, launch->digest, sizeof(info.digest_current));
	if (contents != NULL)
		launch->sha384(contents, ABI_PAGE_SIZE, info.contents);
	launch->sha384(&info, sizeof(info), launch->digest);
}
