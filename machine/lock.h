/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A spinlock. The machine has one, for all of its state (vcpu.c says when it is held). */
#ifndef MACHINE_LOCK_H
#define MACHINE_LOCK_H

#include "x86.h"

struct lock {
	uint32_t held;
};

static inline void lock_take(struct lock *lock)
{
	while (__atomic_exchange_n(&lock->held, 1u, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(&lock->held, __ATOMIC_RELAXED))
			x86_pause();
}

static inline void lock_release(struct lock *lock)
{
	__atomic_store_n(&lock->held, 0u, __ATOMIC_RELEASE);
}

#endif
