/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/negotiate.c lib/channel_set.c */
/* proof-flags: -DCHANNEL_FEATURES_MAX=4u -DCHANNEL_STRATEGIES_MAX=3u -DCHANNEL_VERSIONS_MAX=2u -DCHANNEL_DEVICES_MAX=1u --unwind 6 */
/* proof-functions: negotiate_is_safe negotiate_hello_is_safe negotiate_result negotiate_monotone negotiate_checked */
/* The decision, for every content of every list, valid or not. */
#include "tests/proof/proof.h"

#include "lib/negotiate.h"

/* Structures with any content: CBMC leaves them undetermined */
struct negotiate_limits nondet_limits(void);
struct negotiate_compiled nondet_compiled(void);
struct channel_offer nondet_offer(void);
struct channel_choice nondet_choice(void);
struct channel_hello nondet_hello(void);

/* Where strategy stands in the profile's list; its length if nowhere. */
static uint32_t place(const struct negotiate_limits *limits, uint16_t strategy)
{
	uint32_t i = 0;

	while (i < limits->strategies.count && i < CHANNEL_FEATURES_MAX &&
	       limits->strategies.number[i] != strategy)
		i++;
	return i;
}

void proof_negotiate_is_safe(void)
{
	struct negotiate_limits limits = nondet_limits();
	struct negotiate_compiled compiled = nondet_compiled();
	struct channel_offer offer = nondet_offer();
	struct channel_choice choice = nondet_choice();
	struct channel_choice before = choice;
	struct channel_fault fault = negotiate(&limits, &compiled, &offer, &choice);
	uint16_t i = nondet_u16();

	ASSUME(i < CHANNEL_FEATURES_MAX);
	if (fault.code != CHANNEL_ABORT_NONE)
		PROVE(choice.strategy == before.strategy && choice.version == before.version &&
			      choice.freshness == before.freshness &&
			      choice.features.count == before.features.count &&
			      choice.features.number[i] == before.features.number[i],
		      "a fault leaves the choice untouched");
}

void proof_negotiate_hello_is_safe(void)
{
	struct negotiate_limits limits = nondet_limits();
	struct negotiate_compiled compiled = nondet_compiled();
	struct channel_hello hello = nondet_hello();
	struct channel_fault fault = negotiate_hello(&limits, &compiled, &hello);

	if (fault.code != CHANNEL_ABORT_NONE)
		return;
	PROVE(channel_set_is_valid(&hello.features, CHANNEL_FEATURES_MAX, CHANNEL_ASCENDING),
	      "a valid set");
	PROVE(channel_set_missing(&hello.features, &limits.allowed) == 0,
	      "features within allowed");
	PROVE(channel_set_missing(&hello.features, &compiled.features) == 0,
	      "features within compiled");
	PROVE(channel_set_missing(&hello.required, &hello.features) == 0,
	      "required within features");
	PROVE(channel_set_is_valid(&hello.strategies, CHANNEL_STRATEGIES_MAX, CHANNEL_PREFERENCE),
	      "a valid list");
	PROVE(channel_set_missing(&hello.strategies, &limits.strategies) == 0,
	      "strategies within the profile's");
}

void proof_negotiate_result(void)
{
	struct negotiate_limits limits = nondet_limits();
	struct negotiate_compiled compiled = nondet_compiled();
	struct channel_offer offer = nondet_offer();
	struct channel_choice choice;
	uint16_t feature = nondet_u16();

	if (negotiate(&limits, &compiled, &offer, &choice).code != CHANNEL_ABORT_NONE)
		return;
	PROVE(channel_set_is_valid(&choice.features, CHANNEL_FEATURES_MAX, CHANNEL_ASCENDING),
	      "a valid set");
	ASSUME(feature != 0);
	PROVE(channel_set_has(&choice.features, feature) ==
		      (channel_set_has(&limits.allowed, feature) &&
		       channel_set_has(&compiled.features, feature) &&
		       channel_set_has(&offer.features, feature)),
	      "features are allowed, compiled and offered, and all that are");
	PROVE(!channel_set_has(&limits.required, feature) ||
		      channel_set_has(&choice.features, feature),
	      "required within features");
	PROVE(place(&limits, choice.strategy) < limits.strategies.count,
	      "the strategy is acceptable");
	PROVE(channel_set_has(&offer.strategies, choice.strategy), "the strategy is available");
	PROVE(channel_set_has(&compiled.strategies, choice.strategy),
	      "the strategy is compiled in");
	PROVE(choice.freshness == limits.freshness, "freshness is the profile's");
	PROVE(channel_set_has(&compiled.versions, choice.version), "the version is spoken");
}

/* Two offers, the second within the first */
void proof_negotiate_monotone(void)
{
	struct negotiate_limits limits = nondet_limits();
	struct negotiate_compiled compiled = nondet_compiled();
	struct channel_offer more = nondet_offer();
	struct channel_offer less = nondet_offer();
	struct channel_choice of_more;
	struct channel_choice of_less;
	struct channel_fault fault;

	ASSUME(channel_set_is_valid(&more.features, CHANNEL_FEATURES_MAX, CHANNEL_ASCENDING));
	ASSUME(channel_set_is_valid(&more.strategies, CHANNEL_STRATEGIES_MAX, CHANNEL_ASCENDING));
	ASSUME(channel_set_missing(&less.features, &more.features) == 0);
	ASSUME(channel_set_missing(&less.strategies, &more.strategies) == 0);
	ASSUME(less.version == more.version);
	if (negotiate(&limits, &compiled, &less, &of_less).code != CHANNEL_ABORT_NONE)
		return;
	fault = negotiate(&limits, &compiled, &more, &of_more);
	PROVE(fault.code == CHANNEL_ABORT_NONE, "what suffices with less suffices with more");
	PROVE(place(&limits, of_less.strategy) >= place(&limits, of_more.strategy),
	      "removing an offer never moves the choice earlier in the list");
	PROVE(channel_set_missing(&of_less.features, &of_more.features) == 0,
	      "removing an offer adds no feature");
}

void proof_negotiate_checked(void)
{
	struct negotiate_limits limits = nondet_limits();
	struct negotiate_compiled compiled = nondet_compiled();
	struct channel_offer offer = nondet_offer();
	struct channel_choice choice = nondet_choice();
	struct channel_fault fault = negotiate_check(&offer, &choice);

	if (fault.code == CHANNEL_ABORT_NONE)
		PROVE(channel_set_has(&offer.strategies, choice.strategy) &&
			      choice.version == offer.version &&
			      channel_set_missing(&choice.features, &offer.features) == 0,
		      "the host takes nothing it did not offer");
	if (negotiate(&limits, &compiled, &offer, &choice).code == CHANNEL_ABORT_NONE)
		PROVE(negotiate_check(&offer, &choice).code == CHANNEL_ABORT_NONE,
		      "the host takes every decision");
}
