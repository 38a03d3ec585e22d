/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: lib/eventlog.c */
/* The event log: exact bytes, replay, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "crypto/hash.h"
#include "lib/eventlog.h"

#define HEAD (sizeof(struct eventlog_first) + EVENTLOG_SPEC_SIZE)

static void first_event_is_exact(void **state)
{
	static const uint8_t expected[] = {
		0,   0,   0,   0,   3,   0,   0,   0,   0,   0,    0,   0,   0,   0, 0, 0,   0,
		0,   0,   0,   0,   0,   0,   0,   0,   0,   0,    0,   33,  0,   0, 0, 'S', 'p',
		'e', 'c', ' ', 'I', 'D', ' ', 'E', 'v', 'e', 'n',  't', '0', '3', 0, 0, 0,   0,
		0,   0,   2,   0,   2,   1,   0,   0,   0,   0x0c, 0,   48,  0,   0,
	};
	uint8_t data[128];
	struct eventlog log;

	(void)state;
	assert_int_equal(sizeof(expected), HEAD);
	assert_int_equal(eventlog_init(&log, data, HEAD - 1, crypto_sha384), ERR_NO_SPACE);
	assert_int_equal(eventlog_init(&log, data, HEAD, crypto_sha384), OK);
	assert_int_equal(log.len, HEAD);
	assert_memory_equal(data, expected, HEAD);
}

static void replay_gives_the_register(void **state)
{
	uint8_t data[1024];
	uint8_t reg[SHA384_SIZE] = { 0 };
	uint8_t digest[SHA384_SIZE];
	struct eventlog_reader reader;
	struct eventlog_event event;
	struct eventlog log;

	(void)state;
	assert_int_equal(eventlog_init(&log, data, sizeof(data), crypto_sha384), OK);
	assert_int_equal(eventlog_append(&log, 0, EV_EVENT_TAG, "profile", 7), OK);
	assert_int_equal(eventlog_append(&log, 0, EV_SEPARATOR, "\0\0\0\0", 4), OK);
	assert_int_equal(eventlog_append(&log, 7, EV_EVENT_TAG, NULL, 0), OK);
	assert_int_equal(log.count, 3);

	assert_int_equal(eventlog_open(&reader, data, log.len), OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(eventlog_next(&reader, &event), OK);
		crypto_sha384(event.event, event.len, digest);
		assert_memory_equal(digest, event.digest, sizeof(digest));
		eventlog_extend(reg, event.digest, crypto_sha384);
	}
	assert_int_equal(event.pcr, 7);
	assert_int_equal(eventlog_next(&reader, &event), ERR_NOT_FOUND);
	assert_memory_equal(reg, log.reg, sizeof(reg));
}

static void nothing_changes_on_error(void **state)
{
	uint8_t data[HEAD + EVENTLOG_EVENT2_FIXED + 3];
	struct eventlog log;
	struct eventlog before;

	(void)state;
	assert_int_equal(eventlog_init(&log, data, sizeof(data), crypto_sha384), OK);
	before = log;
	assert_int_equal(eventlog_append(&log, 0, EV_EVENT_TAG, "1234", 4), ERR_NO_SPACE);
	assert_int_equal(eventlog_append(&log, 24, EV_EVENT_TAG, "1", 1), ERR_RANGE);
	assert_int_equal(eventlog_append(&log, 0, EV_NO_ACTION, "1", 1), ERR_RANGE);
	assert_memory_equal(&before, &log, sizeof(log));
	assert_int_equal(eventlog_append(&log, 0, EV_EVENT_TAG, "123", 3), OK);
	assert_int_equal(eventlog_append(&log, 0, EV_EVENT_TAG, NULL, 0), ERR_NO_SPACE);
}

static enum err walk(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len != 0 ? len : 1);
	struct eventlog_reader reader;
	struct eventlog_event event;
	enum err err;

	memcpy(copy, data, len);
	err = eventlog_open(&reader, copy, len);
	while (err == OK)
		err = eventlog_next(&reader, &event);
	free(copy);
	return err;
}

static void reader_refuses(void **state)
{
	uint8_t data[512];
	struct eventlog log;

	(void)state;
	assert_int_equal(eventlog_init(&log, data, sizeof(data), crypto_sha384), OK);
	assert_int_equal(eventlog_append(&log, 0, EV_EVENT_TAG, "12345", 5), OK);
	for (size_t cut = 0; cut < log.len; cut++)
		assert_int_equal(walk(data, cut), cut == HEAD ? ERR_NOT_FOUND : ERR_TRUNCATED);
	data[4] ^= 1;
	assert_int_equal(walk(data, log.len), ERR_FORMAT);
	data[4] ^= 1;
	data[HEAD + 8] = 2;
	assert_int_equal(walk(data, log.len), ERR_FORMAT);
	data[HEAD + 8] = 1;
	data[HEAD + 12] = 0x0b;
	assert_int_equal(walk(data, log.len), ERR_FORMAT);
	data[HEAD + 12] = 0x0c;
	memset(data + HEAD + 62, 0xff, 4);
	assert_int_equal(walk(data, log.len), ERR_TRUNCATED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_event_is_exact),
		cmocka_unit_test(replay_gives_the_register),
		cmocka_unit_test(nothing_changes_on_error),
		cmocka_unit_test(reader_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
