/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The monitor's end of a connection to the VMM side under test. */
#ifndef VMM_AGENT_CHECK_PEER_H
#define VMM_AGENT_CHECK_PEER_H

#include "lib/negotiate.h"
#include "lib/transcript.h"

struct check_message {
	size_t len;
	uint8_t bytes[CHANNEL_MESSAGE_MAX + 64]; /* room for what is too long on purpose */
};

struct check_peer {
	int fd; /* -1: not connected */
	uint32_t wait_ms;
	uint64_t session;
	struct channel_hello hello;
	struct channel_offer offer; /* valid once one was received */
	struct check_message sent_hello;
	struct check_message received; /* the latest message */
};

enum check_answer {
	CHECK_MESSAGE, /* the one expected, in received */
	CHECK_ABORT,   /* a well-formed ABORT */
	CHECK_CLOSED,
	CHECK_SILENT,
	CHECK_NONSENSE, /* something that the specification does not allow here */
};

/* Connects; a new session, and a HELLO that accepts everything. Returns NULL, or why not. */
const char *check_connect(struct check_peer *peer, const char *address, uint32_t wait_ms);
void check_disconnect(struct check_peer *peer);

/* Draws a new session and nonce, for another boot on the same connection. */
void check_new_session(struct check_peer *peer);

/* Sends bytes in pieces of at most step bytes; a peer that closes early is no fault. */
void check_send(struct check_peer *peer, const void *bytes, size_t len, size_t step);

/* Receives the next message, which should be of type. */
enum check_answer check_receive(struct check_peer *peer, enum channel_type type);

/* Encodes peer->hello into sent_hello. */
void check_make_hello(struct check_peer *peer);

/* The CHOICE that accepts all features offered and the first strategy. */
struct channel_choice check_choose(const struct check_peer *peer);

/* choice as a message without its hash. */
void check_encode_choice(const struct check_peer *peer, const struct channel_choice *choice,
			 struct check_message *out);

/* Hashes the transcript with this CHOICE and appends the hash to it. */
void check_seal(const struct check_peer *peer, struct check_message *choice,
		uint8_t th[SHA384_SIZE]);

#endif
