/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strategy none: there is no root, and nothing is kept. */
#include "abi/channel.h"
#include "core/registry/key_strategy.h"

static enum key_progress none_step(struct key_run *run)
{
	(void)run;
	return KEY_DONE;
}

KEY_STRATEGY(none, .number = CHANNEL_STRATEGY_NONE, .needs = KEY_NEEDS_NOTHING, .step = none_step);
