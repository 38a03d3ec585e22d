/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Page state changes against a hypervisor that does them in one go, in parts, not at all, or lies.
 */
/* test-sources: core/platform/snp/page_state.c lib/freestanding/memory.c */
#include <stdarg.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "core/platform/snp/ghcb.h"

#define BUFFER_GPA 0x7800u

enum behaviour {
	DO_ALL,
	DO_HALF,
	DO_NOTHING,
	REFUSE,
	ANSWER_ERROR,
	MOVE_END,
	RUN_PAST,
	SET_RESERVED
};

static uint64_t buffer[GHCB_BUFFER_SIZE / 8];
static enum behaviour behaviour;
static uint32_t requests;
static uint64_t pages_done;
static uint64_t last_entry;

uint64_t __shared *ghcb_buffer(void)
{
	return (uint64_t __shared *)buffer;
}

uint64_t ghcb_buffer_gpa(void)
{
	return BUFFER_GPA;
}

static uint32_t header_end(void)
{
	return buffer[0] >> 16 & 0xffff;
}

static void entries_do(uint32_t first, uint32_t past)
{
	for (uint32_t i = first; i < past; i++) {
		last_entry = buffer[1 + i];
		pages_done++;
	}
	buffer[0] = (uint64_t)header_end() << 16 | past;
}

enum err ghcb_request(struct ghcb_request *request)
{
	uint32_t current = buffer[0] & 0xffff;
	uint32_t left = header_end() + 1 - current;

	assert_int_equal(request->code, GHCB_EXIT_PSC);
	assert_int_equal(request->input, GHCB_INPUT_SCRATCH);
	assert_int_equal(request->value, BUFFER_GPA);
	requests++;
	request->answer = behaviour == ANSWER_ERROR ? 1ull << 32 : 0;
	if (behaviour == DO_ALL)
		entries_do(current, current + left);
	if (behaviour == DO_HALF)
		entries_do(current, current + (left + 1) / 2);
	if (behaviour == MOVE_END)
		buffer[0] = 1ull << 16 | 2;
	if (behaviour == RUN_PAST)
		buffer[0] += left + 1;
	if (behaviour == SET_RESERVED)
		buffer[0] |= 1ull << 32 | left;
	return behaviour == REFUSE ? ERR_IO : OK;
}

static enum err change(enum behaviour how, enum page_size size, uint64_t count)
{
	behaviour = how;
	requests = 0;
	pages_done = 0;
	return platform_page_state(gpa(0x40000000), size, count, PAGE_STATE_SHARED);
}

static void test_done(void **state)
{
	(void)state;
	assert_int_equal(change(DO_ALL, PAGE_4K, 1), OK);
	assert_int_equal(last_entry, 0x40000000ull | 2ull << 52);
	assert_int_equal(change(DO_ALL, PAGE_4K, 253), OK);
	assert_int_equal(requests, 1);
	assert_int_equal(change(DO_ALL, PAGE_4K, 600), OK);
	assert_int_equal(requests, 3);
	assert_int_equal(pages_done, 600);
	assert_int_equal(last_entry, (0x40000000ull + 599 * PAGE_SIZE) | 2ull << 52);
	assert_int_equal(change(DO_ALL, PAGE_2M, 2), OK);
	assert_int_equal(last_entry, 0x40200000ull | 2ull << 52 | 1ull << 56);
	assert_int_equal(change(DO_ALL, PAGE_4K, 0), OK);
	assert_int_equal(requests, 0);
}

static void test_in_parts(void **state)
{
	(void)state;
	assert_int_equal(change(DO_HALF, PAGE_4K, 253), OK);
	assert_int_equal(pages_done, 253);
	assert_true(requests > 1);
}

static void test_refused(void **state)
{
	(void)state;
	assert_int_equal(change(REFUSE, PAGE_4K, 3), ERR_IO);
	assert_int_equal(change(ANSWER_ERROR, PAGE_4K, 3), ERR_IO);
}

static void test_nonsense(void **state)
{
	(void)state;
	assert_int_equal(change(DO_NOTHING, PAGE_4K, 3), ERR_IO);
	assert_int_equal(change(MOVE_END, PAGE_4K, 3), ERR_IO);
	assert_int_equal(change(RUN_PAST, PAGE_4K, 3), ERR_IO);
	assert_int_equal(change(SET_RESERVED, PAGE_4K, 3), ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_done),
		cmocka_unit_test(test_in_parts),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
