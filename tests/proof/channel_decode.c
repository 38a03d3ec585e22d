/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/channel_msg_decode.c lib/channel_fields.c lib/channel_set.c lib/tlv.c */
/* proof-flags: -DCHANNEL_FEATURES_MAX=2u -DCHANNEL_STRATEGIES_MAX=2u -DCHANNEL_VERSIONS_MAX=2u -DCHANNEL_DEVICES_MAX=1u --unwind 10 */
/* proof-functions: abort_decode fields_find */
/* Finding the fields of a body, and the smallest message that has several: bodies of every content.
 */
#include "tests/proof/proof.h"

#include <stdlib.h>

#include "lib/channel_fields.h"
#include "lib/channel_msg.h"

static uint8_t *any_body(size_t len)
{
	uint8_t *body = malloc(len);

	ASSUME(body != NULL);
	return body;
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
	if (channel_fields_find(body, len, fields, 2, CHANNEL_UNKNOWN_IGNORED, values).code !=
	    CHANNEL_ABORT_NONE)
		return;
	PROVE(values[0].len == 2 && values[0].at >= body && values[0].at + 2 <= body + len,
	      "the first is within");
	PROVE(values[1].len <= 8 && values[1].len % 2 == 0, "the second has a length of its row");
	PROVE(values[1].at >= body && values[1].at + values[1].len <= body + len, "and is within");
}
