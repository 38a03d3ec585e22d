/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page pool and arenas: runs, exhaustion, zeros. */
/* test-sources: core/memory/pool.c core/memory/arena.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c */
#include <string.h>

#include "core/memory/arena.h"
#include "core/memory/pool.h"
#include "tests/unit/core/vm.h"

#define PAGES 64u

static int start(void **state)
{
	(void)state;
	sim_reset(32 * MIB, 1, SIM_BACKING_4K);
	pool_init_take(platform_heap(), PAGES);
	return 0;
}

static int is_zero(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != 0)
			return 0;
	}
	return 1;
}

static void test_runs(void **state)
{
	uint8_t *a = pool_alloc(3);
	uint8_t *b = pool_alloc(1);
	uint8_t *c = pool_alloc(60);

	(void)state;
	assert_non_null(a);
	assert_ptr_equal(b, a + 3 * PAGE_SIZE);
	assert_ptr_equal(c, b + PAGE_SIZE);
	assert_null(pool_alloc(1));
	assert_int_equal(pool_use().used, PAGES);
	memset(b, 0xff, PAGE_SIZE);
	pool_free(b, 1);
	assert_null(pool_alloc(2));
	assert_ptr_equal(pool_alloc(1), b);
	assert_true(is_zero(b, PAGE_SIZE));
	pool_free(a, 3);
	assert_int_equal(pool_use().used, PAGES - 3);
	assert_int_equal(pool_use().peak, PAGES);
}

static void test_refuses(void **state)
{
	(void)state;
	assert_null(pool_alloc(0));
	assert_null(pool_alloc(PAGES + 1));
	assert_null(pool_alloc(UINT32_MAX));
	assert_int_equal(pool_use().used, 0);
}

static void test_free_of_free(void **state)
{
	jmp_buf landing;
	uint8_t *run = pool_alloc(1);

	(void)state;
	pool_free(run, 1);
	sim_landing = &landing;
	if (setjmp(landing) == 0)
		pool_free(run, 1);
	sim_landing = NULL;
	assert_int_equal(sim_ended, TERM_PANIC);
}

static void test_arena(void **state)
{
	struct arena arena;
	uint8_t *first;
	uint8_t *second;

	(void)state;
	assert_int_equal(arena_init(&arena, PAGE_SIZE + 1), OK);
	assert_int_equal(arena.size, 2 * PAGE_SIZE);
	first = arena_alloc(&arena, 5);
	second = arena_alloc(&arena, 16);
	assert_ptr_equal(second, first + 16);
	assert_null(arena_alloc(&arena, 0));
	assert_null(arena_alloc(&arena, 2 * PAGE_SIZE - 31));
	assert_non_null(arena_alloc(&arena, 2 * PAGE_SIZE - 32));
	assert_null(arena_alloc(&arena, 1));
	assert_null(arena_alloc(&arena, SIZE_MAX));
	arena_release(&arena);
	assert_int_equal(pool_use().used, 0);
	arena_release(&arena);
	assert_int_equal(arena_init(&arena, (PAGES + 1) * PAGE_SIZE), ERR_NO_SPACE);
	assert_int_equal(arena_init(&arena, SIZE_MAX), ERR_NO_SPACE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_runs, start),
		cmocka_unit_test_setup(test_refuses, start),
		cmocka_unit_test_setup(test_free_of_free, start),
		cmocka_unit_test_setup(test_arena, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
