/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A negotiation to take apart. */
#include "tests/unit/channel/samples.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"

struct negotiate_limits sample_limits(void)
{
	return (struct negotiate_limits){
		.allowed = SAMPLE_SET(CHANNEL_FEATURE_RELAY, CHANNEL_FEATURE_BLK,
				      CHANNEL_FEATURE_CERTS, CHANNEL_FEATURE_DEBUG_CONSOLE),
		.required = SAMPLE_SET(CHANNEL_FEATURE_BLK),
		.strategies = SAMPLE_SET(CHANNEL_STRATEGY_KBS_SEALED, CHANNEL_STRATEGY_SEALED,
					 CHANNEL_STRATEGY_EPHEMERAL),
		.freshness = CHANNEL_FRESHNESS_KBS_CAS,
	};
}

struct negotiate_compiled sample_compiled(void)
{
	return (struct negotiate_compiled){
		.versions = SAMPLE_SET(CHANNEL_PROTOCOL),
		.features = SAMPLE_SET(CHANNEL_FEATURE_RELAY, CHANNEL_FEATURE_BLK,
				       CHANNEL_FEATURE_VSOCK, CHANNEL_FEATURE_CERTS),
		.strategies = SAMPLE_SET(CHANNEL_STRATEGY_EPHEMERAL, CHANNEL_STRATEGY_SEALED,
					 CHANNEL_STRATEGY_KBS_SEALED),
	};
}

struct channel_hello sample_hello(void)
{
	struct negotiate_limits limits = sample_limits();
	struct negotiate_compiled compiled = sample_compiled();
	struct channel_hello hello = { 0 };

	if (negotiate_hello(&limits, &compiled, &hello).code != CHANNEL_ABORT_NONE)
		abort();
	memset(hello.nonce, 0x11, sizeof(hello.nonce));
	memset(hello.profile, 0x22, sizeof(hello.profile));
	memset(hello.transport, 0x33, sizeof(hello.transport));
	return hello;
}

struct channel_offer sample_offer(void)
{
	struct channel_offer offer = {
		.features = SAMPLE_SET(CHANNEL_FEATURE_BLK, CHANNEL_FEATURE_VSOCK,
				       CHANNEL_FEATURE_CERTS, 900),
		.strategies = SAMPLE_SET(CHANNEL_STRATEGY_NONE, CHANNEL_STRATEGY_EPHEMERAL,
					 CHANNEL_STRATEGY_SEALED),
		.devices = { { CHANNEL_DEVICE_VIRTIO_MMIO_BLK, 0, 11, 0xfeb00000 },
			     { CHANNEL_DEVICE_VIRTIO_MMIO_VSOCK, 0, 0, 0xfeb00200 } },
		.device_count = 2,
		.version = CHANNEL_PROTOCOL,
	};

	memset(offer.nonce, 0x44, sizeof(offer.nonce));
	return offer;
}

void sample_hello_message(struct sample_message *out)
{
	struct channel_hello hello = sample_hello();

	memset(out, 0, sizeof(*out));
	if (channel_hello_encode(&hello, SAMPLE_SESSION, out->bytes, &out->len) != OK)
		abort();
}

void sample_offer_message(struct sample_message *out)
{
	struct channel_offer offer = sample_offer();

	memset(out, 0, sizeof(*out));
	if (channel_offer_encode(&offer, SAMPLE_SESSION, out->bytes, &out->len) != OK)
		abort();
}

static struct channel_fault choose(const struct channel_offer *offer, struct sample_message *out)
{
	struct negotiate_limits limits = sample_limits();
	struct negotiate_compiled compiled = sample_compiled();
	struct channel_choice choice;
	struct channel_fault fault = negotiate(&limits, &compiled, offer, &choice);

	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	memset(out, 0, sizeof(*out));
	if (channel_choice_encode(&choice, SAMPLE_SESSION, out->bytes, &out->len) != OK)
		abort();
	return fault;
}

void sample_choice_message(struct sample_message *out)
{
	struct channel_offer offer = sample_offer();

	if (choose(&offer, out).code != CHANNEL_ABORT_NONE)
		abort();
}

void sample_hash(const struct sample_message *hello, const struct sample_message *offer,
		 const struct sample_message *choice, uint8_t out[SHA384_SIZE])
{
	struct transcript transcript;

	transcript_init(&transcript);
	if (transcript_add(&transcript, hello->bytes, hello->len) != OK ||
	    transcript_add(&transcript, offer->bytes, offer->len) != OK ||
	    transcript_add(&transcript, choice->bytes, choice->len) != OK ||
	    transcript_hash(&transcript, crypto_sha384, out) != OK)
		abort();
}

/* Feeds all bytes to a reader as a stream would. */
static struct channel_fault read_message(const struct sample_message *message,
					 struct channel_reader *reader)
{
	static const struct channel_expect expect = { CHANNEL_OFFER, CHANNEL_HOST, SAMPLE_SESSION };
	size_t done = 0;

	channel_reader_start(reader);
	while (done < message->len && channel_reader_want(reader) != 0) {
		size_t want = channel_reader_want(reader);
		size_t len = message->len - done < want ? message->len - done : want;
		struct channel_fault fault =
			channel_reader_put(reader, &expect, message->bytes + done, len);

		if (fault.code != CHANNEL_ABORT_NONE)
			return fault;
		done += len;
	}
	/* Bytes that do not come end in the deadline; bytes too many are the next message */
	if (channel_reader_want(reader) != 0)
		return (struct channel_fault){ CHANNEL_ABORT_DEADLINE, 0 };
	return CHANNEL_FINE;
}

struct channel_fault sample_receive_offer(const struct sample_message *offer,
					  uint8_t out[SHA384_SIZE])
{
	struct channel_reader reader;
	struct channel_fault fault = read_message(offer, &reader);
	struct sample_message hello;
	struct sample_message taken;
	struct sample_message choice;
	struct channel_offer decoded;

	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	if (reader.header.type == CHANNEL_ABORT)
		return (struct channel_fault){ CHANNEL_ABORT_HOST, 0 };
	fault = channel_offer_decode(channel_reader_body(&reader), reader.header.length, &decoded);
	if (fault.code == CHANNEL_ABORT_NONE)
		fault = choose(&decoded, &choice);
	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	sample_hello_message(&hello);
	taken.len = reader.have;
	memcpy(taken.bytes, reader.message, reader.have);
	sample_hash(&hello, &taken, &choice, out);
	return fault;
}
