/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The log ring: order, levels, loss, and a writer that was stopped half way. */
/* test-sources: core/trace/log.c lib/freestanding/memory.c */
#include <stdarg.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "core/platform/platform.h"
#include "core/trace/log.h"

#define ENTRIES 8u
#define BUSY (1ull << 63)

static struct log_record ring[ENTRIES];

uint32_t platform_cpu(void)
{
	return 3;
}

uint64_t platform_tsc(void)
{
	return 77;
}

/* The ring's counter goes on from test to test: each starts from what is newest now */
static uint64_t start(void)
{
	log_init_take(ring, ENTRIES);
	log_set_level(LOG_INFO);
	LOG(LOG_INFO, "first");
	for (uint32_t i = 0; i < ENTRIES; i++) {
		if (ring[i].sequence != 0)
			return ring[i].sequence;
	}
	return 0;
}

static void test_records(void **state)
{
	uint64_t first = start();
	struct log_record out[ENTRIES];
	uint64_t next;
	uint64_t lost;

	(void)state;
	LOG(LOG_ERROR, "two numbers %u %x", 5u, 0x1234567890abcdefull);
	LOG(LOG_DEBUG, "below the level");
	assert_int_equal(log_read(first, out, ENTRIES, &next, &lost), 2);
	assert_int_equal(lost, 0);
	assert_int_equal(next, first + 2);
	assert_int_equal(out[1].sequence, first + 1);
	assert_int_equal(out[1].level, LOG_ERROR);
	assert_int_equal(out[1].args, 2);
	assert_int_equal(out[1].arg[0], 5);
	assert_int_equal(out[1].arg[1], 0x1234567890abcdefull);
	assert_int_equal(out[1].arg[2], 0);
	assert_int_equal(out[1].cpu, 3);
	assert_int_equal(out[1].tsc, 77);
	assert_int_equal(log_read(next, out, ENTRIES, &next, &lost), 0);
	assert_int_equal(next, first + 2);
}

static void test_overwritten(void **state)
{
	uint64_t first = start();
	struct log_record out[ENTRIES];
	uint64_t next;
	uint64_t lost;

	(void)state;
	for (uint32_t i = 0; i < 2 * ENTRIES; i++)
		LOG(LOG_INFO, "number %u", i);
	assert_int_equal(log_read(first, out, 3, &next, &lost), 3);
	assert_int_equal(lost, ENTRIES + 1);
	assert_int_equal(out[0].sequence, first + ENTRIES + 1);
	assert_int_equal(out[0].arg[0], ENTRIES);
	assert_int_equal(log_read(next, out, ENTRIES, &next, &lost), ENTRIES - 3);
	assert_int_equal(lost, 0);
}

/* A slot that another writer holds is skipped by the next round's writer and by readers */
static void test_stopped_writer(void **state)
{
	uint64_t first = start();
	uint64_t held = first + 1;
	struct log_record *slot = &ring[(held - 1) % ENTRIES];
	struct log_record out[ENTRIES];
	uint64_t next;
	uint64_t lost;

	(void)state;
	slot->sequence = held | BUSY;
	for (uint32_t i = 0; i < ENTRIES + 1; i++)
		LOG(LOG_INFO, "number %u", i);
	assert_int_equal(slot->sequence, held | BUSY);
	/* The dropped record is the second newest: as far as a reader knows, it is being written */
	assert_int_equal(log_read(first, out, ENTRIES, &next, &lost), ENTRIES - 1);
	assert_int_equal(next, held + ENTRIES);
	slot->sequence = held;
	for (uint32_t i = 0; i < CONFIG_VCPUS_MAX; i++)
		LOG(LOG_INFO, "later %u", i);
	assert_true(slot->sequence > held);
}

static void test_before_init(void **state)
{
	const struct log_message message = { .text = "dropped" };
	const uint64_t args[LOG_ARGS_MAX] = { 0 };
	struct log_record out;
	uint64_t next;
	uint64_t lost;

	(void)state;
	log_write(&message, LOG_ERROR, args, 0);
	assert_int_equal(log_read(1, &out, 1, &next, &lost), 0);
	assert_int_equal(lost, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_before_init),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_overwritten),
		cmocka_unit_test(test_stopped_writer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
