/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A ticket spinlock. Held for bounded, short work only, and never across a VMGEXIT: a vCPU that the
 * host stops while it holds a lock stops the others. Order of locks is written where each is
 * declared.
 */
#ifndef CORE_LOCK_H
#define CORE_LOCK_H

#include <stdatomic.h>
#include <stdint.h>

#include "core/platform/platform.h"

struct lock {
	_Atomic uint32_t next;
	_Atomic uint32_t serving;
};

static inline void lock_take(struct lock *lock)
{
	uint32_t ticket = atomic_fetch_add_explicit(&lock->next, 1, memory_order_relaxed);

	while (atomic_load_explicit(&lock->serving, memory_order_acquire) != ticket)
		platform_pause();
}

static inline void lock_drop(struct lock *lock)
{
	uint32_t now = atomic_load_explicit(&lock->serving, memory_order_relaxed);

	atomic_store_explicit(&lock->serving, now + 1, memory_order_release);
}

#endif
