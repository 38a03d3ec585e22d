/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The profile's say in the channel: transport, deadline, and the limits that the host can only
 * narrow. */
#include "core/channel/channel.h"
#include "core/registry/param.h"

/* Choices are indexes; numbers of abi/channel.h are indexes + 1, in the order of its tables */
#define FEATURE_NAMES "relay|blk|vsock|certs|reboot-notice|debug-console"
#define FEATURE_COUNT 6
#define STRATEGY_NAMES "none|ephemeral|sealed|kbs|kbs+sealed|split"
#define STRATEGY_COUNT 6

#define NUMBER_OF(number, ...) +((number) == 0 ? 100 : 1)
#define BAR_NAME(number, name, text, ...) "|" text
static_assert(0 CHANNEL_FEATURE_TABLE(NUMBER_OF) == FEATURE_COUNT, "features have a choice each");
static_assert(0 CHANNEL_STRATEGY_TABLE(NUMBER_OF) == STRATEGY_COUNT,
	      "strategies have a choice each");
static_assert(__builtin_strcmp("" CHANNEL_FEATURE_TABLE(BAR_NAME), "|" FEATURE_NAMES) == 0,
	      "spelled as in the table");
static_assert(__builtin_strcmp("" CHANNEL_STRATEGY_TABLE(BAR_NAME), "|" STRATEGY_NAMES) == 0,
	      "spelled as in the table");
static_assert(CHANNEL_FEATURE_DEBUG_CONSOLE == FEATURE_COUNT &&
		      CHANNEL_STRATEGY_SPLIT == STRATEGY_COUNT,
	      "numbered from 1 without a gap");

PARAM_ENUM(channel_transport, "channel.transport", "none|serial", 2, "none",
	   "What the negotiation with the VMM travels over. With none nothing is negotiated: no "
	   "feature, and only key "
	   "strategies that need nothing of the host.");
PARAM_U64(channel_port, "channel.port", 0, 0xfff8, "0x2f8",
	  "I/O port of the channel's serial port.");
PARAM_U64(channel_deadline_ms, "channel.deadline_ms", 1, 600000, "10000",
	  "Milliseconds within which each of the VMM's messages must be complete; then the boot "
	  "ends.");
PARAM_U64(channel_tsc_mhz, "channel.tsc_mhz", 1, 100000, "3000",
	  "Ticks of the time-stamp counter in a microsecond, for channel.deadline_ms. Only "
	  "availability depends on it.");
PARAM_LIST(
	channel_features_allowed, "features.allowed", FEATURE_NAMES, FEATURE_COUNT, 0,
	FEATURE_COUNT, "[]",
	"Features that may be agreed with the VMM, if the image has them and the VMM offers them.");
PARAM_LIST(channel_features_required, "features.required", FEATURE_NAMES, FEATURE_COUNT, 0,
	   FEATURE_COUNT, "[]", "Features without which the boot ends; each must be allowed too.");
PARAM_LIST(channel_strategies, "strategies", STRATEGY_NAMES, STRATEGY_COUNT, 1, STRATEGY_COUNT,
	   "[ephemeral, none]",
	   "Acceptable key strategies, best first. The list is the floor: what is not in it is "
	   "never used.");
PARAM_ENUM(channel_freshness_mode, "freshness", "none|kbs_cas", 2, "none",
	   "How rollback of stored state is detected; a strategy that cannot do it fails.");

static void list_read(const struct param *param, struct channel_set *out)
{
	size_t len;
	const uint8_t *choices = param_bytes(param, &len);

	*out = (struct channel_set){ .count = (uint16_t)len };
	for (size_t i = 0; i < len; i++)
		out->number[i] = (uint16_t)(choices[i] + 1);
}

/* A profile lists features in any order; sets ascend. */
static void set_read(const struct param *param, struct channel_set *out)
{
	struct channel_set listed;

	list_read(param, &listed);
	*out = (struct channel_set){ 0 };
	for (uint16_t number = 1; number <= FEATURE_COUNT; number++) {
		if (channel_set_has(&listed, number))
			out->number[out->count++] = number;
	}
}

static const struct transport *transport_find(uint64_t number)
{
	for (const struct transport *at = __start_parapet_transport; at < __stop_parapet_transport;
	     at++) {
		if (at->number == number)
			return at;
	}
	return NULL;
}

uint64_t channel_ticks(uint64_t milliseconds)
{
	return milliseconds * param_u64(&channel_tsc_mhz) * 1000;
}

enum termination channel_profile_read(struct channel_profile *out)
{
	uint8_t transport = param_enum(&channel_transport);

	set_read(&channel_features_allowed, &out->limits.allowed);
	set_read(&channel_features_required, &out->limits.required);
	list_read(&channel_strategies, &out->limits.strategies);
	out->limits.freshness = param_enum(&channel_freshness_mode);
	out->deadline_ticks = channel_ticks(param_u64(&channel_deadline_ms));
	out->address = param_u64(&channel_port);
	out->transport = transport_find(transport);
	return transport != TRANSPORT_NONE && out->transport == NULL ? TERM_CHANNEL_TRANSPORT : 0;
}
