/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Range lock: a slot of claims a vCPU, compared under one short lock. Never held across a VMGEXIT.
 */
#include "core/memory/rangelock.h"

#include "core/lock.h"
#include "core/trace/panic.h"

/* A vCPU's claims: nothing (count 0), waiting, or held */
struct claim_set {
	uint32_t count;
	bool is_held;
	uint64_t ticket; /* who asks first is served first, or a vCPU could be kept waiting for ever
			  */
	struct range_claim claims[RANGE_CLAIMS_MAX];
};

static struct lock range_lock;
static uint64_t range_ticket;
static struct claim_set range_sets[CONFIG_VCPUS_MAX];

static bool claims_conflict(const struct range_claim *a, const struct range_claim *b)
{
	if (a->mode == RANGE_SHARED && b->mode == RANGE_SHARED)
		return false;
	return a->start.value < b->start.value + b->len && b->start.value < a->start.value + a->len;
}

static bool sets_conflict(const struct claim_set *a, const struct claim_set *b)
{
	for (uint32_t i = 0; i < a->count; i++) {
		for (uint32_t j = 0; j < b->count; j++) {
			if (claims_conflict(&a->claims[i], &b->claims[j]))
				return true;
		}
	}
	return false;
}

/* Whether nobody holds, or asked earlier for, what conflicts with mine. */
static bool range_is_free(const struct claim_set *mine)
{
	for (uint32_t cpu = 0; cpu < CONFIG_VCPUS_MAX; cpu++) {
		const struct claim_set *other = &range_sets[cpu];

		if (other == mine || other->count == 0)
			continue;
		if ((other->is_held || other->ticket < mine->ticket) && sets_conflict(mine, other))
			return false;
	}
	return true;
}

static void range_ask(struct claim_set *mine, const struct range_claim *claims, uint32_t count)
{
	lock_take(&range_lock);
	for (uint32_t i = 0; i < count; i++)
		mine->claims[i] = claims[i];
	mine->ticket = range_ticket++;
	mine->count = count;
	lock_drop(&range_lock);
}

static bool range_try(struct claim_set *mine)
{
	lock_take(&range_lock);
	mine->is_held = range_is_free(mine);
	lock_drop(&range_lock);
	return mine->is_held;
}

void rangelock_take(const struct range_claim *claims, uint32_t count)
{
	struct claim_set *mine = &range_sets[platform_cpu()];

	ASSERT(mine->count == 0 && count <= RANGE_CLAIMS_MAX);
	range_ask(mine, claims, count);
	while (!range_try(mine))
		platform_pause();
}

void rangelock_drop(void)
{
	struct claim_set *mine = &range_sets[platform_cpu()];

	lock_take(&range_lock);
	mine->count = 0;
	mine->is_held = false;
	lock_drop(&range_lock);
}
