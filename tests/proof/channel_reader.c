/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/channel_frame.c */
/* proof-flags: -DCHANNEL_MESSAGE_MAX=48u --unwind 10 */
/* proof-functions: reader_step */
/* The frame reader: one step from any state it can be in, so streams of every length and split. */
#include "tests/proof/proof.h"

#include "lib/channel_frame.h"

struct channel_expect nondet_expect(void);
struct channel_header nondet_header(void);

static bool is_sound(const struct channel_reader *reader)
{
	if (reader->have < CHANNEL_HEADER_SIZE)
		return true;
	return reader->header.length <= CHANNEL_BODY_MAX &&
	       reader->have <= CHANNEL_HEADER_SIZE + reader->header.length;
}

void proof_reader_step(void)
{
	static struct channel_reader reader;
	static uint8_t data[CHANNEL_MESSAGE_MAX];
	struct channel_expect expect = nondet_expect();
	size_t len = nondet_size();
	uint32_t before;
	size_t want;
	struct channel_fault fault;

	reader.have = nondet_u32();
	reader.header = nondet_header();
	ASSUME(is_sound(&reader));
	before = reader.have;
	want = channel_reader_want(&reader);
	PROVE(want <= CHANNEL_MESSAGE_MAX - reader.have, "what it wants fits");
	ASSUME(len <= CHANNEL_MESSAGE_MAX);
	fault = channel_reader_put(&reader, &expect, data, len);
	if (fault.code == CHANNEL_ABORT_NONE) {
		PROVE(is_sound(&reader), "the state stays sound");
		PROVE(reader.have == before + len, "it took what it was given");
	}
	PROVE(len <= want || reader.have == before, "more than it wants is refused");
}
