/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: lib/tlv.c */
/* TLV lists: order, bounds, and that nothing changes on error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "lib/tlv.h"

static void reads_what_was_written(void **state)
{
	uint8_t data[64];
	struct tlv_writer writer;
	struct tlv_reader reader;
	struct tlv tlv;

	(void)state;
	tlv_writer_init(&writer, data, sizeof(data));
	assert_int_equal(tlv_put(&writer, 1, "ab", 2), OK);
	assert_int_equal(tlv_put(&writer, 2 | TLV_CRITICAL, NULL, 0), OK);
	assert_int_equal(tlv_put(&writer, 0x7fff, "c", 1), OK);
	assert_int_equal(writer.len, 15);

	tlv_reader_init(&reader, data, writer.len);
	assert_int_equal(tlv_next(&reader, &tlv), OK);
	assert_int_equal(tlv.type, 1);
	assert_false(tlv.critical);
	assert_int_equal(tlv.len, 2);
	assert_memory_equal(tlv.value, "ab", 2);
	assert_int_equal(tlv_next(&reader, &tlv), OK);
	assert_int_equal(tlv.type, 2);
	assert_true(tlv.critical);
	assert_int_equal(tlv.len, 0);
	assert_int_equal(tlv_next(&reader, &tlv), OK);
	assert_int_equal(tlv.type, 0x7fff);
	assert_int_equal(tlv_next(&reader, &tlv), ERR_NOT_FOUND);
	assert_int_equal(tlv_next(&reader, &tlv), ERR_NOT_FOUND);
}

static void writer_refuses(void **state)
{
	static uint8_t big[65536];
	uint8_t data[10];
	struct tlv_writer writer;

	(void)state;
	tlv_writer_init(&writer, data, sizeof(data));
	assert_int_equal(tlv_put(&writer, 5, big, sizeof(big)), ERR_RANGE);
	assert_int_equal(tlv_put(&writer, 5, big, 7), ERR_NO_SPACE);
	assert_int_equal(writer.len, 0);
	assert_int_equal(tlv_put(&writer, 5, big, 6), OK);
	assert_int_equal(tlv_put(&writer, 5, big, 0), ERR_ORDER);
	assert_int_equal(tlv_put(&writer, 5 | TLV_CRITICAL, big, 0), ERR_ORDER);
	assert_int_equal(tlv_put(&writer, 4, big, 0), ERR_ORDER);
	assert_int_equal(tlv_put(&writer, 6, big, 0), ERR_NO_SPACE);
	assert_int_equal(writer.len, 10);
}

/* A heap copy of exactly the list lets the address sanitizer see a read beyond it. */
static enum err first_error(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len != 0 ? len : 1);
	struct tlv_reader reader;
	struct tlv tlv = { .type = 0x1234 };
	enum err err;

	memcpy(copy, data, len);
	tlv_reader_init(&reader, copy, len);
	do {
		struct tlv before = tlv;
		size_t offset = reader.offset;

		err = tlv_next(&reader, &tlv);
		if (err != OK) {
			assert_memory_equal(&before, &tlv, sizeof(tlv));
			assert_int_equal(reader.offset, offset);
		}
	} while (err == OK);
	free(copy);
	return err;
}

static void reader_refuses(void **state)
{
	static const uint8_t twice[] = { 1, 0, 0, 0, 1, 0x80, 0, 0 };
	static const uint8_t descending[] = { 2, 0, 0, 0, 1, 0, 0, 0 };
	static const uint8_t beyond[] = { 1, 0, 2, 0, 9 };
	static const uint8_t list[] = { 1, 0, 1, 0, 9, 2, 0, 0, 0 };

	(void)state;
	assert_int_equal(first_error(twice, sizeof(twice)), ERR_ORDER);
	assert_int_equal(first_error(descending, sizeof(descending)), ERR_ORDER);
	assert_int_equal(first_error(beyond, sizeof(beyond)), ERR_TRUNCATED);
	for (size_t len = 0; len <= sizeof(list); len++) {
		enum err expected =
			len == 0 || len == 5 || len == 9 ? ERR_NOT_FOUND : ERR_TRUNCATED;

		assert_int_equal(first_error(list, len), expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_was_written),
		cmocka_unit_test(writer_refuses),
		cmocka_unit_test(reader_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
