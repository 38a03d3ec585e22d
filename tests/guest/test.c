/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running tests and counting what fails. */
#include "tests/guest/test.h"

#include <stdatomic.h>
#include <stddef.h>

#include "abi/machine.h"
#include "lib/freestanding/memory.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/pool.h"
#include "tests/guest/print.h"
#include "tests/guest/smp.h"
#include "tests/guest/x86.h"

#define ROUNDS_QUICK 200u
#define ROUNDS_FULL 10000u
#define FAILURES_SHOWN 8u

extern const struct guest_test __start_guest_test[] __attribute__((weak));
extern const struct guest_test __stop_guest_test[] __attribute__((weak));

static const struct guest_test *running;
static _Atomic uint32_t failures; /* of the running test */
static const char *skip_reason;
static uint32_t passed;
static uint32_t failed;
static uint32_t skipped;

int test_check(int holds, const char *text, const char *file, uint32_t line)
{
	if (holds == 0 && atomic_fetch_add(&failures, 1) < FAILURES_SHOWN)
		print("  %s:%u: on CPU %u: does not hold: %s\n", file, line, smp_this(), text);
	return holds;
}

int test_check_eq(uint64_t actual, uint64_t expected, const char *text, const char *file,
		  uint32_t line)
{
	if (actual != expected && atomic_fetch_add(&failures, 1) < FAILURES_SHOWN)
		print("  %s:%u: on CPU %u: %s is 0x%lx, expected 0x%lx\n", file, line, smp_this(),
		      text, actual, expected);
	return actual == expected;
}

void test_skip(const char *reason)
{
	skip_reason = reason;
}

uint32_t test_rounds(void)
{
	return boot_info_has_word("full") ? ROUNDS_FULL : ROUNDS_QUICK;
}

void test_finish(void)
{
	print("%u passed, %u failed", passed, failed);
	if (skipped != 0)
		print(", %u skipped", skipped);
	print("\n");
	test_exit(failed);
}

void test_exit(uint32_t code)
{
	ghcb_out(MACHINE_GUEST_EXIT_PORT, code, 4);
	ghcb_terminate(0);
}

void test_die(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	print("\nFAIL %s: ", running == NULL ? "start" : running->name);
	print_list(format, list);
	print("\n");
	va_end(list);
	failed++;
	test_finish();
}

static const char *why_not(const struct guest_test *test)
{
	if ((test->flags & TEST_CPUS_MASK) > smp_count())
		return "too few vCPUs";
	if ((test->flags & TEST_FULL) != 0 && !boot_info_has_word("full"))
		return "in mode full only";
	return NULL;
}

static void test_run(const struct guest_test *test)
{
	running = test;
	failures = 0;
	skip_reason = why_not(test);
	if (skip_reason == NULL)
		test->run();
	pool_reset();
	if (failures != 0) {
		failed++;
		print("FAIL %s\n", test->name);
	} else if (skip_reason != NULL) {
		skipped++;
		print("skip %s: %s\n", test->name, skip_reason);
	} else {
		passed++;
		print("ok   %s\n", test->name);
	}
	running = NULL;
}

void test_run_all(void)
{
	char only[48];
	uint32_t has_only = boot_info_value("only=", only, sizeof(only));

	for (const struct guest_test *test = __start_guest_test; test < __stop_guest_test; test++) {
		int is_named = has_only != 0 && memcmp(test->name, only, strlen(only) + 1) == 0;

		if (is_named || (has_only == 0 && (test->flags & TEST_NAMED) == 0))
			test_run(test);
	}
	if (passed + failed + skipped == 0)
		test_die("no test has that name");
}
