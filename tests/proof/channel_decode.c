/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/channel_msg_decode.c lib/channel_fields.c lib/channel_set.c lib/tlv.c */
/* proof-flags: -DCHANNEL_NONCE_SIZE=1u -DCHANNEL_FEATURES_MAX=2u -DCHANNEL_STRATEGIES_MAX=2u -DCHANNEL_VERSIONS_MAX=2u -DCHANNEL_DEVICES_MAX=1u --unwind 14 */
/* proof-functions: offer_decode abort_decode fields_find */
/* The decoders of what the host sends, on bodies of every content up to the sizes that shrunken tables need. */
#include "tests/proof/proof.h"

#include <stdlib.h>

#include "lib/channel_fields.h"
#include "lib/channel_msg.h"

/* VERSION 6, NONCE 5, two sets of two 16, a device 20 */
#define OFFER_MAX 47u

static uint8_t *any_body(size_t len)
{
	uint8_t *body = malloc(len);

	ASSUME(body != NULL);
	return body;
}

void proof_offer_decode(void)
{
	size_t len = nondet_size();
	static struct channel_offer offer;
	uint8_t *body;

	ASSUME(len > 0 && len <= OFFER_MAX);
	body = any_body(len);
	if (channel_offer_decode(body, len, &offer).code != CHANNEL_ABORT_NONE)
		return;
	PROVE(channel_set_is_valid(&offer.features, CHANNEL_FEATURES_MAX, CHANNEL_ASCENDING), "features are a set");
	PROVE(channel_set_is_valid(&offer.strategies, CHANNEL_STRATEGIES_MAX, CHANNEL_ASCENDING), "strategies are a set");
	PROVE(offer.device_count <= CHANNEL_DEVICES_MAX, "devices fit");
	PROVE(offer.device_count == 0 || channel_device_is_valid(&offer.devices[0]), "a device is valid");
}

void proof_abort_decode(void)
{
	size_t len = nondet_size();
	struct channel_fault out = CHANNEL_FINE;
	uint8_t *body;

	ASSUME(len > 0 && len <= 24);
	body = any_body(len);
	if (channel_abort_decode(body, len, &out).code != CHANNEL_ABORT_NONE)
		PROVE(out.code == CHANNEL_ABORT_NONE && out.detail == 0, "a fault writes nothing");
}

void proof_fields_find(void)
{
	static const struct channel_field fields[] = { { 1, 2, 2, 1 }, { 2, 0, 8, 2 } };
	struct channel_value values[2];
	size_t len = nondet_size();
	uint8_t *body;

	ASSUME(len > 0 && len <= 32);
	body = any_body(len);
	if (channel_fields_find(body, len, fields, 2, CHANNEL_UNKNOWN_IGNORED, values).code != CHANNEL_ABORT_NONE)
		return;
	PROVE(values[0].len == 2 && values[0].at >= body && values[0].at + 2 <= body + len, "the first is within");
	PROVE(values[1].len <= 8 && values[1].len % 2 == 0, "the second has a length of its row");
	PROVE(values[1].at >= body && values[1].at + values[1].len <= body + len, "and is within");
}
