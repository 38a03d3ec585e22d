/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: lib/igvm.c lib/igvm_writer.c */
/* The IGVM reader and writer: round trip, every truncation, every flipped bit of the headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "lib/igvm.h"

#define FILE_MAX 16384u

static size_t write_sample(uint8_t *out, size_t size)
{
	static uint8_t headers[1024];
	static uint8_t data[2 * ABI_PAGE_SIZE];
	static uint8_t page[ABI_PAGE_SIZE];
	const struct igvm_supported_platform platform = { .mask = 1,
							  .platform_type = IGVM_PLATFORM_SNP };
	const struct igvm_guest_policy policy = { .policy = 0x30000, .mask = 1 };
	struct igvm_page_data data_page = { .gpa = 0x1000, .mask = 1 };
	struct igvm_vp_context vp = { .gpa = 0xfffffffff000, .mask = 1 };
	struct igvm_writer writer;
	size_t len = 0;

	igvm_writer_init(&writer, headers, sizeof(headers), data, sizeof(data));
	igvm_put(&writer, IGVM_SUPPORTED_PLATFORM, &platform, sizeof(platform));
	igvm_put(&writer, IGVM_GUEST_POLICY, &policy, sizeof(policy));
	memset(page, 0, sizeof(page));
	data_page.file_offset = igvm_put_page(&writer, page);
	igvm_put(&writer, IGVM_PAGE_DATA, &data_page, sizeof(data_page));
	memset(page, 0xa5, sizeof(page));
	data_page.gpa = 0x2000;
	data_page.file_offset = igvm_put_page(&writer, page);
	igvm_put(&writer, IGVM_PAGE_DATA, &data_page, sizeof(data_page));
	memset(page, 0x5a, sizeof(page));
	vp.file_offset = igvm_put_page(&writer, page);
	igvm_put(&writer, IGVM_VP_CONTEXT, &vp, IGVM_VP_CONTEXT_LENGTH);
	assert_int_equal(igvm_writer_finish(&writer, out, size, &len), OK);
	return len;
}

static void crc_is_zlibs(void **state)
{
	(void)state;
	assert_int_equal(igvm_crc32(0, "123456789", 9), 0xcbf43926u);
	assert_int_equal(igvm_crc32(igvm_crc32(0, "1234", 4), "56789", 5), 0xcbf43926u);
	assert_int_equal(igvm_crc32(0, "", 0), 0);
}

static void round_trip(void **state)
{
	static uint8_t file[FILE_MAX];
	static const uint32_t types[] = { IGVM_SUPPORTED_PLATFORM, IGVM_GUEST_POLICY,
					  IGVM_PAGE_DATA, IGVM_PAGE_DATA, IGVM_VP_CONTEXT };
	size_t len = write_sample(file, sizeof(file));
	struct igvm_reader reader;
	struct igvm_item item;
	const uint8_t *page;

	(void)state;
	assert_int_equal(igvm_open(&reader, file, len), OK);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(igvm_next(&reader, &item), OK);
		assert_int_equal(item.type, types[i]);
		assert_false(item.optional);
		if (i == 2) {
			assert_int_equal(igvm_page(&reader, item.page.file_offset, &page), OK);
			assert_null(page);
		} else if (i == 3) {
			assert_int_equal(item.page.gpa, 0x2000);
			assert_int_equal(igvm_page(&reader, item.page.file_offset, &page), OK);
			assert_int_equal(page[0], 0xa5);
			assert_int_equal(page[ABI_PAGE_SIZE - 1], 0xa5);
		} else if (i == 4) {
			assert_int_equal(item.length, IGVM_VP_CONTEXT_LENGTH);
			assert_int_equal(igvm_page(&reader, item.vp.file_offset, &page), OK);
			assert_int_equal(page[0], 0x5a);
		}
	}
	assert_int_equal(igvm_next(&reader, &item), ERR_NOT_FOUND);
}

static void writer_says_when_full(void **state)
{
	static uint8_t page[ABI_PAGE_SIZE] = { 1 };
	static uint8_t data[ABI_PAGE_SIZE];
	static uint8_t out[FILE_MAX];
	uint8_t headers[24];
	struct igvm_writer writer;
	size_t len = 77;

	(void)state;
	igvm_writer_init(&writer, headers, sizeof(headers), data, sizeof(data));
	igvm_put(&writer, IGVM_GUEST_POLICY, out, 17);
	assert_int_equal(igvm_writer_finish(&writer, out, sizeof(out), &len), ERR_NO_SPACE);
	igvm_writer_init(&writer, headers, sizeof(headers), data, sizeof(data));
	assert_int_not_equal(igvm_put_page(&writer, page), 0);
	assert_int_equal(igvm_put_page(&writer, page), 0);
	assert_int_equal(igvm_writer_finish(&writer, out, sizeof(out), &len), ERR_NO_SPACE);
	igvm_writer_init(&writer, headers, sizeof(headers), data, sizeof(data));
	igvm_put(&writer, IGVM_GUEST_POLICY, out, 16);
	assert_int_equal(igvm_writer_finish(&writer, out, 47, &len), ERR_NO_SPACE);
	assert_int_equal(len, 77);
	assert_int_equal(igvm_writer_finish(&writer, out, 48, &len), OK);
	assert_int_equal(len, 48);
}

/* Walks a copy of exactly len bytes; the address sanitizer sees reads beyond it. */
static enum err walk(const uint8_t *file, size_t len)
{
	uint8_t *copy = malloc(len != 0 ? len : 1);
	struct igvm_reader reader;
	struct igvm_item item;
	const uint8_t *page;
	enum err err;

	memcpy(copy, file, len);
	err = igvm_open(&reader, copy, len);
	while (err == OK) {
		err = igvm_next(&reader, &item);
		if (err == OK && item.type == IGVM_PAGE_DATA &&
		    igvm_page(&reader, item.page.file_offset, &page) == OK && page != NULL)
			assert_true(page >= copy && page + ABI_PAGE_SIZE <= copy + len);
	}
	free(copy);
	return err;
}

static void refuses_truncation(void **state)
{
	static uint8_t file[FILE_MAX];
	size_t len = write_sample(file, sizeof(file));

	(void)state;
	assert_int_equal(walk(file, len), ERR_NOT_FOUND);
	for (size_t cut = 0; cut < len; cut++)
		assert_int_equal(walk(file, cut), ERR_TRUNCATED);
}

static void refuses_flipped_headers(void **state)
{
	static uint8_t file[FILE_MAX];
	size_t len = write_sample(file, sizeof(file));
	size_t headers = len - 2 * ABI_PAGE_SIZE;

	(void)state;
	for (size_t bit = 0; bit < 8 * headers; bit++) {
		file[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_not_equal(walk(file, len), ERR_NOT_FOUND);
		file[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
}

/* Puts a right CRC on a file whose headers were changed. */
static void mend_crc(uint8_t *file)
{
	struct igvm_fixed_header header;

	memcpy(&header, file, sizeof(header));
	header.crc32 = 0;
	header.crc32 = igvm_crc32(igvm_crc32(0, &header, sizeof(header)),
				  file + header.variable_offset, header.variable_size);
	memcpy(file, &header, sizeof(header));
}

static void put32(uint8_t *at, uint32_t value)
{
	memcpy(at, &value, sizeof(value));
}

static void refuses_malformed_headers(void **state)
{
	const struct {
		size_t at;
		uint32_t value;
		enum err expected;
	} cases[] = {
		{ 0, 0x12345678, ERR_FORMAT },      /* magic */
		{ 4, 3, ERR_UNSUPPORTED },          /* version */
		{ 24, IGVM_PAGE_DATA, ERR_FORMAT }, /* 16 bytes are no PAGE_DATA */
		{ 24, 0x201, ERR_FORMAT },          /* of no section */
		{ 24, 0, ERR_FORMAT },
		{ 28, 15, ERR_FORMAT }, /* length of SUPPORTED_PLATFORM */
		{ 28, 0xffffffff, ERR_TRUNCATED },
		{ 28, 0xfffffff8, ERR_TRUNCATED },
		{ 24, 0x110, ERR_NOT_FOUND }, /* unknown, yet well-formed: the caller's to judge */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static uint8_t file[FILE_MAX];
		size_t len = write_sample(file, sizeof(file));

		put32(file + cases[i].at, cases[i].value);
		if (cases[i].at >= 24)
			mend_crc(file);
		assert_int_equal(walk(file, len), cases[i].expected);
	}
}

static void refuses_descending_sections(void **state)
{
	static uint8_t file[FILE_MAX];
	size_t len = write_sample(file, sizeof(file));

	(void)state;
	put32(file + 24, IGVM_GUEST_POLICY);
	put32(file + 48, IGVM_SUPPORTED_PLATFORM);
	mend_crc(file);
	assert_int_equal(walk(file, len), ERR_ORDER);
}

static void page_offsets_are_bounded(void **state)
{
	static uint8_t file[FILE_MAX];
	size_t len = write_sample(file, sizeof(file));
	struct igvm_reader reader;
	const uint8_t *page;

	(void)state;
	assert_int_equal(igvm_open(&reader, file, len), OK);
	assert_int_equal(igvm_page(&reader, 8, &page), ERR_RANGE);
	assert_int_equal(igvm_page(&reader, (uint32_t)(len - ABI_PAGE_SIZE + 1), &page), ERR_RANGE);
	assert_int_equal(igvm_page(&reader, 0xffffffff, &page), ERR_RANGE);
	assert_int_equal(igvm_page(&reader, (uint32_t)(len - ABI_PAGE_SIZE), &page), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crc_is_zlibs),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(writer_says_when_full),
		cmocka_unit_test(refuses_truncation),
		cmocka_unit_test(refuses_flipped_headers),
		cmocka_unit_test(refuses_malformed_headers),
		cmocka_unit_test(refuses_descending_sections),
		cmocka_unit_test(page_offsets_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
