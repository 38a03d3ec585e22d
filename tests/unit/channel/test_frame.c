/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: lib/channel_frame.c */
/* The frame reader: every header check, every split of the stream, and no byte taken too many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "lib/channel_frame.h"

#define SESSION 0x0807060504030201ull

static const struct channel_expect expect_offer = { CHANNEL_OFFER, CHANNEL_HOST, SESSION };

static struct channel_header good_header(void)
{
	return (struct channel_header){
		CHANNEL_MAGIC, CHANNEL_FRAMING, CHANNEL_OFFER, CHANNEL_HOST, 2, 5, SESSION
	};
}

static void header_has_exact_bytes(void **state)
{
	static const uint8_t expected[] = { 'P', 'P', 'C', 'N', 1, 0, 2, 2, 2, 0, 0, 0,
					    5,   0,   0,   0,   1, 2, 3, 4, 5, 6, 7, 8 };
	struct channel_header header = good_header();
	uint8_t bytes[CHANNEL_HEADER_SIZE];
	struct channel_header out;

	(void)state;
	channel_header_encode(&header, bytes);
	assert_memory_equal(bytes, expected, sizeof(expected));
	assert_int_equal(channel_header_decode(bytes, &expect_offer, &out).code,
			 CHANNEL_ABORT_NONE);
	assert_memory_equal(&out, &header, sizeof(out));
}

static enum channel_abort decode(const struct channel_header *header,
				 const struct channel_expect *expect)
{
	uint8_t bytes[CHANNEL_HEADER_SIZE];
	struct channel_header out;

	memset(&out, 0xa5, sizeof(out));
	channel_header_encode(header, bytes);
	struct channel_fault fault = channel_header_decode(bytes, expect, &out);

	if (fault.code != CHANNEL_ABORT_NONE)
		assert_int_equal(out.magic, 0xa5a5a5a5u);
	return fault.code;
}

static void each_field_is_checked(void **state)
{
	struct channel_header header = good_header();

	(void)state;
#define WITH(member, value, code)                                                                  \
	header = good_header();                                                                    \
	header.member = (value);                                                                   \
	assert_int_equal(decode(&header, &expect_offer), CHANNEL_ABORT_##code)
	WITH(magic, CHANNEL_MAGIC ^ 1, MAGIC);
	WITH(version, 2, FRAMING);
	WITH(length, CHANNEL_BODY_MAX, NONE);
	WITH(length, CHANNEL_BODY_MAX + 1, LENGTH);
	WITH(length, UINT32_MAX, LENGTH);
	WITH(role, CHANNEL_MONITOR, ROLE);
	WITH(role, 0, ROLE);
	WITH(type, CHANNEL_ACK, TYPE);
	WITH(type, 0, TYPE);
	WITH(type, CHANNEL_ABORT, NONE);
	header.sequence = 9;
	assert_int_equal(decode(&header, &expect_offer), CHANNEL_ABORT_NONE);
	WITH(session, SESSION + 1, SESSION);
	WITH(session, 0, SESSION);
	WITH(sequence, 1, SEQUENCE);
	WITH(sequence, 3, SEQUENCE);
#undef WITH
}

static void an_unknown_session_is_any_but_zero(void **state)
{
	static const struct channel_expect expect = { CHANNEL_HELLO, CHANNEL_MONITOR, 0 };
	struct channel_header header = good_header();

	(void)state;
	header.type = CHANNEL_HELLO;
	header.role = CHANNEL_MONITOR;
	header.sequence = 1;
	assert_int_equal(decode(&header, &expect), CHANNEL_ABORT_NONE);
	header.session = 0;
	assert_int_equal(decode(&header, &expect), CHANNEL_ABORT_SESSION);
}

static void streams_split_anywhere(void **state)
{
	struct channel_header header = good_header();
	uint8_t bytes[CHANNEL_HEADER_SIZE + 5] = { 0 };

	(void)state;
	channel_header_encode(&header, bytes);
	memcpy(bytes + CHANNEL_HEADER_SIZE, "hello", 5);
	for (size_t step = 1; step <= sizeof(bytes); step++) {
		static struct channel_reader reader;
		size_t done = 0;

		channel_reader_start(&reader);
		while (channel_reader_want(&reader) != 0) {
			size_t len = channel_reader_want(&reader);

			len = len < step ? len : step;
			assert_true(done + len <= sizeof(bytes));
			assert_int_equal(
				channel_reader_put(&reader, &expect_offer, bytes + done, len).code,
				0);
			done += len;
		}
		assert_int_equal(done, sizeof(bytes));
		assert_int_equal(reader.have, sizeof(bytes));
		assert_memory_equal(channel_reader_body(&reader), "hello", 5);
	}
}

static void a_reader_takes_no_more_than_it_wants(void **state)
{
	static struct channel_reader reader;
	uint8_t bytes[CHANNEL_HEADER_SIZE + 1] = { 0 };

	(void)state;
	channel_reader_start(&reader);
	assert_int_equal(channel_reader_put(&reader, &expect_offer, bytes, sizeof(bytes)).code,
			 CHANNEL_ABORT_INTERNAL);
	assert_int_equal(reader.have, 0);
	assert_int_equal(channel_reader_put(&reader, &expect_offer, bytes, 0).code, 0);
	assert_int_equal(channel_reader_want(&reader), CHANNEL_HEADER_SIZE);
}

static void an_oversized_message_is_refused_before_its_body(void **state)
{
	static struct channel_reader reader;
	struct channel_header header = good_header();
	uint8_t bytes[CHANNEL_HEADER_SIZE];

	(void)state;
	header.length = CHANNEL_BODY_MAX + 1;
	channel_header_encode(&header, bytes);
	channel_reader_start(&reader);
	assert_int_equal(channel_reader_put(&reader, &expect_offer, bytes, sizeof(bytes)).code,
			 CHANNEL_ABORT_LENGTH);
	assert_int_equal(channel_reader_want(&reader), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(header_has_exact_bytes),
		cmocka_unit_test(each_field_is_checked),
		cmocka_unit_test(an_unknown_session_is_any_but_zero),
		cmocka_unit_test(streams_split_anywhere),
		cmocka_unit_test(a_reader_takes_no_more_than_it_wants),
		cmocka_unit_test(an_oversized_message_is_refused_before_its_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
