/* SPDX-License-Identifier: MIT */
/*
 * The decision of the measured channel: what a measured profile allows, the image has and the host
 * offers gives one choice, or a reason to halt. Pure and total: no state, no allocation, an answer
 * for every input. The image runs it, proofs cover it (docs/proofs.md) and a verifier can run it
 * over a recorded transcript.
 * Spec: docs/channel.md s5.
 */
#ifndef LIB_NEGOTIATE_H
#define LIB_NEGOTIATE_H

#include "channel_msg.h"

/* What the profile allows. A feature that is required must be allowed too. */
struct negotiate_limits {
	struct channel_set allowed;    /* ascending */
	struct channel_set required;   /* ascending */
	struct channel_set strategies; /* best first: the list is the floor */
	uint8_t freshness;             /* enum channel_freshness */
};

/* What the image has; all three ascending */
struct negotiate_compiled {
	struct channel_set versions; /* of the protocol */
	struct channel_set features;
	struct channel_set strategies;
};

/*
 * Fills the lists of *hello that the limits and the image decide: versions, features (compiled ∩
 * allowed), required, strategies (those compiled, in the profile's order). Nonce and digests are
 * left alone. Returns CHANNEL_FINE; CHANNEL_ABORT_INTERNAL (a list is malformed);
 * CHANNEL_ABORT_CONFIGURATION (detail: the required feature that is not allowed or not compiled
 * in). *hello is untouched on a fault.
 */
MUST_USE struct channel_fault negotiate_hello(const struct negotiate_limits *limits,
					      const struct negotiate_compiled *compiled,
					      struct channel_hello *hello);

/*
 * Features: compiled ∩ allowed ∩ offered, and the required ones must be among them. Strategy: the
 * first of the profile's that is compiled in and available. Returns CHANNEL_FINE with *choice set;
 * or, *choice untouched, CHANNEL_ABORT_INTERNAL, _CONFIGURATION, _VERSION, _VALUE (the offer's
 * lists are malformed), _REQUIRED (detail: the first feature that lacks), _STRATEGY.
 */
MUST_USE struct channel_fault negotiate(const struct negotiate_limits *limits,
					const struct negotiate_compiled *compiled,
					const struct channel_offer *offer,
					struct channel_choice *choice);

/*
 * The host's check of a choice: its version and strategy are the offer's, its features among those
 * offered. Returns CHANNEL_FINE, or CHANNEL_ABORT_CHOICE (detail: the version, feature or
 * strategy).
 */
MUST_USE struct channel_fault negotiate_check(const struct channel_offer *offer,
					      const struct channel_choice *choice);

#endif
