/* SPDX-License-Identifier: MIT */
/*
 * Frames of the measured channel: the header, and a reader that assembles one message from a byte
 * stream. The header is decoded once, from the reader's own copy, and its length is bounded before
 * a byte of body is taken.
 * Spec: docs/channel.md s3.
 */
#ifndef LIB_CHANNEL_FRAME_H
#define LIB_CHANNEL_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../abi/channel.h"
#include "err.h"

/* Why a message or an offer is refused; code CHANNEL_ABORT_NONE: it is not */
struct channel_fault {
	enum channel_abort code;
	uint32_t detail; /* a TLV type, feature, strategy or the other side's code; 0: nothing */
};

#define CHANNEL_FINE ((struct channel_fault){ CHANNEL_ABORT_NONE, 0 })

/* What the next message must be; an ABORT of the same session is always taken in its place,
 * whatever its number: it ends the session in any case */
struct channel_expect {
	enum channel_type type; /* its value is also the sequence number expected */
	enum channel_role role; /* of the sender */
	uint64_t session;       /* 0: not known yet, any but 0 is taken */
};

/* Writes header to out. */
void channel_header_encode(const struct channel_header *header, uint8_t out[CHANNEL_HEADER_SIZE]);

/*
 * Decodes in, which must not change meanwhile, and holds it against expect: magic, framing, length,
 * role, type, session, sequence, in this order. Returns CHANNEL_FINE with *out set, or the fault
 * with *out untouched.
 */
MUST_USE struct channel_fault channel_header_decode(const uint8_t in[CHANNEL_HEADER_SIZE],
						    const struct channel_expect *expect,
						    struct channel_header *out);

/* One message in the making. The caller owns it; message[] stays valid until the next
 * channel_reader_start. */
struct channel_reader {
	struct channel_header header;         /* valid once the header is complete */
	uint32_t have;                        /* bytes of message[] */
	uint8_t message[CHANNEL_MESSAGE_MAX]; /* as received: header, then body */
};

/* Forgets what was read and starts a message. */
void channel_reader_start(struct channel_reader *reader);

/* Bytes that would complete the header, or the message once there is one: 1..CHANNEL_MESSAGE_MAX;
 * 0: complete. */
size_t channel_reader_want(const struct channel_reader *reader);

/*
 * Takes len bytes of data, len ≤ channel_reader_want(); the header is checked as soon as it is
 * complete. After a fault the reader must be started again. The message is complete when
 * channel_reader_want() is 0.
 */
MUST_USE struct channel_fault channel_reader_put(struct channel_reader *reader,
						 const struct channel_expect *expect,
						 const void *data, size_t len);

/* Where the body of a complete message is; header.length bytes. */
const uint8_t *channel_reader_body(const struct channel_reader *reader);

#endif
