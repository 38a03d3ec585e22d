/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a test is written:
 *
 *   GUEST_TEST(core_query_unknown, 0)
 *   {
 *           struct svsm_args args = { .rcx = SVSM_CALL(7, 1) };
 *
 *           CHECK_EQ(svsm_call(...), SVSM_OK);
 *   }
 *
 * It finds memory as it was at the start (validated, private, the guest's) and leaves it so: pages
 * of pool.h need not be freed. A CHECK that fails is printed and the test goes on.
 */
#ifndef GUEST_TEST_H
#define GUEST_TEST_H

#include <stdint.h>

#include "lib/err.h"

#define TEST_CPUS(n) ((uint32_t)(n)) /* skipped with fewer vCPUs */
#define TEST_CPUS_MASK 0xffu
#define TEST_FULL 0x100u  /* in mode full only: takes long */
#define TEST_NAMED 0x200u /* with only=NAME only: the machine or the monitor ends the run */

struct guest_test {
	const char *name;
	void (*run)(void);
	uint64_t flags;
};

/* Tests run in the order of their files; gcc would turn it round */
#if __has_attribute(no_reorder)
#define TEST_IN_ORDER __attribute__((no_reorder))
#else
#define TEST_IN_ORDER
#endif

#define GUEST_TEST(name_, flags_)                                                                  \
	static void test_##name_(void);                                                            \
	TEST_IN_ORDER static const struct guest_test guest_test_##name_                            \
		__attribute__((section("guest_test"), used, retain,                                \
			       aligned(8))) = { #name_, test_##name_, (flags_) };                  \
	static void test_##name_(void)

#define CHECK(condition) test_check((condition) ? 1 : 0, #condition, __FILE__, __LINE__)
#define CHECK_EQ(actual, expected)                                                                 \
	test_check_eq((uint64_t)(actual), (uint64_t)(expected), #actual, __FILE__, __LINE__)

/* Return whether it holds; print and count it if it does not. On any CPU. */
int test_check(int holds, const char *text, const char *file, uint32_t line);
int test_check_eq(uint64_t actual, uint64_t expected, const char *text, const char *file,
		  uint32_t line);

/* The running test is not for this machine; say why. It returns afterwards. */
void test_skip(const char *reason);

/* Rounds of a repeated test: 200, in mode full 10,000. */
uint32_t test_rounds(void);

/* Runs what the command line asks for. */
void test_run_all(void);

/* Prints how many passed and failed, and ends the VM with the number that failed. */
__attribute__((noreturn)) void test_finish(void);

/* Prints why, then the summary with one more failure, and ends the VM. On any CPU. */
__attribute__((noreturn, format(printf, 1, 2))) void test_die(const char *format, ...);

/* Ends the VM with an exit code: 0 passed. */
__attribute__((noreturn)) void test_exit(uint32_t code);

#endif
