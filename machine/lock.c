/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Never PAUSE here: under TCG with a thread a CPU it takes QEMU's global lock, for which the holder
 * of this one may be waiting at a device. */
#include "lock.h"

#include <stdbool.h>

#include "cpu.h"
#include "traps.h"

#define SPINS 200u

static bool try(struct lock *lock)
{
	return !__atomic_load_n(&lock->held, __ATOMIC_RELAXED) &&
	       !__atomic_exchange_n(&lock->held, 1u, __ATOMIC_ACQUIRE);
}

static bool try_for_a_while(struct lock *lock)
{
	for (uint32_t i = 0; i < SPINS; i++)
		if (try(lock))
			return true;
	return false;
}

void lock_take(struct lock *lock)
{
	uint32_t mine = 1u << cpu_self()->idx;

	while (!try_for_a_while(lock)) {
		__atomic_fetch_or(&lock->sleepers, mine, __ATOMIC_SEQ_CST);
		/* whoever releases after this look sees the bit, and an NMI that it sends before
		 * the halt ends the halt */
		if (try(lock))
			break;
		traps_wait();
	}
	if (__atomic_load_n(&lock->sleepers, __ATOMIC_RELAXED) & mine)
		__atomic_fetch_and(&lock->sleepers, ~mine, __ATOMIC_SEQ_CST);
}

void lock_release(struct lock *lock)
{
	uint32_t sleepers;
	uint32_t first;

	__atomic_store_n(&lock->held, 0u, __ATOMIC_SEQ_CST);
	sleepers = __atomic_load_n(&lock->sleepers, __ATOMIC_SEQ_CST);
	if (!sleepers)
		return;
	/* the next one round, so that none is passed over for ever */
	first = sleepers & -(2u << cpu_self()->idx);
	first = first ? first & -first : sleepers & -sleepers;
	if (__atomic_fetch_and(&lock->sleepers, ~first, __ATOMIC_SEQ_CST) & first)
		cpu_kick(&cpus[__builtin_ctz(first)]);
}
