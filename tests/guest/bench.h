/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Costs of calls, seen from the guest, in ticks: under `parapet run --icount` two an instruction,
 * exactly repeatable.
 */
#ifndef GUEST_BENCH_H
#define GUEST_BENCH_H

/* Prints one line `bench: NAME=NUMBER` a measurement. On the first CPU. */
void bench_run(void);

#endif
