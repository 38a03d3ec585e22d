/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The key ladder: known answers of an independent implementation, and that every input counts. */
/* test-sources: modules/keymgmt/ladder.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "modules/keymgmt/ladder.h"

static const uint8_t th[48] = { 0x54, 0x48 };

static struct secret root_of(uint8_t first)
{
	struct secret root = { .len = 48 };

	for (uint32_t i = 0; i < root.len; i++)
		root.bytes[i] = (uint8_t)(first + i);
	return root;
}

static const struct ladder_state base = {
	.purpose = { "test", 4 },
	.state_id = { "vm-1", 4 },
	.store_id = { "\1\2\3\4", 4 },
	.strategy = 2,
};

static void test_known(void **state)
{
	static const uint8_t state_key[] = {
		0x4b, 0x28, 0xe2, 0xdd, 0xc8, 0x9d, 0x3b, 0x43, 0x6b, 0x0f, 0xfb,
		0x37, 0xb2, 0xab, 0xe7, 0xcf, 0x9f, 0xe5, 0x6c, 0x18, 0x9b, 0x7b,
		0x8a, 0xa0, 0x2a, 0x78, 0x63, 0x93, 0x30, 0x81, 0xbb, 0x88,
	};
	static const uint8_t session_key[] = {
		0x79, 0xbc, 0x82, 0x4f, 0xb5, 0x22, 0x27, 0x81, 0xea, 0x5c, 0x1e,
		0xde, 0x5a, 0x4b, 0xee, 0x86, 0xb3, 0x70, 0xe3, 0xe1, 0x32, 0xd5,
		0x25, 0xbe, 0xe2, 0xb9, 0x2e, 0xa4, 0xb3, 0x50, 0x7d, 0x56,
	};
	const struct ladder_session session = { { "test", 4 }, 0x1122334455667788ull, th };
	struct secret root = root_of(0);
	struct secret key;

	(void)state;
	assert_int_equal(ladder_state_key(&root, &base, &key), OK);
	assert_int_equal(key.len, LADDER_KEY_SIZE);
	assert_memory_equal(key.bytes, state_key, LADDER_KEY_SIZE);
	assert_int_equal(ladder_session_key(&root, &session, &key), OK);
	assert_memory_equal(key.bytes, session_key, LADDER_KEY_SIZE);
}

/* Every pair of these differs in one thing, or moves a byte from one field to its neighbour */
static void test_every_input_counts(void **state)
{
	struct ladder_state cases[] = { base, base, base, base, base, base };
	struct secret keys[7];
	struct secret root = root_of(0);
	struct secret other = root_of(1);

	(void)state;
	cases[1].purpose = (struct ladder_text){ "tesu", 4 };
	cases[2].strategy = 3;
	cases[3].state_id = (struct ladder_text){ "vm-2", 4 };
	cases[4].state_id = (struct ladder_text){ "vm-1\1", 5 };
	cases[4].store_id = (struct ladder_text){ "\2\3\4", 3 };
	cases[5].store_id.len = 3;
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(ladder_state_key(&root, &cases[i], &keys[i]), OK);
	assert_int_equal(ladder_state_key(&other, &base, &keys[6]), OK);
	for (size_t i = 0; i < 7; i++)
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(keys[i].bytes, keys[j].bytes, LADDER_KEY_SIZE);
}

static void test_bounds(void **state)
{
	static const char text[LADDER_TEXT_MAX + 1];
	struct secret root = root_of(0);
	struct secret key = { .len = 7 };
	struct ladder_state in = base;

	(void)state;
	in.state_id = (struct ladder_text){ text, LADDER_TEXT_MAX };
	assert_int_equal(ladder_state_key(&root, &in, &key), OK);
	key.len = 7;
	in.state_id.len++;
	assert_int_equal(ladder_state_key(&root, &in, &key), ERR_RANGE);
	assert_int_equal(key.len, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_every_input_counts),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
