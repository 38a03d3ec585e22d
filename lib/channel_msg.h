/* SPDX-License-Identifier: MIT */
/*
 * The messages of the measured channel, to and from fixed structures. A decoder takes a body that
 * no longer changes, demands every field once with its exact size, refuses unknown critical TLVs
 * and ignores other unknown ones (they are hashed all the same). An encoder writes a whole message,
 * header and body.
 * Spec: docs/channel.md s4.
 */
#ifndef LIB_CHANNEL_MSG_H
#define LIB_CHANNEL_MSG_H

#include "channel_frame.h"
#include "channel_set.h"

struct channel_hello {
	struct channel_set versions;
	struct channel_set features; /* those that the image has and the profile allows */
	struct channel_set required;
	struct channel_set strategies; /* best first */
	uint8_t nonce[CHANNEL_NONCE_SIZE];
	uint8_t profile[CHANNEL_DIGEST_SIZE];
	uint8_t transport[CHANNEL_DIGEST_SIZE];
};

struct channel_offer {
	struct channel_set features;
	struct channel_set strategies;                      /* ascending */
	struct channel_device devices[CHANNEL_DEVICES_MAX]; /* addresses ascending */
	uint16_t device_count;
	uint16_t version;
	uint8_t nonce[CHANNEL_NONCE_SIZE];
};

struct channel_choice {
	struct channel_set features;
	uint16_t version;
	uint16_t strategy;
	uint8_t freshness; /* enum channel_freshness */
};

/*
 * Each decodes body[0..len) into *out. Returns CHANNEL_FINE, or why not, with *out untouched:
 * CHANNEL_ABORT_MALFORMED, _UNKNOWN_TLV, _MISSING_TLV, _VALUE; detail is the TLV's type where one
 * is to blame.
 */
MUST_USE struct channel_fault channel_hello_decode(const uint8_t *body, size_t len,
						   struct channel_hello *out);
MUST_USE struct channel_fault channel_offer_decode(const uint8_t *body, size_t len,
						   struct channel_offer *out);

/* As above; *out_th gets the transcript hash that the CHOICE carries. */
MUST_USE struct channel_fault channel_choice_decode(const uint8_t *body, size_t len,
						    struct channel_choice *out,
						    uint8_t out_th[CHANNEL_DIGEST_SIZE]);

/* An ACK is its transcript hash and nothing else: here unknown TLVs that are not critical are
 * refused too. */
MUST_USE struct channel_fault channel_ack_decode(const uint8_t *body, size_t len,
						 uint8_t out_th[CHANNEL_DIGEST_SIZE]);

/* *out: the other side's code (any number) and detail. */
MUST_USE struct channel_fault channel_abort_decode(const uint8_t *body, size_t len,
						   struct channel_fault *out);

/*
 * Each writes a message of the session into out[0..CHANNEL_MESSAGE_MAX) and its length to *len.
 * Returns OK; ERR_RANGE if a list, device or session is not valid; out may then be partly written,
 * *len is not.
 */
MUST_USE enum err channel_hello_encode(const struct channel_hello *hello, uint64_t session,
				       uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len);
MUST_USE enum err channel_offer_encode(const struct channel_offer *offer, uint64_t session,
				       uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len);
MUST_USE enum err channel_ack_encode(const uint8_t th[CHANNEL_DIGEST_SIZE], uint64_t session,
				     uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len);

/* Without its transcript hash, as the transcript takes it: channel_choice_seal makes it a message
 * to send. */
MUST_USE enum err channel_choice_encode(const struct channel_choice *choice, uint64_t session,
					uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len);

/* Appends th to the CHOICE in message[0..*len), and corrects its length and *len. */
MUST_USE enum err channel_choice_seal(uint8_t message[CHANNEL_MESSAGE_MAX], size_t *len,
				      const uint8_t th[CHANNEL_DIGEST_SIZE]);

/*
 * The reverse: takes the transcript hash off the end of the CHOICE in message[0..*len).
 * Returns OK; ERR_FORMAT when it does not end in one.
 */
MUST_USE enum err channel_choice_unseal(uint8_t message[CHANNEL_MESSAGE_MAX], size_t *len);

/* role: the sender's; instead_of: what it would have sent now, CHANNEL_ACK + 1 after the ACK. */
MUST_USE enum err channel_abort_encode(struct channel_fault fault, enum channel_role role,
				       enum channel_type instead_of, uint64_t session,
				       uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len);

/* Whether device is one that an OFFER may list: alignment, bounds, reserved bytes; its kind is not
 * looked at. */
bool channel_device_is_valid(const struct channel_device *device);

#endif
