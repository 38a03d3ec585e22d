/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The working area: allotted upwards, freed as a whole. Must never keep a secret when it is not
 * held. */
#include "crypto/scratch.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "crypto/secret.h"

#define ALIGNMENT 16u

static uint8_t area[SCRATCH_SIZE] __attribute__((aligned(64)));
static size_t used;
static atomic_flag busy = ATOMIC_FLAG_INIT;
static atomic_bool held;

void *scratch_take(size_t len)
{
	while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire))
		__builtin_ia32_pause();
	atomic_store_explicit(&held, true, memory_order_relaxed);
	return scratch_more(len);
}

void *scratch_more(size_t len)
{
	size_t start = used;

	if (!atomic_load_explicit(&held, memory_order_relaxed) || len > SCRATCH_SIZE - start)
		return NULL;
	used = (start + len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	return area + start;
}

size_t scratch_mark(void)
{
	return used;
}

void scratch_release(size_t mark)
{
	crypto_wipe(area + mark, used - mark);
	used = mark;
}

void scratch_drop(void)
{
	scratch_release(0);
	atomic_store_explicit(&held, false, memory_order_relaxed);
	atomic_flag_clear_explicit(&busy, memory_order_release);
}
