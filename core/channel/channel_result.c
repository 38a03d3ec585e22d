/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was agreed, frozen: written once, before any module starts, and only read afterwards. */
#include "core/channel/channel.h"
#include "core/trace/panic.h"

static struct channel_result frozen;
static bool is_frozen;

void channel_result_freeze(const struct channel_result *result)
{
	ASSERT(!is_frozen);
	frozen = *result;
	is_frozen = true;
}

const struct channel_result *channel_result(void)
{
	return &frozen;
}

bool channel_has_feature(uint16_t feature)
{
	return channel_set_has(&frozen.choice.features, feature);
}
