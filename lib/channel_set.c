/* SPDX-License-Identifier: MIT */
/* Short lists of numbers. Never reads beyond a table, whatever its count says. */
#include "channel_set.h"

static uint32_t set_count(const struct channel_set *set)
{
	return set->count < CHANNEL_FEATURES_MAX ? set->count : CHANNEL_FEATURES_MAX;
}

static bool has_before(const struct channel_set *set, uint32_t end, uint16_t number)
{
	for (uint32_t i = 0; i < end; i++) {
		if (set->number[i] == number)
			return true;
	}
	return false;
}

bool channel_set_is_valid(const struct channel_set *set, uint32_t max, enum channel_order order)
{
	if (set->count > max || set->count > CHANNEL_FEATURES_MAX)
		return false;
	for (uint32_t i = 0; i < set_count(set); i++) {
		if (set->number[i] == 0)
			return false;
		if (order == CHANNEL_ASCENDING && i > 0 && set->number[i] <= set->number[i - 1])
			return false;
		if (order == CHANNEL_PREFERENCE && has_before(set, i, set->number[i]))
			return false;
	}
	return true;
}

bool channel_set_has(const struct channel_set *set, uint16_t number)
{
	return has_before(set, set_count(set), number);
}

void channel_set_intersect(struct channel_set *set, const struct channel_set *other)
{
	uint32_t count = set_count(set);
	uint16_t kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (channel_set_has(other, set->number[i]))
			set->number[kept++] = set->number[i];
	}
	/* Whoever copies or compares a set whole must not meet what was taken out */
	for (uint32_t i = kept; i < count; i++)
		set->number[i] = 0;
	set->count = kept;
}

uint16_t channel_set_missing(const struct channel_set *set, const struct channel_set *other)
{
	for (uint32_t i = 0; i < set_count(set); i++) {
		if (!channel_set_has(other, set->number[i]))
			return set->number[i];
	}
	return 0;
}
