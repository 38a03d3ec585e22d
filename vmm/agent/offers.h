/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An offers file: what this VMM can do for the monitor, as YAML. configs/offers/default.yaml
 * explains its keys. */
#ifndef VMM_AGENT_OFFERS_H
#define VMM_AGENT_OFFERS_H

#include "lib/channel_msg.h"
#include "tools/problem.h"

struct offers {
	struct channel_offer offer; /* version and nonce are left 0 */
	uint32_t deadline_ms;
};

/*
 * Reads the file at path ("-": standard input). Returns OK; or an error described in *problem as
 * FILE:LINE:COLUMN: message, with *out untouched.
 */
MUST_USE enum err offers_read(const char *path, struct offers *out, struct problem *problem);

#endif
