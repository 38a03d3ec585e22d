/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this image can agree to: collected from the tables, so that no list of it exists anywhere
 * else. */
#include "core/channel/channel.h"
#include "core/registry/key_strategy.h"
#include "core/registry/module.h"

/* Puts number where it belongs in an ascending set that has room; a number that is there stays
 * once. */
static void set_add(struct channel_set *set, uint16_t number, uint32_t max)
{
	uint16_t at = set->count;

	if (channel_set_has(set, number) || set->count >= max)
		return;
	while (at > 0 && set->number[at - 1] > number) {
		set->number[at] = set->number[at - 1];
		at--;
	}
	set->number[at] = number;
	set->count++;
}

static void features_add(struct channel_set *set, const uint16_t *numbers, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		set_add(set, numbers[i], CHANNEL_FEATURES_MAX);
}

static void features_collect(struct channel_set *out)
{
	for (uint32_t i = 0; i < module_count(); i++) {
		const struct module *module = module_at(i);

		features_add(out, module->required_features, module->required_feature_count);
		features_add(out, module->optional_features, module->optional_feature_count);
	}
}

static void strategies_collect(struct channel_set *out, enum key_needs most)
{
	/* To keep nothing takes nothing: an image without key management can do it too */
	set_add(out, CHANNEL_STRATEGY_NONE, CHANNEL_STRATEGIES_MAX);
	for (const struct key_strategy *at = __start_parapet_key_strategy;
	     at < __stop_parapet_key_strategy; at++) {
		if (at->needs <= (uint16_t)most)
			set_add(out, at->number, CHANNEL_STRATEGIES_MAX);
	}
}

void channel_compiled_collect(struct negotiate_compiled *out)
{
	*out = (struct negotiate_compiled){ 0 };
	set_add(&out->versions, CHANNEL_PROTOCOL, CHANNEL_VERSIONS_MAX);
	features_collect(&out->features);
	strategies_collect(&out->strategies, KEY_NEEDS_HOST);
}

void channel_compiled_local_strategies(struct channel_set *out)
{
	*out = (struct channel_set){ 0 };
	strategies_collect(out, KEY_NEEDS_NOTHING);
}
