/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deadlines, in ticks of the time-stamp counter. Its frequency comes from the measured profile
 * (channel.tsc_mhz): CPUID leaf 0x15 is the hypervisor's word and AMD has none, and the secrets
 * page's tsc_factor is of use only with SecureTSC. The host scales the counter in any case. That is
 * safe because only availability depends on it: a deadline that comes early or late ends the boot
 * with a reason or lets it wait longer, which a host that does not run the VM can do at any time;
 * nothing else is decided by it.
 */
#ifndef CORE_CHANNEL_DEADLINE_H
#define CORE_CHANNEL_DEADLINE_H

#include <stdbool.h>

#include "core/platform/platform.h"

struct deadline {
	uint64_t start;
	uint64_t ticks;
};

/* ticks from now. */
static inline struct deadline deadline_in(uint64_t ticks)
{
	return (struct deadline){ platform_tsc(), ticks };
}

/* A counter that runs backwards is past every deadline. */
static inline bool deadline_is_over(const struct deadline *deadline)
{
	return platform_tsc() - deadline->start > deadline->ticks;
}

#endif
