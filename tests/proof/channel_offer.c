/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/channel_msg_decode.c lib/channel_set.c */
/* proof-flags: -DCHANNEL_FEATURES_MAX=4u -DCHANNEL_STRATEGIES_MAX=3u -DCHANNEL_VERSIONS_MAX=2u -DCHANNEL_DEVICES_MAX=3u --unwind 9 */
/* proof-functions: offer_decode */
/* From an OFFER's fields to its structure. Finding the fields is proved apart (channel_decode.c:
 * fields_find): here any outcome that proof allows stands for it. */
#include "tests/proof/proof.h"

#include <stdlib.h>

#include "lib/channel_fields.h"
#include "lib/channel_msg.h"

struct channel_fault channel_fields_find(const uint8_t *body, size_t len,
					 const struct channel_field *fields, uint32_t count,
					 enum channel_unknown unknown, struct channel_value *values)
{
	(void)body;
	(void)len;
	(void)unknown;
	if (nondet_u8() != 0)
		return (struct channel_fault){ CHANNEL_ABORT_MALFORMED, nondet_u32() };
	for (uint32_t i = 0; i < count; i++) {
		uint16_t size = nondet_u16();
		/* One byte more than the value has keeps an empty one's address a good one */
		uint8_t *room = malloc((size_t)size + 1);

		ASSUME(room != NULL);
		ASSUME(size >= fields[i].min && size <= fields[i].max &&
		       size % fields[i].step == 0);
		values[i].len = size;
		values[i].at = room + 1;
	}
	return CHANNEL_FINE;
}

void proof_offer_decode(void)
{
	static struct channel_offer offer;
	uint8_t body[1];
	uint16_t i = nondet_u16();

	offer.version = 77;
	if (channel_offer_decode(body, sizeof(body), &offer).code != CHANNEL_ABORT_NONE) {
		PROVE(offer.version == 77 && offer.device_count == 0, "a fault writes nothing");
		return;
	}
	PROVE(channel_set_is_valid(&offer.features, CHANNEL_FEATURES_MAX, CHANNEL_ASCENDING),
	      "features are a set");
	PROVE(channel_set_is_valid(&offer.strategies, CHANNEL_STRATEGIES_MAX, CHANNEL_ASCENDING),
	      "strategies are a set");
	PROVE(offer.version != 0, "there is a version");
	PROVE(offer.device_count <= CHANNEL_DEVICES_MAX, "devices fit");
	if (i < offer.device_count)
		PROVE(channel_device_is_valid(&offer.devices[i]), "each device is valid");
	if (i > 0 && i < offer.device_count)
		PROVE(offer.devices[i].address > offer.devices[i - 1].address, "addresses ascend");
}
