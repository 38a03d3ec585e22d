/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cases of --check. Each changes one thing. Offsets of HELLO: header 24, VERSIONS at 24, NONCE
 * at 30. */
#include "vmm/agent/check_cases.h"

#include <string.h>

#include "lib/channel_bytes.h"

#define OFFSET(member) offsetof(struct channel_header, member)
#define VERSIONS_AT 24u
#define NONCE_AT 30u

static void set_length(struct check_message *message)
{
	channel_store(message->bytes + OFFSET(length), message->len - CHANNEL_HEADER_SIZE, 4);
}

static void append_tlv(struct check_message *message, uint16_t type)
{
	uint8_t *at = message->bytes + message->len;

	channel_store(at, type, 2);
	channel_store(at + 2, 1, 2);
	at[4] = 0x55;
	message->len += 5;
	set_length(message);
}

static void hello_good(struct check_peer *peer)
{
	(void)peer;
}

#define HELLO_STORE(name, at, value, size)                                                         \
	static void name(struct check_peer *peer)                                                  \
	{                                                                                          \
		channel_store(peer->sent_hello.bytes + (at), (uint64_t)(value), size);             \
	}
HELLO_STORE(hello_magic, 0, 0x12345678, 4)
HELLO_STORE(hello_framing, OFFSET(version), 2, 2)
HELLO_STORE(hello_type_offer, OFFSET(type), CHANNEL_OFFER, 1)
HELLO_STORE(hello_type_unknown, OFFSET(type), 77, 1)
HELLO_STORE(hello_role_host, OFFSET(role), CHANNEL_HOST, 1)
HELLO_STORE(hello_role_zero, OFFSET(role), 0, 1)
HELLO_STORE(hello_sequence_zero, OFFSET(sequence), 0, 4)
HELLO_STORE(hello_sequence_two, OFFSET(sequence), 2, 4)
HELLO_STORE(hello_session_zero, OFFSET(session), 0, 8)
HELLO_STORE(hello_too_long, OFFSET(length), CHANNEL_BODY_MAX + 1, 4)
HELLO_STORE(hello_endless, OFFSET(length), UINT32_MAX, 4)
HELLO_STORE(hello_tlv_cut, NONCE_AT + 2, 0xffff, 2)
HELLO_STORE(hello_tlv_twice, NONCE_AT, CHANNEL_TLV_VERSIONS | 0x8000, 2)
HELLO_STORE(hello_tlv_unordered, VERSIONS_AT, CHANNEL_TLV_TRANSPORT | 0x8000, 2)
HELLO_STORE(hello_not_critical, NONCE_AT, CHANNEL_TLV_NONCE, 2)
HELLO_STORE(hello_version_zero, VERSIONS_AT + 4, 0, 2)

static void hello_empty(struct check_peer *peer)
{
	peer->sent_hello.len = CHANNEL_HEADER_SIZE;
	set_length(&peer->sent_hello);
}

static void hello_no_versions(struct check_peer *peer)
{
	struct check_message *message = &peer->sent_hello;

	message->len -= NONCE_AT - VERSIONS_AT;
	memmove(message->bytes + VERSIONS_AT, message->bytes + NONCE_AT,
		message->len - VERSIONS_AT);
	set_length(message);
}

static void hello_unknown_critical(struct check_peer *peer)
{
	append_tlv(&peer->sent_hello, 0x4000 | 0x8000);
}

static void hello_unknown(struct check_peer *peer)
{
	append_tlv(&peer->sent_hello, 0x4000);
}

static void hello_other_version(struct check_peer *peer)
{
	peer->hello.versions.number[0] = 0x7777;
	check_make_hello(peer);
}

static void hello_more_versions(struct check_peer *peer)
{
	peer->hello.versions = (struct channel_set){ 3, { CHANNEL_PROTOCOL, 0x7776, 0x7777 } };
	check_make_hello(peer);
}

static void hello_wants_nothing(struct check_peer *peer)
{
	peer->hello.features.count = 0;
	check_make_hello(peer);
}

static void hello_wants_much(struct check_peer *peer)
{
	for (uint16_t i = 0; i < CHANNEL_FEATURES_MAX; i++)
		peer->hello.features.number[i] = (uint16_t)(i + 1);
	peer->hello.features.count = CHANNEL_FEATURES_MAX;
	peer->hello.required = peer->hello.features;
	check_make_hello(peer);
}

static void hello_unsorted_features(struct check_peer *peer)
{
	/* After VERSIONS, NONCE, PROFILE, TRANSPORT: the first two features change places */
	uint8_t *at = peer->sent_hello.bytes + NONCE_AT + 36 + 52 + 52 + 4;
	uint64_t first = channel_load(at, 2);

	channel_store(at, channel_load(at + 2, 2), 2);
	channel_store(at + 2, first, 2);
}

const struct check_hello_case check_hello_cases[] = {
	{ "HELLO: a good one", hello_good, CHECK_TAKEN, 0 },
	{ "HELLO: byte by byte", hello_good, CHECK_TAKEN, 1 },
	{ "HELLO: in odd pieces", hello_good, CHECK_TAKEN, 23 },
	{ "HELLO: an unknown TLV that is not critical", hello_unknown, CHECK_TAKEN, 0 },
	{ "HELLO: further versions", hello_more_versions, CHECK_TAKEN, 0 },
	{ "HELLO: no feature wanted", hello_wants_nothing, CHECK_TAKEN, 0 },
	{ "HELLO: 128 features wanted and required", hello_wants_much, CHECK_TAKEN, 0 },
	{ "HELLO: wrong magic", hello_magic, CHECK_REFUSED, 0 },
	{ "HELLO: another framing version", hello_framing, CHECK_REFUSED, 0 },
	{ "HELLO: of type OFFER", hello_type_offer, CHECK_REFUSED, 0 },
	{ "HELLO: of an unknown type", hello_type_unknown, CHECK_REFUSED, 0 },
	{ "HELLO: in the host's role", hello_role_host, CHECK_REFUSED, 0 },
	{ "HELLO: in no role", hello_role_zero, CHECK_REFUSED, 0 },
	{ "HELLO: sequence 0", hello_sequence_zero, CHECK_REFUSED, 0 },
	{ "HELLO: sequence 2", hello_sequence_two, CHECK_REFUSED, 0 },
	{ "HELLO: session 0", hello_session_zero, CHECK_REFUSED, 0 },
	{ "HELLO: one byte longer than allowed", hello_too_long, CHECK_REFUSED, 0 },
	{ "HELLO: 4 GiB long", hello_endless, CHECK_REFUSED, 0 },
	{ "HELLO: empty", hello_empty, CHECK_REFUSED, 0 },
	{ "HELLO: a TLV longer than the message", hello_tlv_cut, CHECK_REFUSED, 0 },
	{ "HELLO: a TLV twice", hello_tlv_twice, CHECK_REFUSED, 0 },
	{ "HELLO: TLVs out of order", hello_tlv_unordered, CHECK_REFUSED, 0 },
	{ "HELLO: a TLV not marked critical", hello_not_critical, CHECK_REFUSED, 0 },
	{ "HELLO: a TLV missing", hello_no_versions, CHECK_REFUSED, 0 },
	{ "HELLO: an unknown critical TLV", hello_unknown_critical, CHECK_REFUSED, 0 },
	{ "HELLO: version 0", hello_version_zero, CHECK_REFUSED, 0 },
	{ "HELLO: no version in common", hello_other_version, CHECK_REFUSED, 0 },
	{ "HELLO: features out of order", hello_unsorted_features, CHECK_REFUSED, 0 },
};
const size_t check_hello_count = sizeof(check_hello_cases) / sizeof(check_hello_cases[0]);

static void choose_no_feature(struct channel_choice *choice)
{
	choice->features.count = 0;
}

static void choose_foreign_feature(struct channel_choice *choice)
{
	choice->features = (struct channel_set){ 1, { 0xfffe } };
}

static void choose_foreign_strategy(struct channel_choice *choice)
{
	choice->strategy = 0xfffe;
}

static void choose_other_version(struct channel_choice *choice)
{
	choice->version++;
}

static void choice_unknown(struct check_message *message)
{
	append_tlv(message, 0x4000);
}

static void choice_unknown_critical(struct check_message *message)
{
	append_tlv(message, 0x4000 | 0x8000);
}

static void choice_wrong_hash(struct check_message *message)
{
	message->bytes[message->len - 1] ^= 1;
}

static void choice_no_hash(struct check_message *message)
{
	message->len -= 4 + CHANNEL_DIGEST_SIZE;
	set_length(message);
}

static void choice_after_hash(struct check_message *message)
{
	append_tlv(message, 0x7fff);
}

#define CHOICE_STORE(name, at, value, size)                                                        \
	static void name(struct check_message *message)                                            \
	{                                                                                          \
		channel_store(message->bytes + (at), (uint64_t)(value), size);                     \
	}
CHOICE_STORE(choice_other_session, OFFSET(session), 0x4242424242424242, 8)
CHOICE_STORE(choice_sequence_one, OFFSET(sequence), 1, 4)
CHOICE_STORE(choice_sequence_four, OFFSET(sequence), 4, 4)
CHOICE_STORE(choice_type_ack, OFFSET(type), CHANNEL_ACK, 1)
CHOICE_STORE(choice_role_host, OFFSET(role), CHANNEL_HOST, 1)
CHOICE_STORE(choice_too_long, OFFSET(length), CHANNEL_BODY_MAX + 1, 4)

static void choice_freshness_bit(struct check_message *message)
{
	message->bytes[message->len - 4 - CHANNEL_DIGEST_SIZE - 1] ^= 1;
}

const struct check_choice_case check_choice_cases[] = {
	{ "CHOICE: a good one", NULL, NULL, NULL, CHECK_TAKEN },
	{ "CHOICE: no feature", choose_no_feature, NULL, NULL, CHECK_TAKEN },
	{ "CHOICE: an unknown TLV that is not critical", NULL, choice_unknown, NULL, CHECK_TAKEN },
	{ "CHOICE: a feature that was not offered", choose_foreign_feature, NULL, NULL,
	  CHECK_REFUSED },
	{ "CHOICE: a strategy that is not available", choose_foreign_strategy, NULL, NULL,
	  CHECK_REFUSED },
	{ "CHOICE: another version than offered", choose_other_version, NULL, NULL, CHECK_REFUSED },
	{ "CHOICE: an unknown critical TLV", NULL, choice_unknown_critical, NULL, CHECK_REFUSED },
	{ "CHOICE: a wrong hash", NULL, NULL, choice_wrong_hash, CHECK_REFUSED },
	{ "CHOICE: no hash", NULL, NULL, choice_no_hash, CHECK_REFUSED },
	{ "CHOICE: something after the hash", NULL, NULL, choice_after_hash, CHECK_REFUSED },
	{ "CHOICE: a bit changed after hashing", NULL, NULL, choice_freshness_bit, CHECK_REFUSED },
	{ "CHOICE: of another session", NULL, choice_other_session, NULL, CHECK_REFUSED },
	{ "CHOICE: sequence 1", NULL, choice_sequence_one, NULL, CHECK_REFUSED },
	{ "CHOICE: sequence 4", NULL, choice_sequence_four, NULL, CHECK_REFUSED },
	{ "CHOICE: of type ACK", NULL, choice_type_ack, NULL, CHECK_REFUSED },
	{ "CHOICE: in the host's role", NULL, choice_role_host, NULL, CHECK_REFUSED },
	{ "CHOICE: one byte longer than allowed", NULL, NULL, choice_too_long, CHECK_REFUSED },
};
const size_t check_choice_count = sizeof(check_choice_cases) / sizeof(check_choice_cases[0]);
