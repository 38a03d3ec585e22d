/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stream in memory, and a monitor at its other end. */
#include "tests/unit/channel/pipe.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

static long pipe_read(struct parapet_vmm_io *io, void *data, size_t len)
{
	struct pipe *pipe = (struct pipe *)io;
	size_t count = smallest(len, pipe->to_len - pipe->to_done, pipe->step);

	if (count == 0)
		return pipe->is_closed ? -1 : 0;
	memcpy(data, pipe->to_vmm + pipe->to_done, count);
	pipe->to_done += count;
	return (long)count;
}

static long pipe_write(struct parapet_vmm_io *io, const void *data, size_t len)
{
	struct pipe *pipe = (struct pipe *)io;
	size_t count = smallest(len, sizeof(pipe->from_vmm) - pipe->from_len, pipe->step);

	if (pipe->is_full)
		return 0;
	if (pipe->is_closed)
		return -1;
	memcpy(pipe->from_vmm + pipe->from_len, data, count);
	pipe->from_len += count;
	return (long)count;
}

static uint64_t pipe_now(struct parapet_vmm_io *io)
{
	return ((struct pipe *)io)->now;
}

static int pipe_random(struct parapet_vmm_io *io, void *out, size_t len)
{
	if (!((struct pipe *)io)->is_random)
		return -1;
	memset(out, 0x5a, len);
	return 0;
}

void pipe_init(struct pipe *pipe)
{
	memset(pipe, 0, sizeof(*pipe));
	pipe->io = (struct parapet_vmm_io){ pipe_read, pipe_write, pipe_now, pipe_random,
					    crypto_sha384 };
	pipe->step = CHANNEL_MESSAGE_MAX;
	pipe->now = 1000;
	pipe->is_random = 1;
}

void pipe_send(struct pipe *pipe, const void *bytes, size_t len)
{
	if (len > sizeof(pipe->to_vmm) - pipe->to_len)
		abort();
	memcpy(pipe->to_vmm + pipe->to_len, bytes, len);
	pipe->to_len += len;
}

int pipe_receive(struct pipe *pipe, struct sample_message *out)
{
	uint32_t length;

	memset(out, 0, sizeof(*out));
	if (pipe->from_len < CHANNEL_HEADER_SIZE)
		return 0;
	memcpy(&length, pipe->from_vmm + 12, sizeof(length));
	out->len = CHANNEL_HEADER_SIZE + length;
	if (out->len > pipe->from_len)
		return 0;
	memcpy(out->bytes, pipe->from_vmm, out->len);
	pipe->from_len -= out->len;
	memmove(pipe->from_vmm, pipe->from_vmm + out->len, pipe->from_len);
	return 1;
}

void pipe_make_choice(const struct sample_message *offer, struct sample_message *choice,
		      uint8_t th[SHA384_SIZE])
{
	struct sample_message hello;

	sample_hello_message(&hello);
	sample_choice_message(choice);
	sample_hash(&hello, offer, choice, th);
	if (channel_choice_seal(choice->bytes, &choice->len, th) != OK)
		abort();
}
