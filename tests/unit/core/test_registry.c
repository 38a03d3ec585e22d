/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules: order, cycles, failures, unwinding, needs, arenas. */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/registry/registry.c core/registry/param.c core/registry/utf8.c lib/tlv.c */
/* test-sources: core/memory/pool.c core/memory/arena.c */
/* test-sources: core/evidence/evidence.c lib/eventlog.c core/channel/channel_result.c lib/channel_set.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/channel/channel.h"
#include "core/evidence/evidence.h"
#include "core/memory/pool.h"
#include "lib/eventlog.h"
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

static enum err start_d(void)
{
	note('d');
	return OK;
}

static enum err start_e(void)
{
	note('e');
	return OK;
}

/* d requires a feature of the VMM, e needs d */
MODULE_EXTERN(d);
MODULE_EXTERN(e);

/* c needs a and b; what a and b come after, the tests say */
MODULE_EXTERN(a);
MODULE_EXTERN(b);
MODULE_EXTERN(c);
static const struct module *after_a[2];
static const struct module *after_b[1];

MODULE(c, NEEDS(&module_a, &module_b), .start = start_c);
MODULE(a, .after = after_a, .after_count = 2, .start = start_a, .stop = stop_a, .arena_bytes = 100);
MODULE(b, .after = after_b, .after_count = 1, .start = start_b, .stop = stop_b,
       .arena_bytes = 5000);

MODULE(d, REQUIRES_FEATURES(CHANNEL_FEATURE_VSOCK), .start = start_d);
MODULE(e, NEEDS(&module_d), .start = start_e);

/* A profile page with on_failure of the modules, by the table's order */
static void profile_load(uint8_t on_failure)
{
	static uint8_t page[ABI_PAGE_SIZE];
	struct profile_header header = { .version = PROFILE_VERSION };
	struct tlv_writer writer;

	memset(page, 0, sizeof(page));
	tlv_writer_init(&writer, page + sizeof(header), sizeof(page) - sizeof(header));
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(tlv_put(&writer, (uint16_t)(PROFILE_TLV_PARAM(i) | TLV_CRITICAL),
					 &on_failure, 1),
				 OK);
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
	assert_int_equal(evidence_init(), 0);
	events[0] = '\0';
	fail_b = OK;
	after_a[0] = &module_b;
	after_a[1] = NULL;
	after_b[0] = NULL;
	profile_load(ON_FAILURE_HALT);
	return 0;
}

static uint32_t place_of(const struct module *module)
{
	uint32_t place = 0;

	while (module_at(place) != module)
		place++;
	return place;
}

static void test_order(void **state)
{
	(void)state;
	assert_int_equal(registry_order(), 0);
	assert_int_equal(module_count(), 5);
	assert_true(place_of(&module_b) < place_of(&module_a) &&
		    place_of(&module_a) < place_of(&module_c));
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
	assert_int_equal(pool_use().used, CONFIG_EVENT_LOG_PAGES);
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
	assert_int_equal(pool_use().used, CONFIG_EVENT_LOG_PAGES + 1);
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
	assert_non_null(pool_alloc(CONFIG_HEAP_PAGES - CONFIG_EVENT_LOG_PAGES - 2));
	assert_int_equal(registry_start(), TERM_MODULE_START);
	assert_string_equal(events, "bB");
	start(state);
	assert_int_equal(registry_order(), 0);
	assert_non_null(pool_alloc(CONFIG_HEAP_PAGES - CONFIG_EVENT_LOG_PAGES - 1));
	assert_int_equal(registry_start(), TERM_MODULE_START);
	assert_string_equal(events, "");
}

/* What the event log says of the module called name, 0: nothing */
static uint32_t recorded(const char *name)
{
	static uint8_t log[CONFIG_EVENT_LOG_PAGES * PAGE_SIZE];
	struct eventlog_reader reader;
	struct eventlog_event event;
	struct eventlog_tagged tag;
	struct eventlog_module module;

	assert_int_equal(eventlog_open(&reader, log, evidence_read(0, log, sizeof(log))), OK);
	while (eventlog_next(&reader, &event) == OK) {
		memcpy(&tag, event.event, sizeof(tag));
		if (tag.tag != EVENTLOG_TAG_MODULE)
			continue;
		assert_int_equal(tag.size, sizeof(module));
		memcpy(&module, event.event + sizeof(tag), sizeof(module));
		if (strcmp(module.name, name) == 0)
			return module.state;
	}
	return 0;
}

/* Nobody agreed on d's feature; then somebody did, which is for good, so this is the last test */
static void test_features(void **state)
{
	static struct channel_result agreed = {
		.choice.features = { .count = 1, .number = { CHANNEL_FEATURE_VSOCK } }
	};

	assert_int_equal(registry_order(), 0);
	assert_int_equal(registry_start(), 0);
	assert_string_equal(events, "bac");
	assert_int_equal(module_state(&module_d), MODULE_LEFT_OUT);
	assert_int_equal(module_state(&module_e), MODULE_LEFT_OUT);
	assert_int_equal(recorded("d"), EVENTLOG_MODULE_LEFT_OUT);
	assert_int_equal(recorded("e"), EVENTLOG_MODULE_LEFT_OUT);
	assert_int_equal(recorded("c"), EVENTLOG_MODULE_STARTED);
	start(state);
	channel_result_freeze(&agreed);
	assert_int_equal(registry_order(), 0);
	assert_int_equal(registry_start(), 0);
	assert_int_equal(strlen(events), 5);
	assert_true(strchr(events, 'd') < strchr(events, 'e'));
	assert_int_equal(recorded("d"), EVENTLOG_MODULE_STARTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_order, start),
		cmocka_unit_test_setup(test_cycle, start),
		cmocka_unit_test_setup(test_halt, start),
		cmocka_unit_test_setup(test_degrade, start),
		cmocka_unit_test_setup(test_arenas, start),
		cmocka_unit_test_setup(test_no_memory, start),
		cmocka_unit_test_setup(test_features, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
