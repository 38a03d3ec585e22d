/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) */
/* An OFFER under attack, from the wire to TH: every bit, every byte value, every length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/channel/samples.h"

/* Whether the changed OFFER is refused, or shows in TH. */
static bool is_seen(const struct sample_message *offer, const uint8_t good[SHA384_SIZE],
		    uint32_t *refused)
{
	uint8_t th[SHA384_SIZE];

	if (sample_receive_offer(offer, th).code != CHANNEL_ABORT_NONE) {
		(*refused)++;
		return true;
	}
	return memcmp(th, good, SHA384_SIZE) != 0;
}

static void every_bit_flip_shows(void **state)
{
	struct sample_message offer;
	uint8_t good[SHA384_SIZE];
	uint32_t refused = 0;

	(void)state;
	sample_offer_message(&offer);
	assert_int_equal(sample_receive_offer(&offer, good).code, CHANNEL_ABORT_NONE);
	for (size_t bit = 0; bit < offer.len * 8; bit++) {
		offer.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_true(is_seen(&offer, good, &refused));
		offer.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	print_message("%zu bits flipped: %u refused, %zu with another TH\n", offer.len * 8, refused,
		      offer.len * 8 - refused);
}

static void every_byte_value_shows(void **state)
{
	struct sample_message offer;
	uint8_t good[SHA384_SIZE];
	uint32_t refused = 0;

	(void)state;
	sample_offer_message(&offer);
	assert_int_equal(sample_receive_offer(&offer, good).code, CHANNEL_ABORT_NONE);
	for (size_t at = 0; at < offer.len; at++) {
		uint8_t right = offer.bytes[at];

		for (unsigned int value = 0; value < 256; value += 15) {
			offer.bytes[at] = (uint8_t)value;
			assert_true(value == right || is_seen(&offer, good, &refused));
		}
		offer.bytes[at] = right;
	}
}

static void every_truncation_waits(void **state)
{
	struct sample_message offer;
	uint8_t th[SHA384_SIZE];

	(void)state;
	sample_offer_message(&offer);
	for (size_t len = offer.len; len-- > 0;) {
		offer.len = len;
		assert_int_equal(sample_receive_offer(&offer, th).code, CHANNEL_ABORT_DEADLINE);
	}
}

static void a_shorter_length_is_refused(void **state)
{
	struct sample_message offer;
	uint8_t th[SHA384_SIZE];

	(void)state;
	sample_offer_message(&offer);
	for (uint32_t len = 0; len < offer.len - CHANNEL_HEADER_SIZE; len++) {
		memcpy(offer.bytes + 12, &len, 4);
		assert_true(sample_receive_offer(&offer, th).code != CHANNEL_ABORT_NONE);
	}
}

/* Removing any one thing offered never moves the choice earlier in the profile's list */
static void removing_an_offer_never_helps(void **state)
{
	struct negotiate_limits limits = sample_limits();
	struct negotiate_compiled compiled = sample_compiled();
	uint32_t place_of[8];

	(void)state;
	for (uint16_t i = 0; i < limits.strategies.count; i++)
		place_of[limits.strategies.number[i]] = i;
	for (uint32_t mask = 0; mask < 64; mask++) {
		uint32_t best = UINT32_MAX;

		for (uint32_t without = 0; without <= 6; without++) {
			struct channel_offer offer = sample_offer();
			struct channel_choice choice;
			uint32_t left = without == 0 ? mask : mask & ~(1u << (without - 1));

			offer.strategies.count = 0;
			for (uint16_t s = 1; s <= 6; s++) {
				if (left & 1u << (s - 1))
					offer.strategies.number[offer.strategies.count++] = s;
			}
			if (negotiate(&limits, &compiled, &offer, &choice).code !=
			    CHANNEL_ABORT_NONE)
				continue;
			if (without == 0)
				best = place_of[choice.strategy];
			assert_true(place_of[choice.strategy] >= best || left == mask);
			assert_true(best != UINT32_MAX);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bit_flip_shows),
		cmocka_unit_test(every_byte_value_shows),
		cmocka_unit_test(every_truncation_waits),
		cmocka_unit_test(a_shorter_length_is_refused),
		cmocka_unit_test(removing_an_offer_never_helps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
