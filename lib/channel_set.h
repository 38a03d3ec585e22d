/* SPDX-License-Identifier: MIT */
/* Short lists of feature, strategy and version numbers. No function trusts a count or an order it
 * was given. */
#ifndef LIB_CHANNEL_SET_H
#define LIB_CHANNEL_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "../abi/channel.h"

/* Room for the longest of the lists */
struct channel_set {
	uint16_t count;
	uint16_t number[CHANNEL_FEATURES_MAX];
};

/* Sets (features, versions, what is available) ascend; preferences (the profile's strategies) have
 * an order of their own. In both a number is there once, and 0 never. */
enum channel_order { CHANNEL_ASCENDING, CHANNEL_PREFERENCE };

/* Whether set has ≤ max numbers, max ≤ CHANNEL_FEATURES_MAX, none of them 0, none twice, in order.
 */
bool channel_set_is_valid(const struct channel_set *set, uint32_t max, enum channel_order order);

/* Whether number is in set; a count beyond the table is taken as the table's end. */
bool channel_set_has(const struct channel_set *set, uint16_t number);

/* Keeps in set what is also in other, in set's order. */
void channel_set_intersect(struct channel_set *set, const struct channel_set *other);

/* The first number of set that other lacks; 0: none, set is within other. */
uint16_t channel_set_missing(const struct channel_set *set, const struct channel_set *other);

#endif
