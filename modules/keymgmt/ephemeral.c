/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strategy ephemeral: a random root that ends with this boot. Never gives it to anybody. */
#include "abi/channel.h"
#include "core/registry/key_strategy.h"
#include "crypto/random.h"

#define ROOT_SIZE 48u

static enum key_progress ephemeral_step(struct key_run *run)
{
	if (crypto_random(run->root->bytes, ROOT_SIZE) != OK)
		return KEY_FAILED;
	run->root->len = ROOT_SIZE;
	return KEY_DONE;
}

KEY_STRATEGY(ephemeral, .number = CHANNEL_STRATEGY_EPHEMERAL, .needs = KEY_NEEDS_NOTHING,
	     .gives_root = 1, .step = ephemeral_step);
