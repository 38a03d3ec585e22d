/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules: order, cycles, failures, unwinding, needs, arenas. */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/registry/registry.c core/registry/param.c core/registry/utf8.c lib/tlv.c */
/* test-sources: core/memory/pool.c core/memory/arena.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/memory/pool.h"
#include "lib/tlv.h"
#include "tests/unit/core/vm.h"

#include "core/registry/module.h"

/* What happened, a letter each: start lower case, stop upper case */
static char events[32];
static enum err fail_b;

static void note(char event)
{
	size_t len = strlen(events);

	events[len] = event;
	events[len + 1] = '\0';
}

static enum err start_a(void)
{
	note('a');
	return OK;
}

static void stop_a(void)
{
	note('A');
}

static enum err start_b(void)
{
	note('b');
	return fail_b;
}

static void stop_b(void)
{
	note('B');
}

static enum err start_c(void)
{
	note('c');
	return OK;
}

/* c needs a and b; what a and b come after, the tests say */
MODULE_EXTERN(a);
MODULE_EXTERN(b);
MODULE_EXTERN(c);
static const struct module *after_a[2];
static const struct module *after_b[1];

MODULE(c, NEEDS(&module_a, &module_b), .start = start_c);
MODULE(a, .after = after_a, .after_count = 2, .start = start_a, .stop = stop_a, .arena_bytes = 100);
MODULE(b, .after = after_b, .after_count = 1, .start = start_b, .stop = stop_b, .arena_bytes = 5000);

/* A profile page with on_failure of the three modules, by the table's order */
static void profile_load(uint8_t on_failure)
{
	static uint8_t page[ABI_PAGE_SIZE];
	struct profile_header header = { .version = PROFILE_VERSION };
	struct tlv_writer writer;

	memset(page, 0, sizeof(page));
	tlv_writer_init(&writer, page + sizeof(header), sizeof(page) - sizeof(header));
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(tlv_put(&writer, (uint16_t)(PROFILE_TLV_PARAM(i) | TLV_CRITICAL), &on_failure, 1), OK);
	memcpy(header.magic, PROFILE_MAGIC, 8);
	memcpy(header.build_id, platform_build_id(), sizeof(header.build_id));
	header.length = (uint32_t)(sizeof(header) + writer.len);
	memcpy(page, &header, sizeof(header));
	assert_int_equal(param_load(page), OK);
}

static int start(void **state)
{
	(void)state;
	sim_reset(32 * MIB, 1, SIM_BACKING_4K);
	pool_init_take(platform_heap(), CONFIG_HEAP_PAGES);
	events[0] = '\0';
	fail_b = OK;
	after_a[0] = &module_b;
	after_a[1] = NULL;
	after_b[0] = NULL;
	profile_load(ON_FAILURE_HALT);
	return 0;
}

static void test_order(void **state)
{
	(void)state;
	assert_int_equal(registry_order(), 0);
	assert_int_equal(module_count(), 3);
	assert_ptr_equal(module_at(0), &module_b);
	assert_ptr_equal(module_at(1), &module_a);
	assert_ptr_equal(module_at(2), &module_c);
	assert_int_equal(module_state(&module_a), MODULE_LOADED);
	assert_int_equal(registry_start(), 0);
	assert_string_equal(events, "bac");
	assert_int_equal(module_state(&module_c), MODULE_STARTED);
}

static void test_cycle(void **state)
{
	(void)state;
	after_a[1] = &module_c;
	assert_int_equal(registry_order(), TERM_REGISTRY);
	after_a[1] = &module_a;
	assert_int_equal(registry_order(), TERM_REGISTRY);
}

static void test_halt(void **state)
{
	(void)state;
	after_a[0] = NULL;
	after_b[0] = &module_a;
	fail_b = ERR_IO;
	assert_int_equal(registry_order(), 0);
	assert_int_equal(registry_start(), TERM_MODULE_START);
	assert_string_equal(events, "abA");
	assert_int_equal(module_state(&module_a), MODULE_STOPPED);
	assert_int_equal(pool_use().used, 0);
}

static void test_degrade(void **state)
{
	(void)state;
	fail_b = ERR_IO;
	profile_load(ON_FAILURE_DEGRADE);
	assert_int_equal(registry_order(), 0);
	assert_int_equal(registry_start(), 0);
	/* a only comes after b, c needs it */
	assert_string_equal(events, "ba");
	assert_int_equal(module_state(&module_b), MODULE_DEGRADED);
	assert_int_equal(module_state(&module_a), MODULE_STARTED);
	assert_int_equal(module_state(&module_c), MODULE_DEGRADED);
	assert_int_equal(pool_use().used, 1);
}

static void test_arenas(void **state)
{
	(void)state;
	assert_int_equal(registry_order(), 0);
	assert_int_equal(registry_start(), 0);
	assert_non_null(module_alloc(&module_b, 8192));
	assert_null(module_alloc(&module_b, 1));
	assert_non_null(module_alloc(&module_a, 4096));
	assert_null(module_alloc(&module_c, 1));
}

/* The second allocation fails, then the first */
static void test_no_memory(void **state)
{
	(void)state;
	assert_int_equal(registry_order(), 0);
	assert_non_null(pool_alloc(CONFIG_HEAP_PAGES - 2));
	assert_int_equal(registry_start(), TERM_MODULE_START);
	assert_string_equal(events, "bB");
	start(state);
	assert_int_equal(registry_order(), 0);
	assert_non_null(pool_alloc(CONFIG_HEAP_PAGES - 1));
	assert_int_equal(registry_start(), TERM_MODULE_START);
	assert_string_equal(events, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_order, start),   cmocka_unit_test_setup(test_cycle, start),
		cmocka_unit_test_setup(test_halt, start),    cmocka_unit_test_setup(test_degrade, start),
		cmocka_unit_test_setup(test_arenas, start),  cmocka_unit_test_setup(test_no_memory, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
