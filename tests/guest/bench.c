/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each call is made once to warm up, then measured once: the counts repeat exactly. */
#include "tests/guest/bench.h"

#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/print.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

extern const struct guest_bench __start_guest_bench[] __attribute__((weak));
extern const struct guest_bench __stop_guest_bench[] __attribute__((weak));

struct bench_cost bench_cost(uint64_t call, struct svsm_args *args)
{
	struct bench_cost cost = { 0 };
	const struct svsm_args first = *args;
	uint64_t result;

	do {
		uint64_t before = rdtsc();
		uint64_t ticks;

		*args = first;
		result = svsm_call(call, args);
		ticks = rdtsc() - before;
		cost.ticks += ticks;
		cost.longest = ticks > cost.longest ? ticks : cost.longest;
		cost.entries++;
	} while (result == SVSM_ERR_INCOMPLETE);
	if (result != SVSM_OK)
		test_die("bench: call 0x%lx: 0x%lx", call, result);
	return cost;
}

static void null_call(void)
{
	struct svsm_args args = { .rcx = 1 };
	struct bench_cost cost;

	/* The first one fills the caches */
	(void)bench_cost(CORE(QUERY_PROTOCOL), &args);
	args.rcx = 1;
	cost = bench_cost(CORE(QUERY_PROTOCOL), &args);
	print("bench: null-call=%lu\n", cost.ticks);
}

/* The list in the calling area, filled with count pieces of size bytes from start on */
static struct bench_cost list_cost(uint64_t start, uint64_t size, uint32_t count, uint64_t flags)
{
	struct svsm_args args = { .rcx = address_of(svsm_list()) };

	svsm_list_start();
	for (uint32_t i = 0; i < count; i++)
		svsm_list_add((start + i * size) | flags);
	return bench_cost(CORE(PVALIDATE), &args);
}

static void cost_print(const char *what, uint32_t count, const char *size, struct bench_cost cost)
{
	print("bench: %s-%ux%s=%lu\n", what, count, size, cost.ticks);
	print("bench: %s-%ux%s-entries=%u\n", what, count, size, cost.entries);
	print("bench: %s-%ux%s-longest=%lu\n", what, count, size, cost.longest);
}

static void pages_bench(uint32_t count)
{
	uint64_t start = pool_broken();

	cost_print("invalidate", count, "4k",
		   list_cost(start, ABI_PAGE_SIZE, count, PAGE_INVALIDATE));
	cost_print("validate", count, "4k", list_cost(start, ABI_PAGE_SIZE, count, PAGE_VALIDATE));
}

/* count neighbouring large pieces, or 0 */
static uint64_t large_run(uint32_t count)
{
	uint64_t start = pool_large();
	uint64_t last = start;

	for (uint32_t i = 1; i < count; i++) {
		uint64_t next = pool_large();

		if (next == 0)
			return 0;
		if (next != last + ABI_PAGE_2M) {
			start = next;
			i = 0;
		}
		last = next;
	}
	return start;
}

static void large_bench(uint32_t count)
{
	uint64_t start = large_run(count);

	pool_reset();
	if (start == 0) {
		print("bench: no room for %u pieces of 2 MiB in a row\n", count);
		return;
	}
	cost_print("invalidate", count, "2m",
		   list_cost(start, ABI_PAGE_2M, count, LARGE_INVALIDATE));
	cost_print("validate", count, "2m", list_cost(start, ABI_PAGE_2M, count, LARGE_VALIDATE));
}

void bench_run(void)
{
	null_call();
	pages_bench(1);
	pages_bench(SVSM_PVALIDATE_CAA_MAX);
	large_bench(1);
	large_bench(SVSM_PVALIDATE_CAA_MAX);
	for (const struct guest_bench *at = __start_guest_bench; at < __stop_guest_bench; at++)
		at->run();
}
