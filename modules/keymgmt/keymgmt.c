/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the strategy that was agreed, once, and keeps the root. A strategy that fails is never
 * followed by the next one of the list: the module does not start, and the profile says whether
 * that halts or leaves no state.
 */
#include "modules/keymgmt/keymgmt.h"

#include "core/channel/channel.h"
#include "core/channel/deadline.h"
#include "core/evidence/evidence.h"
#include "core/registry/key_strategy.h"
#include "core/registry/module.h"
#include "core/trace/log.h"
#include "modules/keymgmt/ladder.h"

PARAM_STRING(keymgmt_state_id, "state.id", 0, 64, "",
	     "Name of this VM instance's state: enters every state key. Required by strategies "
	     "that survive a reboot.");
PARAM_U64(keymgmt_deadline_ms, "modules.keymgmt.deadline_ms", 1, 600000, "60000",
	  "Milliseconds within which the key strategy must be done.");

static struct secret root __attribute__((section(".secret")));

static const struct key_strategy *strategy_find(uint16_t number)
{
	for (const struct key_strategy *at = __start_parapet_key_strategy;
	     at < __stop_parapet_key_strategy; at++) {
		if (at->number == number)
			return at;
	}
	return NULL;
}

static enum key_progress strategy_run(const struct key_strategy *strategy, struct key_run *run)
{
	struct deadline deadline = deadline_in(channel_ticks(param_u64(&keymgmt_deadline_ms)));
	enum key_progress progress = strategy->step(run);

	while (progress == KEY_AGAIN && !deadline_is_over(&deadline)) {
		platform_pause();
		progress = strategy->step(run);
	}
	return progress;
}

/* Whether the strategy gave what it promises and the profile demands */
static bool is_complete(const struct key_strategy *strategy, const struct key_run *run)
{
	return (run->root->len != 0) == (strategy->gives_root != 0) &&
	       run->achieved == run->freshness;
}

static enum termination result_record(uint16_t number, enum eventlog_strategy_result result,
				      uint8_t achieved)
{
	const struct eventlog_strategy event = { .strategy = number,
						 .result = (uint8_t)result,
						 .freshness = achieved };

	LOG(LOG_INFO, "keymgmt: strategy %u, result %u", (uint64_t)number, (uint64_t)result);
	return evidence_record(EVENTLOG_TAG_STRATEGY, &event, sizeof(event));
}

static enum err keymgmt_start(void)
{
	const struct channel_choice *choice = &channel_result()->choice;
	const struct key_strategy *strategy = strategy_find(choice->strategy);
	struct key_run run = { .freshness = choice->freshness, .root = &root };
	enum eventlog_strategy_result result = EVENTLOG_STRATEGY_FAILED;

	if (strategy != NULL && strategy_run(strategy, &run) == KEY_DONE &&
	    is_complete(strategy, &run))
		result = strategy->gives_root != 0 ? EVENTLOG_STRATEGY_KEY
						   : EVENTLOG_STRATEGY_NO_STATE;
	if (result_record(choice->strategy, result, run.achieved) == 0 &&
	    result != EVENTLOG_STRATEGY_FAILED)
		return OK;
	secret_wipe(&root);
	return ERR_CRYPTO;
}

static void keymgmt_stop(void)
{
	secret_wipe(&root);
}

bool keymgmt_has_root(void)
{
	return root.len != 0;
}

static struct ladder_text text(const char *purpose)
{
	size_t len = 0;

	while (purpose[len] != '\0')
		len++;
	return (struct ladder_text){ purpose, len };
}

enum err keymgmt_state_key(const char *purpose, const void *store_id, size_t id_len,
			   struct secret *out)
{
	struct ladder_state in = {
		.purpose = text(purpose),
		.store_id = { store_id, id_len },
		.strategy = channel_result()->choice.strategy,
	};

	if (root.len == 0)
		return ERR_STATE;
	in.state_id.bytes = param_bytes(&keymgmt_state_id, &in.state_id.len);
	return ladder_state_key(&root, &in, out);
}

enum err keymgmt_session_key(const char *purpose, struct secret *out)
{
	const struct ladder_session in = {
		.purpose = text(purpose),
		.session = channel_result()->session,
		.th = channel_result()->th,
	};

	return root.len != 0 ? ladder_session_key(&root, &in, out) : ERR_STATE;
}

MODULE(keymgmt, .start = keymgmt_start, .stop = keymgmt_stop);
