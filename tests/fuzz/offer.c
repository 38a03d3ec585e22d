/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) */
/* The body of an OFFER, to the decision: what is decoded is in bounds, and what is chosen is
 * allowed and offered. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/channel/samples.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
	if (!holds)
		abort();
}

/* What was decoded can be encoded and decoded again to the same. */
static void check_offer(const struct channel_offer *offer)
{
	struct sample_message message;
	struct sample_message second;
	struct channel_offer again;

	must(offer->device_count <= CHANNEL_DEVICES_MAX);
	must(channel_offer_encode(offer, SAMPLE_SESSION, message.bytes, &message.len) == OK);
	must(channel_offer_decode(message.bytes + CHANNEL_HEADER_SIZE,
				  message.len - CHANNEL_HEADER_SIZE, &again)
		     .code == CHANNEL_ABORT_NONE);
	must(channel_offer_encode(&again, SAMPLE_SESSION, second.bytes, &second.len) == OK);
	must(second.len == message.len && memcmp(second.bytes, message.bytes, message.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct negotiate_limits limits = sample_limits();
	struct negotiate_compiled compiled = sample_compiled();
	struct channel_offer offer;
	struct channel_choice choice;

	if (size > CHANNEL_BODY_MAX)
		return 0;
	memset(&offer, 0x5a, sizeof(offer));
	if (channel_offer_decode(data, size, &offer).code != CHANNEL_ABORT_NONE)
		return 0;
	check_offer(&offer);
	if (negotiate(&limits, &compiled, &offer, &choice).code != CHANNEL_ABORT_NONE)
		return 0;
	must(channel_set_missing(&choice.features, &offer.features) == 0);
	must(channel_set_missing(&choice.features, &limits.allowed) == 0);
	must(channel_set_missing(&choice.features, &compiled.features) == 0);
	must(channel_set_missing(&limits.required, &choice.features) == 0);
	must(channel_set_has(&limits.strategies, choice.strategy));
	must(channel_set_has(&offer.strategies, choice.strategy));
	must(negotiate_check(&offer, &choice).code == CHANNEL_ABORT_NONE);
	return 0;
}
