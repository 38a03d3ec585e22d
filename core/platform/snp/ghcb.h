/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests to the hypervisor, by MSR and by page. Spec: GHCB 2.04 s2.3 and s4. */
#ifndef CORE_PLATFORM_SNP_GHCB_H
#define CORE_PLATFORM_SNP_GHCB_H

#include "abi/ghcb.h"
#include "core/memory/addr.h"
#include "core/platform/platform.h"

/* Makes one request by MSR and returns the hypervisor's answer, unchecked. */
uint64_t ghcb_msr_request(uint64_t request);

/* GHCB protocol and features asked for and checked. Returns 0, TERM_GHCB_VERSION or
 * TERM_HV_FEATURES. */
enum termination ghcb_negotiate(void);

/* Has a page of this image that was never validated made shared, by MSR. Returns OK or ERR_IO. */
MUST_USE enum err ghcb_share_page(gpa_t page);

/* Registers this CPU's GHCB page, which must be shared by now, and clears it. Returns OK or ERR_IO.
 */
MUST_USE enum err ghcb_register(void);

/* Whether this CPU may use ghcb_request yet. */
bool ghcb_is_ready(void);

/* This CPU's shared buffer (GHCB_BUFFER_SIZE bytes), and its GPA for scratch. */
uint64_t __shared *ghcb_buffer(void);
uint64_t ghcb_buffer_gpa(void);

enum ghcb_input { GHCB_INPUT_NONE = 0, GHCB_INPUT_RAX = 1, GHCB_INPUT_SCRATCH = 2 };

struct ghcb_request {
	uint64_t code; /* GHCB_EXIT_* */
	uint64_t info1;
	uint64_t info2;
	enum ghcb_input input; /* which one of the next the request has */
	uint64_t value;
	uint64_t answer; /* out: sw_exitinfo2 */
	uint64_t rax;    /* out: RAX, if has_rax */
	bool has_rax;    /* out: the hypervisor gave one */
};

/*
 * Makes one request on this CPU's GHCB page. Returns OK with request->answer set, or ERR_IO where
 * the hypervisor refused it or called it malformed.
 */
MUST_USE enum err ghcb_request(struct ghcb_request *request);

#endif
