/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Costs of calls, seen from the guest, in ticks: under `parapet run --icount` two an instruction,
 * exactly repeatable.
 */
#ifndef GUEST_BENCH_H
#define GUEST_BENCH_H

#include "tests/guest/svsm.h"

struct bench_cost {
	uint64_t ticks;
	uint64_t longest; /* of one entry */
	uint32_t entries;
};

/* One call as Linux makes it: again while INCOMPLETE. Dies of any result but SVSM_OK. */
struct bench_cost bench_cost(uint64_t call, struct svsm_args *args);

/*
 * A module's measurements: GUEST_BENCH(vtpm) { … } in its tests/guest_*.c. Prints lines
 * `bench: NAME=NUMBER`.
 */
struct guest_bench {
	const char *name;
	void (*run)(void);
};
#define GUEST_BENCH(name_)                                                                         \
	static void bench_##name_(void);                                                           \
	static const struct guest_bench guest_bench_##name_ __attribute__((                        \
		section("guest_bench"), used, retain, aligned(8))) = { #name_, bench_##name_ };    \
	static void bench_##name_(void)

/* Prints one line `bench: NAME=NUMBER` a measurement. On the first CPU. */
void bench_run(void);

#endif
