/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) */
/* The decision: what comes out, every way to fail, and that outputs stay untouched then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/channel/samples.h"

static struct negotiate_limits limits;
static struct negotiate_compiled compiled;
static struct channel_offer offer;
static struct channel_choice choice;

static int set_up(void **state)
{
	(void)state;
	limits = sample_limits();
	compiled = sample_compiled();
	offer = sample_offer();
	memset(&choice, 0xa5, sizeof(choice));
	return 0;
}

static struct channel_fault decide(void)
{
	struct channel_choice before = choice;
	struct channel_fault fault = negotiate(&limits, &compiled, &offer, &choice);

	if (fault.code != CHANNEL_ABORT_NONE)
		assert_memory_equal(&before, &choice, sizeof(choice));
	return fault;
}

#define assert_fault(expression, want, about)                                                      \
	do {                                                                                       \
		struct channel_fault fault_ = (expression);                                        \
		assert_int_equal(fault_.code, CHANNEL_ABORT_##want);                               \
		assert_int_equal(fault_.detail, (about));                                          \
	} while (0)

static void the_sample_is_decided(void **state)
{
	(void)state;
	assert_fault(decide(), NONE, 0);
	assert_int_equal(choice.features.count, 2);
	assert_int_equal(choice.features.number[0], CHANNEL_FEATURE_BLK);
	assert_int_equal(choice.features.number[1], CHANNEL_FEATURE_CERTS);
	assert_int_equal(choice.strategy, CHANNEL_STRATEGY_SEALED);
	assert_int_equal(choice.freshness, CHANNEL_FRESHNESS_KBS_CAS);
	assert_int_equal(choice.version, CHANNEL_PROTOCOL);
}

static void hello_narrows_to_what_is_there(void **state)
{
	struct channel_hello hello = { 0 };

	(void)state;
	compiled.strategies = SAMPLE_SET(CHANNEL_STRATEGY_EPHEMERAL, CHANNEL_STRATEGY_SEALED);
	assert_fault(negotiate_hello(&limits, &compiled, &hello), NONE, 0);
	assert_int_equal(hello.features.count, 3);
	assert_int_equal(hello.features.number[2], CHANNEL_FEATURE_CERTS);
	assert_int_equal(hello.strategies.count, 2);
	assert_int_equal(hello.strategies.number[0], CHANNEL_STRATEGY_SEALED);
	assert_int_equal(hello.required.count, 1);
	limits.required = SAMPLE_SET(CHANNEL_FEATURE_VSOCK);
	assert_fault(negotiate_hello(&limits, &compiled, &hello), CONFIGURATION,
		     CHANNEL_FEATURE_VSOCK);
}

static void the_host_cannot_go_below_the_list(void **state)
{
	(void)state;
	offer.strategies = SAMPLE_SET(CHANNEL_STRATEGY_NONE);
	assert_fault(decide(), STRATEGY, 0);
	offer.strategies.count = 0;
	assert_fault(decide(), STRATEGY, 0);
	offer.strategies = SAMPLE_SET(CHANNEL_STRATEGY_SPLIT, 4711);
	assert_fault(decide(), STRATEGY, 0);
}

static void required_features_must_be_offered(void **state)
{
	(void)state;
	offer.features = SAMPLE_SET(CHANNEL_FEATURE_RELAY, CHANNEL_FEATURE_CERTS);
	assert_fault(decide(), REQUIRED, CHANNEL_FEATURE_BLK);
	offer.features.count = 0;
	assert_fault(decide(), REQUIRED, CHANNEL_FEATURE_BLK);
	limits.required.count = 0;
	assert_fault(decide(), NONE, 0);
	assert_int_equal(choice.features.count, 0);
}

static void own_configuration_is_checked(void **state)
{
	(void)state;
	limits.required = SAMPLE_SET(CHANNEL_FEATURE_VSOCK);
	assert_fault(decide(), CONFIGURATION, CHANNEL_FEATURE_VSOCK);
	limits.required = SAMPLE_SET(CHANNEL_FEATURE_DEBUG_CONSOLE);
	assert_fault(decide(), CONFIGURATION, CHANNEL_FEATURE_DEBUG_CONSOLE);
}

static void versions_must_meet(void **state)
{
	(void)state;
	offer.version = 2;
	assert_fault(decide(), VERSION, 2);
	offer.version = 0;
	assert_fault(decide(), VERSION, 0);
}

/* Whoever calls, the answer is a fault and never an access out of bounds */
static void malformed_lists_are_faults(void **state)
{
	struct channel_set *own[] = {
		&limits.allowed,    &limits.required,   &limits.strategies,
		&compiled.versions, &compiled.features, &compiled.strategies
	};

	(void)state;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		set_up(NULL);
		own[i]->count = UINT16_MAX;
		assert_fault(decide(), INTERNAL, 0);
		*own[i] = SAMPLE_SET(3, 3);
		assert_fault(decide(), INTERNAL, 0);
		*own[i] = SAMPLE_SET(0);
		assert_fault(decide(), INTERNAL, 0);
	}
	set_up(NULL);
	offer.features.count = CHANNEL_FEATURES_MAX + 1;
	assert_fault(decide(), VALUE, CHANNEL_TLV_FEATURES);
	offer.features = SAMPLE_SET(3, 2);
	assert_fault(decide(), VALUE, CHANNEL_TLV_FEATURES);
	offer = sample_offer();
	offer.strategies = SAMPLE_SET(3, 2);
	assert_fault(decide(), VALUE, CHANNEL_TLV_STRATEGIES);
	offer.strategies.count = CHANNEL_STRATEGIES_MAX + 1;
	assert_fault(decide(), VALUE, CHANNEL_TLV_STRATEGIES);
}

static void full_tables_are_fine(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < CHANNEL_FEATURES_MAX; i++) {
		limits.allowed.number[i] = (uint16_t)(i + 1);
		compiled.features.number[i] = (uint16_t)(i + 1);
		offer.features.number[i] = (uint16_t)(i + 1);
	}
	limits.allowed.count = compiled.features.count = offer.features.count =
		CHANNEL_FEATURES_MAX;
	limits.required = offer.features;
	assert_fault(decide(), NONE, 0);
	assert_int_equal(choice.features.count, CHANNEL_FEATURES_MAX);
}

static void the_host_checks_the_choice(void **state)
{
	(void)state;
	assert_fault(decide(), NONE, 0);
	assert_fault(negotiate_check(&offer, &choice), NONE, 0);
	choice.strategy = CHANNEL_STRATEGY_SPLIT;
	assert_fault(negotiate_check(&offer, &choice), CHOICE, CHANNEL_STRATEGY_SPLIT);
	choice.strategy = 0;
	assert_fault(negotiate_check(&offer, &choice), CHOICE, 0);
	choice.version = 7;
	assert_fault(negotiate_check(&offer, &choice), CHOICE, 7);
	choice.features = SAMPLE_SET(0);
	assert_fault(negotiate_check(&offer, &choice), CHOICE, 0);
	choice.features = SAMPLE_SET(CHANNEL_FEATURE_RELAY);
	assert_fault(negotiate_check(&offer, &choice), CHOICE, CHANNEL_FEATURE_RELAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_sample_is_decided, set_up),
		cmocka_unit_test_setup(hello_narrows_to_what_is_there, set_up),
		cmocka_unit_test_setup(the_host_cannot_go_below_the_list, set_up),
		cmocka_unit_test_setup(required_features_must_be_offered, set_up),
		cmocka_unit_test_setup(own_configuration_is_checked, set_up),
		cmocka_unit_test_setup(versions_must_meet, set_up),
		cmocka_unit_test_setup(malformed_lists_are_faults, set_up),
		cmocka_unit_test_setup(full_tables_are_fine, set_up),
		cmocka_unit_test_setup(the_host_checks_the_choice, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
