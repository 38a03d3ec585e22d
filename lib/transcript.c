/* SPDX-License-Identifier: MIT */
/* The transcript of a negotiation. Never hashes anything but bytes that were, or will be, on the
 * wire. */
#include "transcript.h"

#include "channel_bytes.h"

static void put_label(uint8_t *to, const char *label, size_t len)
{
	__builtin_memset(to, 0, TRANSCRIPT_LABEL_SIZE);
	__builtin_memcpy(to, label, len);
}

void transcript_init(struct transcript *transcript)
{
	put_label(transcript->data, TRANSCRIPT_LABEL, sizeof(TRANSCRIPT_LABEL) - 1);
	transcript->len = TRANSCRIPT_LABEL_SIZE;
	transcript->messages = 0;
}

enum err transcript_add(struct transcript *transcript, const uint8_t *message, size_t len)
{
	if (transcript->messages >= TRANSCRIPT_MESSAGES)
		return ERR_STATE;
	if (len < CHANNEL_HEADER_SIZE || len > CHANNEL_MESSAGE_MAX ||
	    channel_load(message + offsetof(struct channel_header, length), 4) !=
		    len - CHANNEL_HEADER_SIZE)
		return ERR_RANGE;
	transcript->offset[transcript->messages++] = transcript->len;
	__builtin_memcpy(transcript->data + transcript->len, message, len);
	transcript->len += (uint32_t)len;
	return OK;
}

enum err transcript_hash(const struct transcript *transcript, sha384_fn *sha384,
			 uint8_t out[SHA384_SIZE])
{
	if (transcript->messages != TRANSCRIPT_MESSAGES)
		return ERR_STATE;
	sha384(transcript->data, transcript->len, out);
	return OK;
}

enum err transcript_transport(const char *name, size_t name_len, uint64_t address,
			      sha384_fn *sha384, uint8_t out[SHA384_SIZE])
{
	uint8_t data[TRANSCRIPT_LABEL_SIZE + 2 + TRANSCRIPT_TRANSPORT_NAME_MAX + 8];
	uint8_t *at = data + TRANSCRIPT_LABEL_SIZE;

	if (name_len == 0 || name_len > TRANSCRIPT_TRANSPORT_NAME_MAX)
		return ERR_RANGE;
	put_label(data, TRANSCRIPT_TRANSPORT_LABEL, sizeof(TRANSCRIPT_TRANSPORT_LABEL) - 1);
	channel_store(at, name_len, 2);
	__builtin_memcpy(at + 2, name, name_len);
	channel_store(at + 2 + name_len, address, 8);
	sha384(data, (size_t)TRANSCRIPT_LABEL_SIZE + 2 + name_len + 8, out);
	return OK;
}
