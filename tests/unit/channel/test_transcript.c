/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) */
/* The transcript: both sides' views agree, the seal comes off as it went on, and order and lengths
 * are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "crypto/hash.h"
#include "tests/unit/channel/samples.h"

static struct sample_message hello;
static struct sample_message offer;
static struct sample_message choice;

static int set_up(void **state)
{
	(void)state;
	sample_hello_message(&hello);
	sample_offer_message(&offer);
	sample_choice_message(&choice);
	return 0;
}

static void the_seal_comes_off(void **state)
{
	struct sample_message sealed = choice;
	uint8_t mine[SHA384_SIZE];
	uint8_t theirs[SHA384_SIZE];
	struct channel_choice decoded;
	uint8_t carried[SHA384_SIZE];

	(void)state;
	sample_hash(&hello, &offer, &choice, mine);
	assert_int_equal(channel_choice_seal(sealed.bytes, &sealed.len, mine), OK);
	assert_int_equal(sealed.len, choice.len + 52);
	assert_int_equal(
		channel_choice_decode(sealed.bytes + 24, sealed.len - 24, &decoded, carried).code,
		CHANNEL_ABORT_NONE);
	assert_memory_equal(carried, mine, SHA384_SIZE);
	assert_int_equal(channel_choice_unseal(sealed.bytes, &sealed.len), OK);
	assert_int_equal(sealed.len, choice.len);
	assert_memory_equal(sealed.bytes, choice.bytes, choice.len);
	sample_hash(&hello, &offer, &sealed, theirs);
	assert_memory_equal(mine, theirs, SHA384_SIZE);
}

static void a_seal_must_be_there(void **state)
{
	size_t len = choice.len;

	(void)state;
	assert_int_equal(channel_choice_unseal(choice.bytes, &choice.len), ERR_FORMAT);
	assert_int_equal(choice.len, len);
	len = 30;
	assert_int_equal(channel_choice_unseal(choice.bytes, &len), ERR_FORMAT);
	len = CHANNEL_MESSAGE_MAX - 51;
	assert_int_equal(channel_choice_seal(choice.bytes, &len, hello.bytes), ERR_RANGE);
	len = CHANNEL_MESSAGE_MAX - 52;
	assert_int_equal(channel_choice_seal(choice.bytes, &len, hello.bytes), OK);
	assert_int_equal(len, CHANNEL_MESSAGE_MAX);
}

static void three_messages_and_no_more(void **state)
{
	static struct transcript transcript;
	uint8_t out[SHA384_SIZE];

	(void)state;
	transcript_init(&transcript);
	assert_int_equal(transcript_hash(&transcript, crypto_sha384, out), ERR_STATE);
	assert_int_equal(transcript_add(&transcript, hello.bytes, hello.len - 1), ERR_RANGE);
	assert_int_equal(transcript_add(&transcript, hello.bytes, 23), ERR_RANGE);
	assert_int_equal(transcript_add(&transcript, hello.bytes, CHANNEL_MESSAGE_MAX + 1),
			 ERR_RANGE);
	assert_int_equal(transcript.len, TRANSCRIPT_LABEL_SIZE);
	assert_int_equal(transcript_add(&transcript, hello.bytes, hello.len), OK);
	assert_int_equal(transcript_add(&transcript, offer.bytes, offer.len), OK);
	assert_int_equal(transcript_hash(&transcript, crypto_sha384, out), ERR_STATE);
	assert_int_equal(transcript_add(&transcript, choice.bytes, choice.len), OK);
	assert_int_equal(transcript_add(&transcript, choice.bytes, choice.len), ERR_STATE);
	assert_int_equal(transcript_hash(&transcript, crypto_sha384, out), OK);
	assert_memory_equal(transcript.data + transcript.offset[1], offer.bytes, offer.len);
}

static void the_longest_messages_fit(void **state)
{
	static struct transcript transcript;
	uint8_t message[CHANNEL_MESSAGE_MAX] = { 0 };
	uint32_t length = CHANNEL_BODY_MAX;

	(void)state;
	memcpy(message + 12, &length, 4);
	transcript_init(&transcript);
	for (int i = 0; i < 3; i++)
		assert_int_equal(transcript_add(&transcript, message, sizeof(message)), OK);
	assert_int_equal(transcript.len, sizeof(transcript.data));
}

static void transports_have_digests_of_their_own(void **state)
{
	uint8_t a[SHA384_SIZE];
	uint8_t b[SHA384_SIZE];

	(void)state;
	assert_int_equal(transcript_transport("serial", 6, 0x3f8, crypto_sha384, a), OK);
	assert_int_equal(transcript_transport("serial", 6, 0x2f8, crypto_sha384, b), OK);
	assert_memory_not_equal(a, b, SHA384_SIZE);
	assert_int_equal(transcript_transport("seria", 5, 0x3f8, crypto_sha384, b), OK);
	assert_memory_not_equal(a, b, SHA384_SIZE);
	assert_int_equal(transcript_transport("", 0, 0, crypto_sha384, a), ERR_RANGE);
	assert_int_equal(
		transcript_transport("0123456789abcdef0123456789abcdef0", 33, 0, crypto_sha384, a),
		ERR_RANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_seal_comes_off, set_up),
		cmocka_unit_test_setup(a_seal_must_be_there, set_up),
		cmocka_unit_test_setup(three_messages_and_no_more, set_up),
		cmocka_unit_test(the_longest_messages_fit),
		cmocka_unit_test(transports_have_digests_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
