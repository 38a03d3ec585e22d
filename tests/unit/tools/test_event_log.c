/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Event logs as files: both forms, the replay, and what does not fit together. */
/* test-sources: tools/event_log.c tools/event_print.c tools/file.c tools/problem.c tools/alloc.c lib/eventlog.c */
/* test-sources: lib/transcript.c lib/channel_set.c lib/channel_fields.c lib/channel_msg_decode.c */
/* test-sources: lib/channel_msg_encode.c lib/channel_frame.c lib/tlv.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "crypto/hash.h"
#include "lib/channel_msg.h"
#include "lib/transcript.h"
#include "tools/event_log.h"

#define SESSION 7u

static uint8_t data[16384];
static struct eventlog made;
static uint8_t th[SHA384_SIZE];

static void record(uint32_t tag, const void *bytes, size_t len)
{
	assert_int_equal(eventlog_append_tagged(&made, 0, tag, bytes, len), OK);
}

/* A log with a negotiation; what is wrong with it the caller says */
enum wrong { WRONG_NOTHING, WRONG_OFFER, WRONG_FROZEN };

static void make(enum wrong wrong)
{
	static const struct channel_hello hello = { .versions = { 1, { 1 } },
						    .strategies = { 1, { 2 } } };
	static const struct channel_offer offer = { .version = 1, .strategies = { 1, { 2 } } };
	static const struct channel_choice choice = { .version = 1, .strategy = 2 };
	static uint8_t message[CHANNEL_MESSAGE_MAX];
	static struct transcript transcript;
	struct eventlog_frozen frozen = { .version = 1, .strategy = 2 };
	const struct eventlog_module module = { .name = "core", .state = EVENTLOG_MODULE_STARTED };
	size_t len = 0;

	assert_int_equal(eventlog_init(&made, data, sizeof(data), crypto_sha384), OK);
	transcript_init(&transcript);
	assert_int_equal(channel_hello_encode(&hello, SESSION, message, &len), OK);
	assert_int_equal(transcript_add(&transcript, message, len), OK);
	record(EVENTLOG_TAG_HELLO, message, len);
	assert_int_equal(channel_offer_encode(&offer, SESSION, message, &len), OK);
	assert_int_equal(transcript_add(&transcript, message, len), OK);
	if (wrong == WRONG_OFFER)
		message[len - 1] ^= 1;
	record(EVENTLOG_TAG_OFFER, message, len);
	assert_int_equal(channel_choice_encode(&choice, SESSION, message, &len), OK);
	assert_int_equal(transcript_add(&transcript, message, len), OK);
	assert_int_equal(transcript_hash(&transcript, crypto_sha384, th), OK);
	assert_int_equal(channel_choice_seal(message, &len, th), OK);
	record(EVENTLOG_TAG_CHOICE, message, len);
	memcpy(frozen.th, th, sizeof(th));
	frozen.th[0] ^= wrong == WRONG_FROZEN;
	record(EVENTLOG_TAG_FROZEN, &frozen, sizeof(frozen));
	record(EVENTLOG_TAG_MODULE, &module, sizeof(module));
}

static enum err read_bytes(const void *bytes, size_t len, struct event_log *log)
{
	char path[] = "/tmp/parapet-test.XXXXXX";
	int fd = mkstemp(path);
	struct problem problem;
	enum err err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
	err = event_log_read(path, log, &problem);
	unlink(path);
	return err;
}

static struct event_replay replay_of(const void *bytes, size_t len)
{
	struct event_replay replay;
	struct event_log log;

	assert_int_equal(read_bytes(bytes, len, &log), OK);
	assert_int_equal(event_log_replay(&log, NULL, NULL, &replay), OK);
	buffer_free(&log.bytes);
	return replay;
}

static void test_binary(void **state)
{
	struct event_replay replay;

	(void)state;
	make(WRONG_NOTHING);
	replay = replay_of(data, made.len);
	assert_int_equal(replay.count, 5);
	assert_int_equal(replay.wrong_digest, 0);
	assert_memory_equal(replay.reg, made.reg, sizeof(made.reg));
	assert_true(replay.is_negotiated && replay.th_is_right);
	assert_memory_equal(replay.th, th, sizeof(th));
}

static void test_lines(void **state)
{
	static char text[3 * sizeof(data)];
	size_t at = 0;
	struct event_replay replay;
	struct event_log log;

	(void)state;
	make(WRONG_NOTHING);
	at += (size_t)sprintf(text + at, "something else\r\n");
	for (size_t i = 0; i < made.len; i++)
		at += (size_t)sprintf(text + at, "%s%02x%s", i % 10 == 0 ? "event: " : "", data[i],
				      i % 10 == 9 || i + 1 == made.len ? "\n" : "");
	at += (size_t)sprintf(text + at, "ok   test\nevent register: ");
	for (size_t i = 0; i < sizeof(made.reg); i++)
		at += (size_t)sprintf(text + at, "%02x", made.reg[i]);
	assert_int_equal(read_bytes(text, at, &log), OK);
	assert_true(log.has_register);
	assert_memory_equal(log.reg, made.reg, sizeof(made.reg));
	assert_int_equal(log.bytes.len, made.len);
	assert_int_equal(event_log_replay(&log, NULL, NULL, &replay), OK);
	assert_true(replay.th_is_right);
	buffer_free(&log.bytes);
}

static void test_wrong(void **state)
{
	struct event_replay replay;
	struct event_log log;

	(void)state;
	make(WRONG_OFFER);
	replay = replay_of(data, made.len);
	assert_true(replay.is_negotiated && !replay.th_is_right);
	make(WRONG_FROZEN);
	assert_false(replay_of(data, made.len).th_is_right);
	make(WRONG_NOTHING);
	data[made.len - 1] ^= 1;
	assert_int_equal(replay_of(data, made.len).wrong_digest, 5);
	assert_int_equal(read_bytes(data, made.len - 1, &log), OK);
	assert_int_equal(event_log_replay(&log, NULL, NULL, &replay), ERR_TRUNCATED);
	buffer_free(&log.bytes);
	assert_int_equal(read_bytes("event: 00\n", 10, &log), ERR_FORMAT);
	assert_int_equal(read_bytes("", 0, &log), ERR_FORMAT);
}

static void print_one(void *context, uint32_t number, const struct eventlog_event *event,
		      bool digest_is_right)
{
	FILE *out = context;

	(void)number;
	assert_true(digest_is_right);
	event_print(out, event);
	fputc('\n', out);
}

static void test_words(void **state)
{
	static const char *const lines[] = {
		"hello: monitor asks: features [] required [] strategies [ephemeral]\n",
		"offer: host offers: features [] strategies [ephemeral] devices 0\n",
		"choice: monitor chose: features [] strategy ephemeral freshness none\n",
		"frozen: version 1, strategy ephemeral, freshness none, th ",
		"module: core: started\n",
	};
	struct event_replay replay;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	struct event_log log;

	(void)state;
	make(WRONG_NOTHING);
	assert_int_equal(read_bytes(data, made.len, &log), OK);
	assert_int_equal(event_log_replay(&log, print_one, out, &replay), OK);
	fclose(out);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_non_null(strstr(text, lines[i]));
	buffer_free(&log.bytes);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_binary),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
