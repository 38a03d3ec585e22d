/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row a request says what follows its number. Never reads beyond what was given, nor believes a
 * length. */
#include "modules/vtpm/server/frame.h"

#include "lib/be.h"

#include <stdbool.h>

enum body { BODY_NONE, BODY_BYTES, BODY_LOCALITY_BYTES, BODY_WORD };

struct row {
	bool is_known;
	enum body body;
};

static const struct row rows[FRAME_REQUEST_COUNT] = {
	[FRAME_POWER_ON] = { true, BODY_NONE },     [FRAME_POWER_OFF] = { true, BODY_NONE },
	[FRAME_PRESENCE_ON] = { true, BODY_NONE },  [FRAME_PRESENCE_OFF] = { true, BODY_NONE },
	[FRAME_HASH_START] = { true, BODY_NONE },   [FRAME_HASH_DATA] = { true, BODY_BYTES },
	[FRAME_HASH_END] = { true, BODY_NONE },     [FRAME_COMMAND] = { true, BODY_LOCALITY_BYTES },
	[FRAME_CANCEL_ON] = { true, BODY_NONE },    [FRAME_CANCEL_OFF] = { true, BODY_NONE },
	[FRAME_NV_ON] = { true, BODY_NONE },        [FRAME_NV_OFF] = { true, BODY_NONE },
	[FRAME_KEY_CACHE_ON] = { true, BODY_NONE }, [FRAME_KEY_CACHE_OFF] = { true, BODY_NONE },
	[FRAME_HANDSHAKE] = { true, BODY_WORD },    [FRAME_RESET] = { true, BODY_NONE },
	[FRAME_RESTART] = { true, BODY_NONE },      [FRAME_SESSION_END] = { true, BODY_NONE },
	[FRAME_STOP] = { true, BODY_NONE },
};

enum err frame_find(const uint8_t *bytes, size_t len, struct frame *out)
{
	struct frame frame = { 0 };
	enum body body;
	size_t at = 4;
	uint32_t number;

	if (len < at)
		return ERR_TRUNCATED;
	number = (uint32_t)be_load(bytes, 4);
	if (number >= FRAME_REQUEST_COUNT || !rows[number].is_known)
		return ERR_UNSUPPORTED;
	frame.request = (enum frame_request)number;
	body = rows[number].body;
	if (body == BODY_LOCALITY_BYTES) {
		if (len < at + 1)
			return ERR_TRUNCATED;
		frame.locality = bytes[at++];
	}
	if (body != BODY_NONE) {
		if (len < at + 4)
			return ERR_TRUNCATED;
		if (body != BODY_WORD)
			frame.payload_len = (uint32_t)be_load(bytes + at, 4);
		at += 4;
	}
	if (frame.payload_len > FRAME_PAYLOAD_MAX)
		return ERR_RANGE;
	if (len - at < frame.payload_len)
		return ERR_TRUNCATED;
	frame.payload = bytes + at;
	frame.len = at + frame.payload_len;
	*out = frame;
	return OK;
}
