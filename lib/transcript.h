/* SPDX-License-Identifier: MIT */
/*
 * The transcript of a negotiation: what both sides hash, and what evidence quotes.
 *   TH = SHA-384(label ‖ HELLO ‖ OFFER ‖ CHOICE), each message whole, header and body, as it was on
 * the wire; the CHOICE without its TH TLV and with a header length that does not count it.
 * The messages are kept, because evidence records them. Spec: docs/channel.md s6.
 */
#ifndef LIB_TRANSCRIPT_H
#define LIB_TRANSCRIPT_H

#include "channel_frame.h"
#include "hash.h"

#define TRANSCRIPT_LABEL "parapet channel transcript 1"
#define TRANSCRIPT_TRANSPORT_LABEL "parapet channel transport 1"
#define TRANSCRIPT_LABEL_SIZE 32u /* padded with zeros */
#define TRANSCRIPT_MESSAGES 3u
#define TRANSCRIPT_TRANSPORT_NAME_MAX 32u

struct transcript {
	uint32_t len; /* of data */
	uint32_t messages;
	uint32_t offset[TRANSCRIPT_MESSAGES]; /* of each message in data */
	uint8_t data[TRANSCRIPT_LABEL_SIZE + TRANSCRIPT_MESSAGES * CHANNEL_MESSAGE_MAX];
};

/* Starts with the label and no message. */
void transcript_init(struct transcript *transcript);

/*
 * Appends a copy of message[0..len): HELLO, then OFFER, then CHOICE as channel_choice_encode or
 * channel_choice_unseal leaves it. Returns OK; ERR_STATE after the third; ERR_RANGE if len is not
 * the header's length and the header's own.
 */
MUST_USE enum err transcript_add(struct transcript *transcript, const uint8_t *message, size_t len);

/* Writes TH. Returns OK, or ERR_STATE unless all three messages are there. */
MUST_USE enum err transcript_hash(const struct transcript *transcript, sha384_fn *sha384,
				  uint8_t out[SHA384_SIZE]);

/*
 * The digest of the profile's transport that a HELLO carries: SHA-384(label ‖ u16 name_len ‖ name ‖
 * u64 address). name[0..name_len): as the profile spells it, ≤ TRANSCRIPT_TRANSPORT_NAME_MAX bytes;
 * address: its port or guest-physical address. Returns OK or ERR_RANGE.
 */
MUST_USE enum err transcript_transport(const char *name, size_t name_len, uint64_t address,
				       sha384_fn *sha384, uint8_t out[SHA384_SIZE]);

#endif
