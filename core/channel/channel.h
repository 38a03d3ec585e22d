/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The measured channel, the monitor's side: features and key strategy are negotiated once with the
 * VMM and then frozen. The host cannot be authenticated; what it says narrows what the measured
 * profile allows, and is recorded.
 * Spec: docs/channel.md.
 */
#ifndef CORE_CHANNEL_CHANNEL_H
#define CORE_CHANNEL_CHANNEL_H

#include <stdbool.h>

#include "abi/termination.h"
#include "core/channel/transport.h"
#include "lib/hash.h"
#include "lib/negotiate.h"

/* What was agreed. Never changes once the step "negotiated" is done. */
struct channel_result {
	/* version 0: the profile names no transport; then there was nobody to agree with, no
	 * feature, session 0, TH zeros */
	struct channel_choice choice;
	uint64_t session;
	uint8_t th[SHA384_SIZE];
	uint32_t device_count; /* of devices: those offered for features that were agreed, none of
				  them in RAM */
	struct channel_device devices[CHANNEL_DEVICES_MAX];
};

/*
 * The step of the boot: runs the negotiation that the profile asks for. Returns 0 with the result
 * frozen, or why the boot must end (set 0xa); the VMM has then been told by ABORT, if it listens.
 */
enum termination channel_negotiate(void);

/* For channel_negotiate: takes *result as what was agreed. Once. */
void channel_result_freeze(const struct channel_result *result);

/* Valid after channel_negotiate; before, nothing is agreed. */
const struct channel_result *channel_result(void);

/* Whether feature (enum channel_feature) was agreed. False before channel_negotiate. */
bool channel_has_feature(uint16_t feature);

/* What the profile says about the channel, read by channel_profile.c */
struct channel_profile {
	const struct transport *transport; /* NULL: none */
	uint64_t address;
	uint64_t deadline_ticks; /* for each message */
	struct negotiate_limits limits;
};

/* Fills *out. Returns 0, or TERM_CHANNEL_TRANSPORT: the image does not have the transport that the
 * profile names. */
MUST_USE enum termination channel_profile_read(struct channel_profile *out);

/* Milliseconds, ≤ 600000, as ticks for core/channel/deadline.h. Valid once the profile is decoded.
 */
uint64_t channel_ticks(uint64_t milliseconds);

/* Fills *out with what this image has: protocol versions, the modules' features, key strategies. */
void channel_compiled_collect(struct negotiate_compiled *out);

/* The key strategies that need nothing of the host, ascending. */
void channel_compiled_local_strategies(struct channel_set *out);

/*
 * One negotiation over profile->transport: HELLO, OFFER, decision, CHOICE, ACK, each recorded as
 * evidence. Returns CHANNEL_FINE with *result complete, or why not: then ABORT was sent, and
 * *result is untouched.
 */
MUST_USE struct channel_fault channel_exchange_run(const struct channel_profile *profile,
						   const struct negotiate_compiled *compiled,
						   struct channel_result *result);

#endif
