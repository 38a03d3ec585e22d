/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A negotiation to take apart: every test of the channel starts from these and changes one thing.
 */
#ifndef TESTS_UNIT_CHANNEL_SAMPLES_H
#define TESTS_UNIT_CHANNEL_SAMPLES_H

#include "lib/negotiate.h"
#include "lib/transcript.h"

#define SAMPLE_SESSION 0x1122334455667788ull

/* A whole message */
struct sample_message {
	size_t len;
	uint8_t bytes[CHANNEL_MESSAGE_MAX];
};

/* An ascending or preferred list of the numbers given. */
#define SAMPLE_SET(...)                                                                            \
	((struct channel_set){ .count = sizeof((uint16_t[]){ __VA_ARGS__ }) / sizeof(uint16_t),    \
			       .number = { __VA_ARGS__ } })

struct negotiate_limits sample_limits(void);
struct negotiate_compiled sample_compiled(void);
struct channel_hello sample_hello(void);
struct channel_offer sample_offer(void);

/* The messages that these give; session SAMPLE_SESSION. The CHOICE has no transcript hash yet. */
void sample_hello_message(struct sample_message *out);
void sample_offer_message(struct sample_message *out);
void sample_choice_message(struct sample_message *out);

/* TH over a CHOICE without its hash and the two before it. */
void sample_hash(const struct sample_message *hello, const struct sample_message *offer,
		 const struct sample_message *choice, uint8_t out[SHA384_SIZE]);

/* Decodes an OFFER as the monitor does and decides: the whole path of a hostile OFFER to a TH. */
struct channel_fault sample_receive_offer(const struct sample_message *offer,
					  uint8_t out[SHA384_SIZE]);

#endif
