/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a strategy: done, waiting, failing, promising more than it gives; and no root in memory
 * afterwards. */
/* test-sources: modules/keymgmt/keymgmt.c modules/keymgmt/ladder.c modules/keymgmt/none.c modules/keymgmt/ephemeral.c */
/* test-sources: core/channel/channel_result.c core/channel/channel_profile.c lib/channel_set.c */
/* test-sources: core/evidence/evidence.c lib/eventlog.c core/registry/param.c core/registry/utf8.c lib/tlv.c */
/* test-sources: core/memory/pool.c core/memory/arena.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c tests/unit/core/profile_page.c */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/channel/channel.h"
#include "core/evidence/evidence.h"
#include "core/memory/pool.h"
#include "core/registry/key_strategy.h"
#include "core/registry/module.h"
#include "crypto/random.h"
#include "lib/eventlog.h"
#include "modules/keymgmt/keymgmt.h"
#include "tests/unit/core/profile_page.h"
#include "tests/unit/core/vm.h"

#define ROOT_SIZE 48u
#define MAPPING_MAX (64ul << 20) /* larger ones are the sanitizers' and the simulated VM's own */

extern const struct module module_keymgmt;

/* Byte i of the root that the strategy below gives: computed, so that no other copy of it exists */
static uint8_t root_byte(uint32_t i)
{
	return (uint8_t)((i + 1) * 0x9e3779b1u >> 13);
}

/* Stands in for a strategy that waits: what it does is set by the test */
static struct {
	uint32_t wait; /* steps without an answer */
	enum key_progress end;
	uint32_t len;
	uint8_t achieved;
} plan;

static enum key_progress planned_step(struct key_run *run)
{
	if (plan.wait > 0 && plan.wait-- > 0)
		return KEY_AGAIN;
	for (uint32_t i = 0; i < plan.len; i++)
		run->root->bytes[i] = root_byte(i);
	run->root->len = plan.len;
	run->achieved = plan.achieved;
	return plan.end;
}

KEY_STRATEGY(planned, .number = CHANNEL_STRATEGY_SPLIT, .needs = KEY_NEEDS_HOST, .gives_root = 1,
	     .step = planned_step);

static int start(void **state)
{
	(void)state;
	sim_reset(32 * MIB, 1, SIM_BACKING_4K);
	pool_init_take(platform_heap(), CONFIG_HEAP_PAGES);
	assert_int_equal(evidence_init(), 0);
	profile_page_load();
	plan.wait = 0;
	plan.end = KEY_DONE;
	plan.len = ROOT_SIZE;
	plan.achieved = CHANNEL_FRESHNESS_NONE;
	return 0;
}

/* The result in the last event, which must be the strategy's */
static uint8_t recorded(void)
{
	static uint8_t log[CONFIG_EVENT_LOG_PAGES * PAGE_SIZE];
	struct eventlog_strategy event;
	uint32_t len = evidence_read(0, log, sizeof(log));

	memcpy(&event, log + len - sizeof(event), sizeof(event));
	assert_int_equal(event.strategy, CHANNEL_STRATEGY_SPLIT);
	return event.result;
}

static uint32_t find_in(const uint8_t *bytes, size_t len)
{
	uint32_t found = 0;

	for (size_t at = 0; at + ROOT_SIZE <= len; at++) {
		uint32_t i = 0;

		while (i < ROOT_SIZE && bytes[at + i] == root_byte(i))
			i++;
		found += i == ROOT_SIZE;
	}
	return found;
}

static uint8_t piece[1u << 16];

/* Copies of the root in the process's memory from start to end, but for the buffer that the search
 * itself uses */
static uint32_t find_between(int memory, unsigned long start, unsigned long end)
{
	uint32_t found = 0;

	while (start < end) {
		size_t want = end - start < sizeof(piece) ? end - start : sizeof(piece);
		ssize_t got = pread(memory, piece, want, (off_t)start);

		if (got <= 0)
			break;
		/* cast: addresses of the process, compared as numbers */
		if (start >= (unsigned long)(piece + sizeof(piece)) ||
		    start + (size_t)got <= (unsigned long)piece)
			found += find_in(piece, (size_t)got);
		if ((size_t)got == want && want < sizeof(piece))
			break;
		start += (size_t)got > ROOT_SIZE ? (size_t)got - (ROOT_SIZE - 1) : (size_t)got;
	}
	memset(piece, 0, sizeof(piece));
	return found;
}

static uint32_t copies_in_memory(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY);
	char line[512];
	uint32_t found = 0;

	assert_non_null(maps);
	assert_true(memory >= 0);
	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long from = 0;
		unsigned long to = 0;
		char rights[8] = "";

		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && rights[1] == 'w' &&
		    to - from <= MAPPING_MAX)
			found += find_between(memory, from, to);
	}
	fclose(maps);
	close(memory);
	return found;
}

static void test_wiped(void **state)
{
	struct secret key = { .len = 0 };

	(void)state;
	assert_int_equal(module_keymgmt.start(), OK);
	assert_true(keymgmt_has_root());
	assert_int_equal(recorded(), EVENTLOG_STRATEGY_KEY);
	assert_int_equal(copies_in_memory(), 1);
	assert_int_equal(keymgmt_state_key("test", "id", 2, &key), OK);
	assert_int_equal(key.len, KEYMGMT_KEY_SIZE);
	assert_int_equal(copies_in_memory(), 1);
	module_keymgmt.stop();
	assert_false(keymgmt_has_root());
	assert_int_equal(copies_in_memory(), 0);
	assert_int_equal(keymgmt_state_key("test", "id", 2, &key), ERR_STATE);
	assert_int_equal(keymgmt_session_key("test", &key), ERR_STATE);
}

static void test_waits(void **state)
{
	(void)state;
	plan.wait = 3;
	assert_int_equal(module_keymgmt.start(), OK);
	assert_int_equal(recorded(), EVENTLOG_STRATEGY_KEY);
	module_keymgmt.stop();
	/* Never answers: the deadline ends it */
	plan.wait = UINT32_MAX;
	assert_int_equal(module_keymgmt.start(), ERR_CRYPTO);
	assert_int_equal(recorded(), EVENTLOG_STRATEGY_FAILED);
}

static void test_fails(void **state)
{
	(void)state;
	plan.end = KEY_FAILED;
	assert_int_equal(module_keymgmt.start(), ERR_CRYPTO);
	assert_int_equal(recorded(), EVENTLOG_STRATEGY_FAILED);
	assert_false(keymgmt_has_root());
	assert_int_equal(copies_in_memory(), 0);
	/* Done, and nothing there */
	plan.end = KEY_DONE;
	plan.len = 0;
	assert_int_equal(module_keymgmt.start(), ERR_CRYPTO);
	/* Another freshness than the profile's */
	plan.len = ROOT_SIZE;
	plan.achieved = CHANNEL_FRESHNESS_KBS_CAS;
	assert_int_equal(module_keymgmt.start(), ERR_CRYPTO);
	assert_int_equal(recorded(), EVENTLOG_STRATEGY_FAILED);
	assert_int_equal(copies_in_memory(), 0);
}

static const struct key_strategy *find(uint16_t number)
{
	for (const struct key_strategy *at = __start_parapet_key_strategy;
	     at < __stop_parapet_key_strategy; at++) {
		if (at->number == number)
			return at;
	}
	return NULL;
}

static void test_local_strategies(void **state)
{
	uint8_t seed[48] = { 1 };
	struct secret first = { .len = 0 };
	struct secret second = { .len = 0 };
	struct key_run run = { .root = &first };

	(void)state;
	assert_int_equal(find(CHANNEL_STRATEGY_NONE)->step(&run), KEY_DONE);
	assert_int_equal(first.len, 0);
	crypto_random_wipe();
	assert_int_equal(find(CHANNEL_STRATEGY_EPHEMERAL)->step(&run), KEY_FAILED);
	assert_int_equal(first.len, 0);
	assert_int_equal(crypto_random_seed(seed, sizeof(seed)), OK);
	assert_int_equal(find(CHANNEL_STRATEGY_EPHEMERAL)->step(&run), KEY_DONE);
	assert_int_equal(first.len, 48);
	run.root = &second;
	assert_int_equal(find(CHANNEL_STRATEGY_EPHEMERAL)->step(&run), KEY_DONE);
	assert_memory_not_equal(first.bytes, second.bytes, 48);
}

int main(void)
{
	static const struct channel_result agreed = {
		.choice = { .version = 1, .strategy = CHANNEL_STRATEGY_SPLIT }
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_wiped, start),
		cmocka_unit_test_setup(test_waits, start),
		cmocka_unit_test_setup(test_fails, start),
		cmocka_unit_test_setup(test_local_strategies, start),
	};

	channel_result_freeze(&agreed);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
