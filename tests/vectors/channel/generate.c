/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the channel's golden vectors (docs/channel.md s10) to standard output. Every byte is
 * fixed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"
#include "lib/channel_bytes.h"
#include "lib/report_data.h"
#include "tests/unit/channel/samples.h"

static void must(int holds)
{
	if (!holds)
		abort();
}

static void put_hex(const char *key, const uint8_t *bytes, size_t len)
{
	printf("%s ", key);
	for (size_t i = 0; i < len; i++)
		printf("%02x", bytes[i]);
	putchar('\n');
}

static void put_message(const char *key, const struct sample_message *message)
{
	put_hex(key, message->bytes, message->len);
}

static void put_negotiation(const char *name, const struct sample_message *hello,
			    const struct sample_message *offer, const struct channel_choice *choice)
{
	struct sample_message choice_message;
	struct sample_message ack;
	uint8_t th[SHA384_SIZE];
	uint64_t session = channel_load(hello->bytes + 16, 8);

	must(channel_choice_encode(choice, session, choice_message.bytes, &choice_message.len) ==
	     OK);
	sample_hash(hello, offer, &choice_message, th);
	must(channel_choice_seal(choice_message.bytes, &choice_message.len, th) == OK);
	must(channel_ack_encode(th, session, ack.bytes, &ack.len) == OK);
	printf("negotiation %s\n", name);
	put_message("hello", hello);
	put_message("offer", offer);
	put_message("choice", &choice_message);
	put_message("ack", &ack);
	put_hex("th", th, sizeof(th));
}

static void put_decided(const char *name, const struct negotiate_limits *limits,
			const struct negotiate_compiled *compiled,
			const struct channel_offer *offered, uint64_t session)
{
	struct channel_hello hello = sample_hello();
	struct channel_choice choice;
	struct sample_message hello_message;
	struct sample_message offer_message;

	must(negotiate_hello(limits, compiled, &hello).code == CHANNEL_ABORT_NONE);
	must(negotiate(limits, compiled, offered, &choice).code == CHANNEL_ABORT_NONE);
	must(channel_hello_encode(&hello, session, hello_message.bytes, &hello_message.len) == OK);
	must(channel_offer_encode(offered, session, offer_message.bytes, &offer_message.len) == OK);
	put_negotiation(name, &hello_message, &offer_message, &choice);
}

static void put_minimal(void)
{
	struct negotiate_limits limits = { .strategies = SAMPLE_SET(CHANNEL_STRATEGY_NONE) };
	struct negotiate_compiled compiled = { .versions = SAMPLE_SET(CHANNEL_PROTOCOL),
					       .strategies = SAMPLE_SET(CHANNEL_STRATEGY_NONE) };
	struct channel_offer offer = sample_offer();

	offer.features.count = 0;
	offer.device_count = 0;
	offer.strategies = SAMPLE_SET(CHANNEL_STRATEGY_NONE);
	put_decided("minimal", &limits, &compiled, &offer, 1);
}

static void put_full(void)
{
	struct negotiate_limits limits = sample_limits();
	struct negotiate_compiled compiled = sample_compiled();
	struct channel_offer offer = sample_offer();

	for (uint16_t i = 0; i < CHANNEL_FEATURES_MAX; i++)
		compiled.features.number[i] = (uint16_t)(1 + 500 * i);
	compiled.features.count = CHANNEL_FEATURES_MAX;
	limits.allowed = limits.required = offer.features = compiled.features;
	for (uint16_t i = 0; i < CHANNEL_STRATEGIES_MAX; i++) {
		compiled.strategies.number[i] = (uint16_t)(i + 1);
		limits.strategies.number[i] = (uint16_t)(CHANNEL_STRATEGIES_MAX - i);
	}
	compiled.strategies.count = limits.strategies.count = CHANNEL_STRATEGIES_MAX;
	offer.strategies = compiled.strategies;
	for (uint32_t i = 0; i < CHANNEL_DEVICES_MAX; i++)
		offer.devices[i] =
			(struct channel_device){ (uint16_t)(i + 1), 0, 1023 - i,
						 CHANNEL_DEVICE_ADDRESS_MAX - 0x200ull * (32 - i) };
	offer.device_count = CHANNEL_DEVICES_MAX;
	put_decided("full", &limits, &compiled, &offer, UINT64_MAX);
}

/* Puts a TLV at the end of a message. */
static void append(struct sample_message *message, uint16_t type, uint8_t value)
{
	channel_store(message->bytes + message->len, type, 2);
	channel_store(message->bytes + message->len + 2, 1, 2);
	message->bytes[message->len + 4] = value;
	message->len += 5;
	channel_store(message->bytes + 12, message->len - CHANNEL_HEADER_SIZE, 4);
}

static void put_ignored(void)
{
	struct negotiate_limits limits = sample_limits();
	struct negotiate_compiled compiled = sample_compiled();
	struct channel_offer offer = sample_offer();
	struct channel_choice choice;
	struct sample_message hello_message;
	struct sample_message offer_message;

	must(negotiate(&limits, &compiled, &offer, &choice).code == CHANNEL_ABORT_NONE);
	sample_hello_message(&hello_message);
	sample_offer_message(&offer_message);
	append(&hello_message, 0x4001, 0x77);
	append(&offer_message, 0x7ffe, 0x88);
	put_negotiation("ignored-tlvs", &hello_message, &offer_message, &choice);
}

/* An OFFER changed at one place, and the code that it must be refused with. */
static void put_refused(const char *name, const char *code, size_t at, uint64_t value,
			uint32_t size)
{
	struct sample_message offer;
	uint8_t th[SHA384_SIZE];

	sample_offer_message(&offer);
	channel_store(offer.bytes + at, value, size);
	must(sample_receive_offer(&offer, th).code != CHANNEL_ABORT_NONE);
	printf("refused %s %s\n", name, code);
	put_message("offer", &offer);
}

/* The sample's OFFER: VERSION at 24, NONCE 30, FEATURES 66 (4 of them), STRATEGIES 78 (3), DEVICES
 * 88 (2). */
static void put_all_refused(void)
{
	struct sample_message offer;

	put_refused("magic", "MAGIC", 0, 0, 1);
	put_refused("framing", "FRAMING", 4, 2, 2);
	put_refused("type", "TYPE", 6, CHANNEL_HELLO, 1);
	put_refused("echo", "ROLE", 7, CHANNEL_MONITOR, 1);
	put_refused("sequence", "SEQUENCE", 8, 4, 4);
	put_refused("too-long", "LENGTH", 12, 4073, 4);
	put_refused("other-session", "SESSION", 16, 5, 8);
	put_refused("truncated-tlv", "MALFORMED", 90, 33, 2);
	put_refused("unordered", "MALFORMED", 66, 0x8001, 2);
	put_refused("repeated", "MALFORMED", 30, 0x8002, 2);
	put_refused("not-critical", "MALFORMED", 30, 0x0003, 2);
	put_refused("unknown-critical", "UNKNOWN_TLV", 88, 0x900b, 2);
	put_refused("another-messages-tlv", "UNKNOWN_TLV", 78, 0x8009, 2);
	put_refused("missing", "MISSING_TLV", 88, 0x100b, 2);
	put_refused("version-zero", "VALUE", 28, 0, 2);
	put_refused("feature-zero", "VALUE", 70, 0, 2);
	put_refused("features-unordered", "VALUE", 70, 5, 2);
	put_refused("strategy-twice", "VALUE", 82, 2, 2);
	put_refused("device-reserved", "VALUE", 94, 1, 2);
	put_refused("device-irq", "VALUE", 96, 1024, 4);
	put_refused("device-unaligned", "VALUE", 100, 0xfeb00004, 8);
	put_refused("device-zero", "VALUE", 100, 0, 8);
	put_refused("device-beyond", "VALUE", 116, 1ull << 48, 8);
	put_refused("device-twice", "VALUE", 116, 0xfeb00000, 8);
	put_refused("version", "VERSION", 28, 2, 2);
	put_refused("required-missing", "REQUIRED", 70, 1, 2);
	put_refused("strategies-none-fits", "STRATEGY", 82, 0x000600040001ull, 6);
	sample_offer_message(&offer);
	append(&offer, 0xc000, 1);
	printf("refused decorated UNKNOWN_TLV\n");
	put_message("offer", &offer);
}

static void sha512_parts(const struct hash_part *parts, size_t count, uint8_t out[SHA512_SIZE])
{
	struct crypto_hash hash;

	crypto_hash_init(&hash, CRYPTO_SHA512);
	for (size_t i = 0; i < count; i++)
		crypto_hash_update(&hash, parts[i].data, parts[i].len);
	crypto_hash_final(&hash, out);
}

static void put_report(const char *text, enum report_purpose purpose, uint16_t nonce_len)
{
	struct report_data in = { .purpose = purpose, .nonce_len = nonce_len };
	uint8_t encoded[REPORT_DATA_ENCODED_MAX];
	uint8_t data[REPORT_DATA_SIZE];
	size_t len;

	memset(in.th, 0xa1, sizeof(in.th));
	memset(in.events, 0xa2, sizeof(in.events));
	memset(in.profile, 0xa3, sizeof(in.profile));
	memset(in.public_key, 0xa4, sizeof(in.public_key));
	memset(in.nonce, 0xa5, nonce_len);
	must(report_data_encode(&in, encoded, &len) == OK &&
	     report_data_own(&in, sha512_parts, data) == OK);
	printf("report %s\n", text);
	put_hex("th", in.th, sizeof(in.th));
	put_hex("events", in.events, sizeof(in.events));
	put_hex("profile", in.profile, sizeof(in.profile));
	put_hex("key", in.public_key, sizeof(in.public_key));
	put_hex("nonce", in.nonce, nonce_len);
	put_hex("encoded", encoded, len);
	put_hex("data", data, sizeof(data));
}

static void put_transport(const char *name, uint64_t address)
{
	uint8_t digest[SHA384_SIZE];

	must(transcript_transport(name, strlen(name), address, crypto_sha384, digest) == OK);
	printf("transport %s 0x%" PRIx64 "\n", name, address);
	put_hex("digest", digest, sizeof(digest));
}

int main(void)
{
	struct negotiate_limits limits = sample_limits();
	struct negotiate_compiled compiled = sample_compiled();
	struct channel_offer offer = sample_offer();

	puts("# Golden vectors of the measured channel; docs/channel.md s10 explains them, `make "
	     "vectors` writes them.");
	put_decided("sample", &limits, &compiled, &offer, SAMPLE_SESSION);
	put_minimal();
	put_full();
	put_ignored();
	put_all_refused();
	put_report("key-release", REPORT_PURPOSE_KEY_RELEASE, 32);
	put_report("attestation-key", REPORT_PURPOSE_ATTESTATION_KEY, 0);
	put_report("anchor", REPORT_PURPOSE_ANCHOR, 64);
	put_transport("serial", 0x3f8);
	put_transport("serial", 0x2f8);
	return fflush(stdout) == 0 ? 0 : 1;
}
