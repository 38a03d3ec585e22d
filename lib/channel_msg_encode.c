/* SPDX-License-Identifier: MIT */
/* Encoding of the channel's messages. Never writes beyond one message, nor a list that a decoder
 * would refuse. */
#include "channel_bytes.h"
#include "channel_fields.h"
#include "channel_msg.h"

#define TH_SIZE (TLV_HEADER_SIZE + CHANNEL_DIGEST_SIZE)

/* A message under construction; the first error is kept and ends it */
struct message {
	struct tlv_writer writer;
	enum err err;
};

static void start(struct message *message, uint8_t *out)
{
	tlv_writer_init(&message->writer, out + CHANNEL_HEADER_SIZE, CHANNEL_BODY_MAX);
	message->err = OK;
}

static void put_number(struct message *message, enum channel_tlv type, uint64_t value,
		       uint32_t bytes)
{
	if (message->err == OK)
		message->err = channel_fields_put_number(&message->writer, type, value, bytes);
}

static void put_bytes(struct message *message, enum channel_tlv type, const uint8_t *bytes,
		      size_t len)
{
	if (message->err == OK)
		message->err = channel_fields_put_bytes(&message->writer, type, bytes, len);
}

static void put_set(struct message *message, enum channel_tlv type, const struct channel_set *set,
		    uint32_t max, enum channel_order order)
{
	if (message->err == OK)
		message->err = channel_fields_put_set(&message->writer, type, set, max, order);
}

/* Writes the header in front of the body. */
static enum err finish(const struct message *message, struct channel_header header, uint8_t *out,
		       size_t *len)
{
	if (message->err != OK)
		return message->err;
	if (header.session == 0)
		return ERR_RANGE;
	header.magic = CHANNEL_MAGIC;
	header.version = CHANNEL_FRAMING;
	header.length = (uint32_t)message->writer.len;
	channel_header_encode(&header, out);
	*len = CHANNEL_HEADER_SIZE + message->writer.len;
	return OK;
}

static struct channel_header header_of(enum channel_type type, enum channel_role role,
				       uint64_t session)
{
	return (struct channel_header){ .type = (uint8_t)type,
					.role = (uint8_t)role,
					.sequence = (uint32_t)type,
					.session = session };
}

enum err channel_hello_encode(const struct channel_hello *hello, uint64_t session,
			      uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len)
{
	struct message message;

	start(&message, out);
	put_set(&message, CHANNEL_TLV_VERSIONS, &hello->versions, CHANNEL_VERSIONS_MAX,
		CHANNEL_ASCENDING);
	put_bytes(&message, CHANNEL_TLV_NONCE, hello->nonce, CHANNEL_NONCE_SIZE);
	put_bytes(&message, CHANNEL_TLV_PROFILE, hello->profile, CHANNEL_DIGEST_SIZE);
	put_bytes(&message, CHANNEL_TLV_TRANSPORT, hello->transport, CHANNEL_DIGEST_SIZE);
	put_set(&message, CHANNEL_TLV_FEATURES, &hello->features, CHANNEL_FEATURES_MAX,
		CHANNEL_ASCENDING);
	put_set(&message, CHANNEL_TLV_REQUIRED, &hello->required, CHANNEL_FEATURES_MAX,
		CHANNEL_ASCENDING);
	put_set(&message, CHANNEL_TLV_STRATEGIES, &hello->strategies, CHANNEL_STRATEGIES_MAX,
		CHANNEL_PREFERENCE);
	return finish(&message, header_of(CHANNEL_HELLO, CHANNEL_MONITOR, session), out, len);
}

static void put_devices(struct message *message, const struct channel_offer *offer)
{
	uint8_t bytes[CHANNEL_DEVICE_SIZE * CHANNEL_DEVICES_MAX];
	uint64_t last = 0;

	for (uint32_t i = 0; i < offer->device_count && message->err == OK; i++) {
		const struct channel_device *device = &offer->devices[i];
		uint8_t *at = bytes + (size_t)i * CHANNEL_DEVICE_SIZE;

		if (i >= CHANNEL_DEVICES_MAX || !channel_device_is_valid(device) ||
		    device->address <= last) {
			message->err = ERR_RANGE;
			return;
		}
		last = device->address;
		channel_store(at, device->kind, 2);
		channel_store(at + 2, device->reserved, 2);
		channel_store(at + 4, device->irq, 4);
		channel_store(at + 8, device->address, 8);
	}
	put_bytes(message, CHANNEL_TLV_DEVICES, bytes,
		  (size_t)offer->device_count * CHANNEL_DEVICE_SIZE);
}

enum err channel_offer_encode(const struct channel_offer *offer, uint64_t session,
			      uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len)
{
	struct message message;

	start(&message, out);
	if (offer->version == 0)
		message.err = ERR_RANGE;
	put_number(&message, CHANNEL_TLV_VERSION, offer->version, 2);
	put_bytes(&message, CHANNEL_TLV_NONCE, offer->nonce, CHANNEL_NONCE_SIZE);
	put_set(&message, CHANNEL_TLV_FEATURES, &offer->features, CHANNEL_FEATURES_MAX,
		CHANNEL_ASCENDING);
	put_set(&message, CHANNEL_TLV_STRATEGIES, &offer->strategies, CHANNEL_STRATEGIES_MAX,
		CHANNEL_ASCENDING);
	put_devices(&message, offer);
	return finish(&message, header_of(CHANNEL_OFFER, CHANNEL_HOST, session), out, len);
}

enum err channel_choice_encode(const struct channel_choice *choice, uint64_t session,
			       uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len)
{
	struct message message;

	start(&message, out);
	if (choice->version == 0 || choice->strategy == 0)
		message.err = ERR_RANGE;
	put_number(&message, CHANNEL_TLV_VERSION, choice->version, 2);
	put_set(&message, CHANNEL_TLV_FEATURES, &choice->features, CHANNEL_FEATURES_MAX,
		CHANNEL_ASCENDING);
	put_number(&message, CHANNEL_TLV_STRATEGY, choice->strategy, 2);
	put_number(&message, CHANNEL_TLV_FRESHNESS, choice->freshness, 1);
	return finish(&message, header_of(CHANNEL_CHOICE, CHANNEL_MONITOR, session), out, len);
}

enum err channel_choice_seal(uint8_t message[CHANNEL_MESSAGE_MAX], size_t *len,
			     const uint8_t th[CHANNEL_DIGEST_SIZE])
{
	if (*len < CHANNEL_HEADER_SIZE || *len > CHANNEL_MESSAGE_MAX - TH_SIZE)
		return ERR_RANGE;
	channel_store(message + *len, CHANNEL_TLV_TH | TLV_CRITICAL, 2);
	channel_store(message + *len + 2, CHANNEL_DIGEST_SIZE, 2);
	__builtin_memcpy(message + *len + TLV_HEADER_SIZE, th, CHANNEL_DIGEST_SIZE);
	*len += TH_SIZE;
	channel_store(message + offsetof(struct channel_header, length), *len - CHANNEL_HEADER_SIZE,
		      4);
	return OK;
}

enum err channel_choice_unseal(uint8_t message[CHANNEL_MESSAGE_MAX], size_t *len)
{
	const uint8_t *tail;

	if (*len < CHANNEL_HEADER_SIZE + TH_SIZE || *len > CHANNEL_MESSAGE_MAX)
		return ERR_FORMAT;
	tail = message + *len - TH_SIZE;
	if (channel_load(tail, 2) != (CHANNEL_TLV_TH | TLV_CRITICAL) ||
	    channel_load(tail + 2, 2) != CHANNEL_DIGEST_SIZE)
		return ERR_FORMAT;
	*len -= TH_SIZE;
	channel_store(message + offsetof(struct channel_header, length), *len - CHANNEL_HEADER_SIZE,
		      4);
	return OK;
}

enum err channel_ack_encode(const uint8_t th[CHANNEL_DIGEST_SIZE], uint64_t session,
			    uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len)
{
	struct message message;

	start(&message, out);
	put_bytes(&message, CHANNEL_TLV_TH, th, CHANNEL_DIGEST_SIZE);
	return finish(&message, header_of(CHANNEL_ACK, CHANNEL_HOST, session), out, len);
}

enum err channel_abort_encode(struct channel_fault fault, enum channel_role role,
			      enum channel_type instead_of, uint64_t session,
			      uint8_t out[CHANNEL_MESSAGE_MAX], size_t *len)
{
	struct channel_header header = header_of(CHANNEL_ABORT, role, session);
	struct message message;

	header.sequence = (uint32_t)instead_of;
	start(&message, out);
	put_number(&message, CHANNEL_TLV_CODE, (uint64_t)fault.code, 2);
	put_number(&message, CHANNEL_TLV_DETAIL, fault.detail, 4);
	return finish(&message, header, out, len);
}
