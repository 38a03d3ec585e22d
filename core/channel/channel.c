/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The step of the boot: asks the VMM, or decides alone where the profile names nobody to ask. */
#include "core/channel/channel.h"

#include "core/evidence/evidence.h"
#include "core/trace/log.h"

/* Nobody is asked: no feature, and what needs nothing of the host is available. The same decision,
 * on this offer. */
static struct channel_fault decide_alone(const struct channel_profile *profile,
					 const struct negotiate_compiled *compiled,
					 struct channel_result *result)
{
	static struct channel_offer offer = { .version = CHANNEL_PROTOCOL };
	struct channel_fault answer;

	channel_compiled_local_strategies(&offer.strategies);
	answer = negotiate(&profile->limits, compiled, &offer, &result->choice);
	result->choice.version = 0;
	return answer;
}

static enum termination freeze(const struct channel_result *result)
{
	struct eventlog_frozen event = {
		.version = result->choice.version,
		.strategy = result->choice.strategy,
		.freshness = result->choice.freshness,
	};
	enum termination reason;

	__builtin_memcpy(event.th, result->th, sizeof(event.th));
	reason = evidence_record(EVENTLOG_TAG_FROZEN, &event, sizeof(event));
	if (reason != 0)
		return reason;
	channel_result_freeze(result);
	/* A VMM that was asked and has no such console is spared it; without a transport nobody was
	 * asked */
	if (event.version != 0 && !channel_has_feature(CHANNEL_FEATURE_DEBUG_CONSOLE))
		debug_quiet();
	LOG(LOG_INFO, "channel: version %u, %u features, strategy %u", (uint64_t)event.version,
	    (uint64_t)result->choice.features.count, (uint64_t)event.strategy);
	return 0;
}

enum termination channel_negotiate(void)
{
	static struct channel_profile profile;
	static struct negotiate_compiled compiled;
	static struct channel_result result;
	struct channel_fault answer;
	enum termination reason = channel_profile_read(&profile);

	if (reason != 0)
		return reason;
	channel_compiled_collect(&compiled);
	if (profile.transport != NULL)
		answer = channel_exchange_run(&profile, &compiled, &result);
	else
		answer = decide_alone(&profile, &compiled, &result);
	if (answer.code == CHANNEL_ABORT_NONE)
		return freeze(&result);
	LOG(LOG_ERROR, "channel: ended with %x, detail %x", (uint64_t)answer.code,
	    (uint64_t)answer.detail);
	if (evidence_state().is_full)
		return TERM_EVENT_LOG;
	return (enum termination)(TERM_SET_CHANNEL << 8 | (uint32_t)answer.code);
}
