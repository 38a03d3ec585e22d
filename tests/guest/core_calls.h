/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core protocol's calls as functions, each one entry; results are the SVSM's. */
#ifndef GUEST_CORE_CALLS_H
#define GUEST_CORE_CALLS_H

#include <stddef.h>

#include "tests/guest/svsm.h"

#define CORE(call) SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_##call)

/* *range: maximum << 32 | minimum version, 0 for none. */
static inline uint64_t core_query(uint32_t protocol, uint32_t version, uint64_t *range)
{
	struct svsm_args args = { .rcx = (uint64_t)protocol << 32 | version };
	uint64_t result = svsm_call(CORE(QUERY_PROTOCOL), &args);

	*range = args.rcx;
	return result;
}

static inline uint64_t core_remap_ca(uint64_t gpa)
{
	struct svsm_args args = { .rcx = gpa };

	return svsm_call(CORE(REMAP_CA), &args);
}

/* The list at any GPA. */
static inline uint64_t core_pvalidate(uint64_t list_gpa)
{
	struct svsm_args args = { .rcx = list_gpa };

	return svsm_call_complete(CORE(PVALIDATE), &args, NULL);
}

#endif
