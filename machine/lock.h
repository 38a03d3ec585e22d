/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's one lock, for all of its state (vcpu.c says when it is held). It is made for hosts
 * with fewer CPUs than QEMU has vCPUs: who does not get it soon sleeps, because the holder may be
 * waiting for the very host CPU that spinning would keep.
 */
#ifndef MACHINE_LOCK_H
#define MACHINE_LOCK_H

#include <stdint.h>

struct lock {
	uint32_t held;
	uint32_t sleepers; /* a bit a CPU; who wakes one takes its bit */
};

/* Takes the lock. GIF clear before and after; interrupts may be noted meanwhile. */
void lock_take(struct lock *lock);

/* Gives it up, and wakes one that sleeps for it. */
void lock_release(struct lock *lock);

#endif
