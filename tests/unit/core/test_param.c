/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The profile page: strict, complete, this image's, and the same when encoded again. */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/registry/param.c core/registry/utf8.c lib/tlv.c */
#include <string.h>

#include "core/registry/param.h"
#include "lib/tlv.h"
#include "tests/unit/core/vm.h"

PARAM_BOOL(test_bool, "test.bool", "false", "A test.");
PARAM_U64(test_u64, "test.u64", 10, 20, "15", "A test.");
PARAM_ENUM(test_enum, "test.enum", "a|b|c", 3, "a", "A test.");
PARAM_STRING(test_string, "test.string", 1, 8, "x", "A test.");
PARAM_LIST(test_list, "test.list", "p|q|r", 3, 1, 3, "[p]", "A test.");

extern const struct param __start_parapet_param[] __attribute__((weak));
extern const struct param __stop_parapet_param[] __attribute__((weak));

static uint8_t page[ABI_PAGE_SIZE];

struct value {
	const struct param *param;
	size_t len;
	uint8_t bytes[16];
};

static struct value values[5];

static void values_reset(void)
{
	values[0] = (struct value){ &test_bool, 1, { 1 } };
	values[1] = (struct value){ &test_u64, 8, { 20 } };
	values[2] = (struct value){ &test_enum, 1, { 2 } };
	values[3] = (struct value){ &test_string, 3, { 'a', 0xc3, 0xa9 } };
	values[4] = (struct value){ &test_list, 2, { 2, 0 } };
}

static const struct value *value_of(const struct param *param)
{
	for (size_t i = 0; i < 5; i++) {
		if (values[i].param == param)
			return &values[i];
	}
	return NULL;
}

/* The page of values, in the table's order, leaving out the first skip parameters */
static void page_write(size_t skip)
{
	size_t count = (size_t)(__stop_parapet_param - __start_parapet_param);
	struct profile_header header = { .version = PROFILE_VERSION };
	struct tlv_writer writer;

	memset(page, 0, sizeof(page));
	tlv_writer_init(&writer, page + sizeof(header), sizeof(page) - sizeof(header));
	for (size_t i = skip; i < count; i++) {
		const struct value *value = value_of(&__start_parapet_param[i]);

		assert_int_equal(tlv_put(&writer, (uint16_t)(PROFILE_TLV_PARAM(i) | TLV_CRITICAL),
					 value->bytes, value->len),
				 OK);
	}
	memcpy(header.magic, PROFILE_MAGIC, 8);
	memcpy(header.build_id, platform_build_id(), sizeof(header.build_id));
	header.length = (uint32_t)(sizeof(header) + writer.len);
	memcpy(page, &header, sizeof(header));
}

static int start(void **state)
{
	(void)state;
	sim_reset(32 * MIB, 1, SIM_BACKING_4K);
	values_reset();
	page_write(0);
	return 0;
}

static void test_values(void **state)
{
	size_t len;

	(void)state;
	assert_int_equal(param_load(page), OK);
	assert_true(param_bool(&test_bool));
	assert_int_equal(param_u64(&test_u64), 20);
	assert_int_equal(param_enum(&test_enum), 2);
	assert_memory_equal(param_bytes(&test_string, &len), "a\xc3\xa9", 3);
	assert_int_equal(len, 3);
	assert_memory_equal(param_bytes(&test_list, &len), "\2\0", 2);
	assert_int_equal(len, 2);
}

static const struct {
	enum err err;
	uint32_t which;
	size_t len;
	uint8_t bytes[16];
} value_cases[] = {
	{ ERR_RANGE, 0, 1, { 2 } },
	{ ERR_FORMAT, 0, 2, { 1 } },
	{ ERR_FORMAT, 0, 0, { 0 } },
	{ ERR_RANGE, 1, 8, { 9 } },
	{ ERR_RANGE, 1, 8, { 21 } },
	{ ERR_RANGE, 1, 8, { 15, 0, 0, 0, 0, 0, 0, 0x80 } },
	{ ERR_FORMAT, 1, 7, { 15 } },
	{ ERR_FORMAT, 1, 9, { 15 } },
	{ ERR_RANGE, 2, 1, { 3 } },
	{ ERR_FORMAT, 2, 0, { 0 } },
	{ ERR_RANGE, 3, 0, { 0 } },
	{ ERR_RANGE, 3, 9, { 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a' } },
	{ ERR_FORMAT, 3, 1, { 0x80 } },
	{ ERR_FORMAT, 3, 2, { 0xc0, 0x80 } },
	{ ERR_FORMAT, 3, 2, { 'a', 0xc3 } },
	{ ERR_FORMAT, 3, 3, { 0xed, 0xa0, 0x80 } },
	{ ERR_FORMAT, 3, 4, { 0xf4, 0x90, 0x80, 0x80 } },
	{ OK, 3, 4, { 0xf4, 0x8f, 0xbf, 0xbf } },
	{ ERR_RANGE, 4, 0, { 0 } },
	{ ERR_RANGE, 4, 4, { 0, 1, 2, 0 } },
	{ ERR_FORMAT, 4, 1, { 3 } },
	{ ERR_FORMAT, 4, 2, { 1, 1 } },
};

static void test_bad_values(void **state)
{
	for (size_t i = 0; i < sizeof(value_cases) / sizeof(value_cases[0]); i++) {
		start(state);
		values[value_cases[i].which].len = value_cases[i].len;
		memcpy(values[value_cases[i].which].bytes, value_cases[i].bytes, 16);
		page_write(0);
		assert_int_equal(param_load(page), value_cases[i].err);
	}
}

static void test_every_flip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(page); i++) {
		for (uint32_t bit = 0; bit < 8; bit++) {
			page[i] ^= (uint8_t)(1u << bit);
			/* A flip is refused or is another valid value, never a crash; what follows
			 * the list is refused */
			if (param_load(page) == OK)
				assert_in_range(i, sizeof(struct profile_header), 200);
			page[i] ^= (uint8_t)(1u << bit);
		}
	}
	assert_int_equal(param_load(page), OK);
}

static void test_other_image(void **state)
{
	(void)state;
	page[offsetof(struct profile_header, build_id)] ^= 1;
	assert_int_equal(param_load(page), ERR_STATE);
}

static void test_missing(void **state)
{
	(void)state;
	page_write(1);
	assert_int_equal(param_load(page), ERR_NOT_FOUND);
	page_write(0);
	((struct profile_header *)(void *)page)->length -= 1;
	assert_int_equal(param_load(page), ERR_TRUNCATED);
}

static void test_lengths(void **state)
{
	static const uint32_t lengths[] = { 0, 39, 40, 4097, UINT32_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		((struct profile_header *)(void *)page)->length = lengths[i];
		assert_int_not_equal(param_load(page), OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_values, start),
		cmocka_unit_test_setup(test_bad_values, start),
		cmocka_unit_test_setup(test_every_flip, start),
		cmocka_unit_test_setup(test_other_image, start),
		cmocka_unit_test_setup(test_missing, start),
		cmocka_unit_test_setup(test_lengths, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
