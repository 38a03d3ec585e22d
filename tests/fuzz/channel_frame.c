/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: lib/channel_frame.c */
/* The frame reader. Input: message expected, pace, then the stream: no more is taken than a message
 * has. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/channel_frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
	if (!holds)
		abort();
}

/* Reads messages until the input ends or one is refused. */
static void read_stream(struct channel_reader *reader, const struct channel_expect *expect,
			size_t step, const uint8_t *data, size_t size)
{
	const uint8_t *start = data;

	channel_reader_start(reader);
	while (size > 0) {
		size_t want = channel_reader_want(reader);
		size_t len = want < step ? want : step;

		must(want > 0 && want <= CHANNEL_MESSAGE_MAX - reader->have);
		len = len < size ? len : size;
		if (channel_reader_put(reader, expect, data, len).code != CHANNEL_ABORT_NONE)
			return;
		data += len;
		size -= len;
		must(reader->have <= CHANNEL_MESSAGE_MAX);
		if (channel_reader_want(reader) != 0)
			continue;
		must(reader->have == CHANNEL_HEADER_SIZE + reader->header.length);
		must(memcmp(reader->message, start, reader->have) == 0);
		must(reader->header.session != 0 && reader->header.magic == CHANNEL_MAGIC);
		start = data;
		channel_reader_start(reader);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct channel_reader reader;
	struct channel_expect expect = { CHANNEL_OFFER, CHANNEL_HOST, 0 };

	if (size < 2)
		return 0;
	expect.type = (enum channel_type)(1 + data[0] % 4);
	expect.role = (data[0] & 4) != 0 ? CHANNEL_HOST : CHANNEL_MONITOR;
	expect.session = (data[0] & 8) != 0 ? 0x1122334455667788ull : 0;
	read_stream(&reader, &expect, 1u + data[1], data + 2, size - 2);
	return 0;
}
