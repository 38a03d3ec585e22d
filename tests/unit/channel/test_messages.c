/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) */
/* Messages: there and back, cut at every byte, every field missing, resized, doubled, decorated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "lib/tlv.h"
#include "tests/unit/channel/samples.h"

static uint8_t th[CHANNEL_DIGEST_SIZE];

/* One decoder behind one form, so that every test below goes over all five */
enum kind { HELLO, OFFER, CHOICE, ACK, ABORT, KINDS };

static struct channel_fault decode(enum kind kind, const uint8_t *body, size_t len)
{
	static union {
		struct channel_hello hello;
		struct channel_offer offer;
		struct channel_choice choice;
		struct channel_fault abort;
	} out;
	uint8_t out_th[CHANNEL_DIGEST_SIZE];

	switch (kind) {
	case HELLO:
		return channel_hello_decode(body, len, &out.hello);
	case OFFER:
		return channel_offer_decode(body, len, &out.offer);
	case CHOICE:
		return channel_choice_decode(body, len, &out.choice, out_th);
	case ACK:
		return channel_ack_decode(body, len, out_th);
	case ABORT:
		return channel_abort_decode(body, len, &out.abort);
	case KINDS:
		break;
	}
	return (struct channel_fault){ CHANNEL_ABORT_INTERNAL, 0 };
}

static void make(enum kind kind, struct sample_message *out)
{
	enum err err = OK;

	memset(out, 0, sizeof(*out));
	if (kind == HELLO)
		sample_hello_message(out);
	else if (kind == OFFER)
		sample_offer_message(out);
	else if (kind == CHOICE)
		sample_choice_message(out);
	else if (kind == ACK)
		err = channel_ack_encode(th, SAMPLE_SESSION, out->bytes, &out->len);
	else
		err = channel_abort_encode((struct channel_fault){ CHANNEL_ABORT_VALUE, 6 },
					   CHANNEL_HOST, CHANNEL_OFFER, SAMPLE_SESSION, out->bytes,
					   &out->len);
	if (kind == CHOICE)
		err = channel_choice_seal(out->bytes, &out->len, th);
	assert_int_equal(err, OK);
}

/* The body of a message, copied to the end of an allocation of its size so that a read too far is
 * seen */
static struct channel_fault decode_exactly(enum kind kind, const uint8_t *body, size_t len)
{
	uint8_t *copy = test_malloc(len + 1);
	struct channel_fault fault;

	memcpy(copy + 1, body, len);
	fault = decode(kind, copy + 1, len);
	test_free(copy);
	return fault;
}

static void messages_come_back(void **state)
{
	struct channel_hello hello = sample_hello();
	struct channel_offer offer = sample_offer();
	struct channel_hello hello_back;
	struct channel_offer offer_back;
	struct channel_fault abort_back;
	struct sample_message message;

	(void)state;
	make(HELLO, &message);
	assert_int_equal(
		channel_hello_decode(message.bytes + 24, message.len - 24, &hello_back).code,
		CHANNEL_ABORT_NONE);
	assert_memory_equal(&hello, &hello_back, sizeof(hello));
	make(OFFER, &message);
	assert_int_equal(
		channel_offer_decode(message.bytes + 24, message.len - 24, &offer_back).code,
		CHANNEL_ABORT_NONE);
	assert_memory_equal(&offer, &offer_back, sizeof(offer));
	make(ABORT, &message);
	assert_int_equal(
		channel_abort_decode(message.bytes + 24, message.len - 24, &abort_back).code,
		CHANNEL_ABORT_NONE);
	assert_int_equal(abort_back.code, CHANNEL_ABORT_VALUE);
	assert_int_equal(abort_back.detail, 6);
	assert_int_equal(message.bytes[8], CHANNEL_OFFER);
}

static void a_cut_body_is_refused(void **state)
{
	struct sample_message message;

	(void)state;
	for (enum kind kind = HELLO; kind < KINDS; kind++) {
		make(kind, &message);
		assert_int_equal(decode_exactly(kind, message.bytes + 24, message.len - 24).code,
				 CHANNEL_ABORT_NONE);
		for (size_t len = 0; len < message.len - 24; len++) {
			enum channel_abort code =
				decode_exactly(kind, message.bytes + 24, len).code;

			assert_true(code == CHANNEL_ABORT_MALFORMED ||
				    code == CHANNEL_ABORT_MISSING_TLV);
		}
	}
}

/* What to do to one TLV of a body */
enum change { LEAVE_OUT, DOUBLE, GROW, SHRINK, NOT_CRITICAL, CHANGES };

static size_t changed_body(const struct sample_message *message, uint32_t nth, enum change change,
			   uint8_t *out, uint16_t *type)
{
	struct tlv_reader reader;
	struct tlv tlv;
	uint32_t at = 0;
	size_t len = 0;

	tlv_reader_init(&reader, message->bytes + 24, message->len - 24);
	while (tlv_next(&reader, &tlv) == OK) {
		uint32_t times = at != nth ? 1 : change == LEAVE_OUT ? 0 : change == DOUBLE ? 2 : 1;
		uint16_t value_len = tlv.len;
		uint16_t raw = tlv.type | TLV_CRITICAL;

		if (at == nth) {
			*type = tlv.type;
			if (change == GROW)
				value_len++;
			if (change == SHRINK)
				value_len--;
			if (change == NOT_CRITICAL)
				raw = tlv.type;
		}
		for (uint32_t i = 0; i < times; i++) {
			memcpy(out + len,
			       (uint8_t[]){ (uint8_t)raw, (uint8_t)(raw >> 8), (uint8_t)value_len,
					    (uint8_t)(value_len >> 8) },
			       4);
			memset(out + len + 4, 0, value_len);
			memcpy(out + len + 4, tlv.value, value_len < tlv.len ? value_len : tlv.len);
			len += 4u + value_len;
		}
		at++;
	}
	return at > nth ? len : 0;
}

static void each_field_must_be_itself_once(void **state)
{
	static const enum channel_abort wanted[CHANGES] = {
		CHANNEL_ABORT_MISSING_TLV, CHANNEL_ABORT_MALFORMED, CHANNEL_ABORT_VALUE,
		CHANNEL_ABORT_VALUE, CHANNEL_ABORT_MALFORMED
	};
	struct sample_message message;
	uint8_t body[2 * CHANNEL_MESSAGE_MAX];
	uint32_t cases = 0;

	(void)state;
	for (enum kind kind = HELLO; kind < KINDS; kind++) {
		make(kind, &message);
		for (enum change change = 0; change < CHANGES; change++) {
			uint16_t type = 0;
			size_t len;

			for (uint32_t nth = 0;; nth++) {
				struct channel_fault fault;

				len = changed_body(&message, nth, change, body, &type);
				if (len == 0 && !(kind == ACK && change == LEAVE_OUT && nth == 0))
					break;
				fault = decode_exactly(kind, body, len);
				assert_int_equal(fault.code, wanted[change]);
				if (change != DOUBLE)
					assert_int_equal(fault.detail, type);
				cases++;
			}
		}
	}
	assert_int_equal(cases, (7 + 5 + 5 + 1 + 2) * CHANGES);
}

static void unknown_fields(void **state)
{
	static const uint8_t critical[] = { 0x00, 0xc0, 1, 0, 7 };
	static const uint8_t plain[] = { 0x00, 0x40, 1, 0, 7 };
	struct sample_message message;

	(void)state;
	for (enum kind kind = HELLO; kind < KINDS; kind++) {
		bool has_th = kind == CHOICE || kind == ACK;
		size_t tail = has_th ? 52 : 0;
		uint8_t body[CHANNEL_MESSAGE_MAX];
		size_t len;
		struct channel_fault fault;

		make(kind, &message);
		len = message.len - 24;
		memcpy(body, message.bytes + 24, len - tail);
		memcpy(body + len - tail, critical, 5);
		memcpy(body + len - tail + 5, message.bytes + 24 + len - tail, tail);
		fault = decode_exactly(kind, body, len + 5);
		assert_int_equal(fault.code, CHANNEL_ABORT_UNKNOWN_TLV);
		assert_int_equal(fault.detail, 0x4000);
		memcpy(body + len - tail, plain, 5);
		fault = decode_exactly(kind, body, len + 5);
		assert_int_equal(fault.code,
				 kind == ACK ? CHANNEL_ABORT_UNKNOWN_TLV : CHANNEL_ABORT_NONE);
	}
}

/* An encoder writes nothing that a decoder refuses */
static void encoders_refuse_bad_lists(void **state)
{
	struct channel_hello hello = sample_hello();
	struct channel_offer offer = sample_offer();
	struct channel_choice choice = { .version = 1, .strategy = 0 };
	struct sample_message out;

	(void)state;
	assert_int_equal(channel_hello_encode(&hello, 0, out.bytes, &out.len), ERR_RANGE);
	hello.versions = SAMPLE_SET(1, 2, 3, 4, 5, 6, 7, 8, 9);
	assert_int_equal(channel_hello_encode(&hello, 1, out.bytes, &out.len), ERR_RANGE);
	hello = sample_hello();
	hello.strategies = SAMPLE_SET(3, 2, 3);
	assert_int_equal(channel_hello_encode(&hello, 1, out.bytes, &out.len), ERR_RANGE);
	offer.features = SAMPLE_SET(2, 1);
	assert_int_equal(channel_offer_encode(&offer, 1, out.bytes, &out.len), ERR_RANGE);
	assert_int_equal(channel_choice_encode(&choice, 1, out.bytes, &out.len), ERR_RANGE);
	offer = sample_offer();
	offer.version = 0;
	assert_int_equal(channel_offer_encode(&offer, 1, out.bytes, &out.len), ERR_RANGE);
}

static void bad_devices_are_refused(void **state)
{
	static const struct channel_device bad[] = {
		{ 0, 0, 0, 0x1000 },
		{ 1, 1, 0, 0x1000 },
		{ 1, 0, CHANNEL_IRQ_MAX + 1, 0x1000 },
		{ 1, 0, 0, 0 },
		{ 1, 0, 0, 0x1001 },
		{ 1, 0, 0, CHANNEL_DEVICE_ADDRESS_MAX },
		{ 1, 0, 0, UINT64_MAX - 0x1ff },
		{ 1, 0, 0, 0xfeb00200 }, /* twice */
	};
	struct sample_message message;
	struct channel_offer offer;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct channel_fault fault;

		offer = sample_offer();
		offer.devices[0] = bad[i];
		assert_int_equal(channel_offer_encode(&offer, 1, message.bytes, &message.len),
				 ERR_RANGE);
		make(OFFER, &message);
		/* The devices are the last 32 bytes of the sample */
		memcpy(message.bytes + message.len - 32, &bad[i], 16);
		fault = decode_exactly(OFFER, message.bytes + 24, message.len - 24);
		assert_int_equal(fault.code, CHANNEL_ABORT_VALUE);
		assert_int_equal(fault.detail, CHANNEL_TLV_DEVICES);
	}
	offer = sample_offer();
	offer.device_count = CHANNEL_DEVICES_MAX + 1;
	for (uint32_t i = 0; i < CHANNEL_DEVICES_MAX; i++)
		offer.devices[i] = (struct channel_device){ 1, 0, 0, (i + 1) * 0x200ull };
	assert_int_equal(channel_offer_encode(&offer, 1, message.bytes, &message.len), ERR_RANGE);
	offer.device_count--;
	assert_int_equal(channel_offer_encode(&offer, 1, message.bytes, &message.len), OK);
}

static void zero_numbers_are_refused(void **state)
{
	struct sample_message message;

	(void)state;
	make(OFFER, &message);
	memset(message.bytes + 24 + 4, 0, 2);
	assert_int_equal(decode(OFFER, message.bytes + 24, message.len - 24).detail,
			 CHANNEL_TLV_VERSION);
	make(OFFER, &message);
	memset(message.bytes + 24 + 6 + 36 + 4, 0, 2);
	assert_int_equal(decode(OFFER, message.bytes + 24, message.len - 24).detail,
			 CHANNEL_TLV_FEATURES);
	make(CHOICE, &message);
	memset(message.bytes + 24 + 4, 0, 2);
	assert_int_equal(decode(CHOICE, message.bytes + 24, message.len - 24).detail,
			 CHANNEL_TLV_VERSION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_come_back),
		cmocka_unit_test(a_cut_body_is_refused),
		cmocka_unit_test(each_field_must_be_itself_once),
		cmocka_unit_test(unknown_fields),
		cmocka_unit_test(encoders_refuse_bad_lists),
		cmocka_unit_test(bad_devices_are_refused),
		cmocka_unit_test(zero_numbers_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
