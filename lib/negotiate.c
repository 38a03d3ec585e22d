/* SPDX-License-Identifier: MIT */
/* The decision of the measured channel. Never takes from the host anything but a narrowing. */
#include "negotiate.h"

static bool is_ascending(const struct channel_set *set, uint32_t max)
{
	return channel_set_is_valid(set, max, CHANNEL_ASCENDING);
}

/* Whether the profile's and the image's lists can be worked with at all. */
static struct channel_fault check_own(const struct negotiate_limits *limits,
				      const struct negotiate_compiled *compiled)
{
	uint16_t missing;

	if (!is_ascending(&limits->allowed, CHANNEL_FEATURES_MAX) ||
	    !is_ascending(&limits->required, CHANNEL_FEATURES_MAX) ||
	    !channel_set_is_valid(&limits->strategies, CHANNEL_STRATEGIES_MAX,
				  CHANNEL_PREFERENCE) ||
	    !is_ascending(&compiled->versions, CHANNEL_VERSIONS_MAX) ||
	    !is_ascending(&compiled->features, CHANNEL_FEATURES_MAX) ||
	    !is_ascending(&compiled->strategies, CHANNEL_STRATEGIES_MAX))
		return (struct channel_fault){ CHANNEL_ABORT_INTERNAL, 0 };
	missing = channel_set_missing(&limits->required, &limits->allowed);
	if (missing == 0)
		missing = channel_set_missing(&limits->required, &compiled->features);
	if (missing != 0)
		return (struct channel_fault){ CHANNEL_ABORT_CONFIGURATION, missing };
	return CHANNEL_FINE;
}

struct channel_fault negotiate_hello(const struct negotiate_limits *limits,
				     const struct negotiate_compiled *compiled,
				     struct channel_hello *hello)
{
	struct channel_fault fault = check_own(limits, compiled);

	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	hello->versions = compiled->versions;
	hello->features = compiled->features;
	channel_set_intersect(&hello->features, &limits->allowed);
	hello->required = limits->required;
	hello->strategies = limits->strategies;
	channel_set_intersect(&hello->strategies, &compiled->strategies);
	return CHANNEL_FINE;
}

static struct channel_fault check_offer(const struct negotiate_compiled *compiled,
					const struct channel_offer *offer)
{
	if (!channel_set_has(&compiled->versions, offer->version))
		return (struct channel_fault){ CHANNEL_ABORT_VERSION, offer->version };
	if (!is_ascending(&offer->features, CHANNEL_FEATURES_MAX))
		return (struct channel_fault){ CHANNEL_ABORT_VALUE, CHANNEL_TLV_FEATURES };
	if (!is_ascending(&offer->strategies, CHANNEL_STRATEGIES_MAX))
		return (struct channel_fault){ CHANNEL_ABORT_VALUE, CHANNEL_TLV_STRATEGIES };
	return CHANNEL_FINE;
}

/* The first of the profile's strategies that the image has and the host makes available, 0: none.
 */
static uint16_t choose_strategy(const struct negotiate_limits *limits,
				const struct negotiate_compiled *compiled,
				const struct channel_offer *offer)
{
	for (uint32_t i = 0; i < limits->strategies.count; i++) {
		uint16_t strategy = limits->strategies.number[i];

		if (channel_set_has(&compiled->strategies, strategy) &&
		    channel_set_has(&offer->strategies, strategy))
			return strategy;
	}
	return 0;
}

struct channel_fault negotiate(const struct negotiate_limits *limits,
			       const struct negotiate_compiled *compiled,
			       const struct channel_offer *offer, struct channel_choice *choice)
{
	struct channel_fault fault = check_own(limits, compiled);
	struct channel_set features;
	uint16_t missing;
	uint16_t strategy;

	if (fault.code == CHANNEL_ABORT_NONE)
		fault = check_offer(compiled, offer);
	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	features = compiled->features;
	channel_set_intersect(&features, &limits->allowed);
	channel_set_intersect(&features, &offer->features);
	missing = channel_set_missing(&limits->required, &features);
	if (missing != 0)
		return (struct channel_fault){ CHANNEL_ABORT_REQUIRED, missing };
	strategy = choose_strategy(limits, compiled, offer);
	if (strategy == 0)
		return (struct channel_fault){ CHANNEL_ABORT_STRATEGY, 0 };
	*choice = (struct channel_choice){
		.features = features,
		.version = offer->version,
		.strategy = strategy,
		.freshness = limits->freshness,
	};
	return CHANNEL_FINE;
}

struct channel_fault negotiate_check(const struct channel_offer *offer,
				     const struct channel_choice *choice)
{
	uint16_t missing = channel_set_missing(&choice->features, &offer->features);

	if (missing != 0 || !is_ascending(&choice->features, CHANNEL_FEATURES_MAX))
		return (struct channel_fault){ CHANNEL_ABORT_CHOICE, missing };
	if (choice->version != offer->version)
		return (struct channel_fault){ CHANNEL_ABORT_CHOICE, choice->version };
	if (!channel_set_has(&offer->strategies, choice->strategy))
		return (struct channel_fault){ CHANNEL_ABORT_CHOICE, choice->strategy };
	return CHANNEL_FINE;
}
