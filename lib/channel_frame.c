/* SPDX-License-Identifier: MIT */
/* Frames of the measured channel. Never takes more bytes than the message at hand has, nor reads
 * one twice. */
#include "channel_frame.h"

#include "channel_bytes.h"

void channel_header_encode(const struct channel_header *header, uint8_t out[CHANNEL_HEADER_SIZE])
{
	channel_store(out, header->magic, 4);
	channel_store(out + 4, header->version, 2);
	out[6] = header->type;
	out[7] = header->role;
	channel_store(out + 8, header->sequence, 4);
	channel_store(out + 12, header->length, 4);
	channel_store(out + 16, header->session, 8);
}

static struct channel_fault check_header(const struct channel_header *header,
					 const struct channel_expect *expect)
{
	enum channel_abort code = CHANNEL_ABORT_NONE;

	if (header->magic != CHANNEL_MAGIC)
		code = CHANNEL_ABORT_MAGIC;
	else if (header->version != CHANNEL_FRAMING)
		code = CHANNEL_ABORT_FRAMING;
	else if (header->length > CHANNEL_BODY_MAX)
		code = CHANNEL_ABORT_LENGTH;
	else if (header->role != expect->role)
		code = CHANNEL_ABORT_ROLE;
	else if (header->type != expect->type && header->type != CHANNEL_ABORT)
		code = CHANNEL_ABORT_TYPE;
	else if (header->session == 0 ||
		 (expect->session != 0 && header->session != expect->session))
		code = CHANNEL_ABORT_SESSION;
	else if (header->sequence != (uint32_t)expect->type && header->type != CHANNEL_ABORT)
		code = CHANNEL_ABORT_SEQUENCE;
	return (struct channel_fault){ code, 0 };
}

struct channel_fault channel_header_decode(const uint8_t in[CHANNEL_HEADER_SIZE],
					   const struct channel_expect *expect,
					   struct channel_header *out)
{
	const struct channel_header header = {
		.magic = (uint32_t)channel_load(in, 4),
		.version = (uint16_t)channel_load(in + 4, 2),
		.type = in[6],
		.role = in[7],
		.sequence = (uint32_t)channel_load(in + 8, 4),
		.length = (uint32_t)channel_load(in + 12, 4),
		.session = channel_load(in + 16, 8),
	};
	struct channel_fault fault = check_header(&header, expect);

	if (fault.code == CHANNEL_ABORT_NONE)
		*out = header;
	return fault;
}

void channel_reader_start(struct channel_reader *reader)
{
	reader->have = 0;
	reader->header = (struct channel_header){ 0 };
}

size_t channel_reader_want(const struct channel_reader *reader)
{
	if (reader->have < CHANNEL_HEADER_SIZE)
		return CHANNEL_HEADER_SIZE - reader->have;
	return CHANNEL_HEADER_SIZE + reader->header.length - reader->have;
}

struct channel_fault channel_reader_put(struct channel_reader *reader,
					const struct channel_expect *expect, const void *data,
					size_t len)
{
	bool had_header = reader->have >= CHANNEL_HEADER_SIZE;

	if (len > channel_reader_want(reader))
		return (struct channel_fault){ CHANNEL_ABORT_INTERNAL, 0 };
	if (len == 0)
		return CHANNEL_FINE;
	__builtin_memcpy(reader->message + reader->have, data, len);
	reader->have += (uint32_t)len;
	if (had_header || reader->have < CHANNEL_HEADER_SIZE)
		return CHANNEL_FINE;
	return channel_header_decode(reader->message, expect, &reader->header);
}

const uint8_t *channel_reader_body(const struct channel_reader *reader)
{
	return reader->message + CHANNEL_HEADER_SIZE;
}
