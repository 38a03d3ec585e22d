/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Range lock: a slot of claims a vCPU, compared under one short lock. Never held across a VMGEXIT. */
#include "core/memory/rangelock.h"

#include "core/lock.h"
#include "core/trace/panic.h"

struct held {
	uint32_t count;
	struct range_claim claims[RANGE_CLAIMS_MAX];
};

static struct lock range_lock;
static struct held range_held[CONFIG_VCPUS_MAX];

static bool claims_conflict(const struct range_claim *a, const struct range_claim *b)
{
	if (a->mode == RANGE_SHARED && b->mode == RANGE_SHARED)
		return false;
	return a->start.value < b->start.value + b->len && b->start.value < a->start.value + a->len;
}

static bool held_conflicts(const struct held *held, const struct range_claim *claim)
{
	for (uint32_t i = 0; i < held->count; i++) {
		if (claims_conflict(&held->claims[i], claim))
			return true;
	}
	return false;
}

static bool range_is_free(const struct range_claim *claims, uint32_t count)
{
	for (uint32_t cpu = 0; cpu < CONFIG_VCPUS_MAX; cpu++) {
		for (uint32_t i = 0; i < count; i++) {
			if (held_conflicts(&range_held[cpu], &claims[i]))
				return false;
		}
	}
	return true;
}

static bool range_try(struct held *mine, const struct range_claim *claims, uint32_t count)
{
	bool is_free;

	lock_take(&range_lock);
	is_free = range_is_free(claims, count);
	if (is_free) {
		for (uint32_t i = 0; i < count; i++)
			mine->claims[i] = claims[i];
		mine->count = count;
	}
	lock_drop(&range_lock);
	return is_free;
}

void rangelock_take(const struct range_claim *claims, uint32_t count)
{
	struct held *mine = &range_held[platform_cpu()];

	ASSERT(mine->count == 0 && count <= RANGE_CLAIMS_MAX);
	while (!range_try(mine, claims, count))
		platform_pause();
}

void rangelock_drop(void)
{
	lock_take(&range_lock);
	range_held[platform_cpu()].count = 0;
	lock_drop(&range_lock);
}
