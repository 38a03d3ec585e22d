/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The requests of the Microsoft simulator's protocol: finding where one ends in what a client has
 * sent, and its parts.
 * Pure: no sockets, no state. Spec: none is published; the numbers are those that clients send.
 */
#ifndef VTPM_SERVER_FRAME_H
#define VTPM_SERVER_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#define FRAME_PAYLOAD_MAX 4096u
#define FRAME_REQUEST_MAX (4u + 1u + 4u + FRAME_PAYLOAD_MAX)

/* Requests, big-endian u32. Clients differ in the port that they send some to: both take all. */
enum frame_request {
	FRAME_POWER_ON = 1,
	FRAME_POWER_OFF = 2,
	FRAME_PRESENCE_ON = 3,
	FRAME_PRESENCE_OFF = 4,
	FRAME_HASH_START = 5,
	FRAME_HASH_DATA = 6, /* u32 length, bytes */
	FRAME_HASH_END = 7,
	FRAME_COMMAND = 8, /* u8 locality, u32 length, bytes */
	FRAME_CANCEL_ON = 9,
	FRAME_CANCEL_OFF = 10,
	FRAME_NV_ON = 11,
	FRAME_NV_OFF = 12,
	FRAME_KEY_CACHE_ON = 13,
	FRAME_KEY_CACHE_OFF = 14,
	FRAME_HANDSHAKE = 15, /* u32 version */
	FRAME_RESET = 17,
	FRAME_RESTART = 18,
	FRAME_SESSION_END = 20,
	FRAME_STOP = 21,
	FRAME_REQUEST_COUNT,
};

struct frame {
	enum frame_request request;
	uint8_t locality;       /* FRAME_COMMAND */
	const uint8_t *payload; /* in the caller's bytes */
	uint32_t payload_len;   /* ≤ FRAME_PAYLOAD_MAX */
	size_t len;             /* of the whole request */
};

/*
 * Looks for a whole request at bytes[0..len). Returns OK with *out; ERR_TRUNCATED: more bytes are
 * needed, *out untouched; ERR_UNSUPPORTED: no request has this number; ERR_RANGE: its payload is
 * longer than any.
 */
MUST_USE enum err frame_find(const uint8_t *bytes, size_t len, struct frame *out);

#endif
