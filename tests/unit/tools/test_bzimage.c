/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/tools/bzimage_sample.c $(parapet-parts) */
/* test-libs: -lyaml */
/* Kernels: each field that is wrong, every length that is too short, and where one goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/tools/bzimage_sample.h"
#include "tools/alloc.h"
#include "tools/bzimage.h"

#define MIB (1ull << 20)

static enum err open_file(const struct buffer *file, struct bzimage *image)
{
	struct problem problem = { 0 };
	enum err err = bzimage_open(image, file->data, file->len, "sample", &problem);

	if (err != OK)
		assert_true(strstr(problem.text, "sample") != NULL);
	return err;
}

static void a_good_one(void **state)
{
	struct buffer file = bzimage_sample();
	struct bzimage image;

	(void)state;
	assert_int_equal(open_file(&file, &image), OK);
	assert_ptr_equal(image.code, file.data + BZIMAGE_SAMPLE_SETUP);
	assert_int_equal(image.code_len, BZIMAGE_SAMPLE_CODE);
	assert_int_equal(image.header_len, sizeof(image.header));
	assert_int_equal(image.alignment, 2 * MIB);
	/* What follows the protected-mode part (a signature) is no part of it */
	bzimage_sample_header(&file)->syssize -= 16;
	assert_int_equal(open_file(&file, &image), OK);
	assert_int_equal(image.code_len, BZIMAGE_SAMPLE_CODE - 256);
	buffer_free(&file);
}

/* An older kernel's header is shorter: what it lacks is zero, and does not reach the zero page */
static void a_short_header(void **state)
{
	struct buffer file = bzimage_sample();
	struct bzimage image;

	(void)state;
	bzimage_sample_header(&file)->version = LINUX_VERSION_XLOADFLAGS;
	bzimage_sample_header(&file)->jump_len = 0x66;
	bzimage_sample_header(&file)->kernel_info_offset = 77;
	assert_int_equal(open_file(&file, &image), OK);
	assert_int_equal(image.header_len, sizeof(image.header) - 4);
	assert_int_equal(image.header.kernel_info_offset, 0);
	buffer_free(&file);
}

static const struct {
	size_t offset;
	size_t size;
	uint64_t value;
	enum err err;
} wrong[] = {
#define FIELD(member)                                                                              \
	offsetof(struct linux_setup_header, member),                                               \
		sizeof(((struct linux_setup_header *)NULL)->member)
	{ FIELD(boot_flag), 0, ERR_FORMAT },
	{ FIELD(magic), 0, ERR_FORMAT },
	{ FIELD(jump), 0xe9, ERR_FORMAT },
	{ FIELD(jump_len), 0, ERR_FORMAT },
	{ FIELD(jump_len), 0x61, ERR_FORMAT },
	{ FIELD(jump_len), 0x8f, ERR_FORMAT },
	{ FIELD(jump_len), 0xff, ERR_FORMAT },
	{ FIELD(version), 0x20b, ERR_UNSUPPORTED },
	{ FIELD(version), 0, ERR_UNSUPPORTED },
	{ FIELD(loadflags), 0, ERR_UNSUPPORTED },
	{ FIELD(xloadflags), 0xfffe, ERR_UNSUPPORTED },
	{ FIELD(setup_sects), 255, ERR_TRUNCATED },
	{ FIELD(syssize), BZIMAGE_SAMPLE_CODE / 16 + 1, ERR_TRUNCATED },
	{ FIELD(syssize), UINT32_MAX, ERR_TRUNCATED },
	{ FIELD(syssize), 0x20, ERR_FORMAT },
	{ FIELD(syssize), 0, ERR_FORMAT },
	{ FIELD(kernel_alignment), 0, ERR_FORMAT },
	{ FIELD(kernel_alignment), 2048, ERR_FORMAT },
	{ FIELD(kernel_alignment), 0x300000, ERR_FORMAT },
	{ FIELD(kernel_alignment), 0x80000000, ERR_FORMAT },
	{ FIELD(pref_address), 0, ERR_FORMAT },
	{ FIELD(pref_address), BZIMAGE_SAMPLE_PREF + 4096, ERR_FORMAT },
	{ FIELD(pref_address), 1ull << 32, ERR_FORMAT },
	{ FIELD(pref_address), UINT64_MAX << 21, ERR_FORMAT },
	{ FIELD(init_size), BZIMAGE_SAMPLE_CODE - 1, ERR_FORMAT },
	{ FIELD(init_size), 0, ERR_FORMAT },
#undef FIELD
};

static void each_wrong_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct buffer file = bzimage_sample();
		struct bzimage image;

		memcpy((uint8_t *)bzimage_sample_header(&file) + wrong[i].offset, &wrong[i].value,
		       wrong[i].size);
		assert_int_equal(open_file(&file, &image), wrong[i].err);
		buffer_free(&file);
	}
}

static void every_length(void **state)
{
	struct buffer whole = bzimage_sample();
	struct bzimage image;

	(void)state;
	for (size_t len = 0; len < whole.len - 15; len++) {
		/* A copy of its own, so that the sanitizer sees a read beyond it */
		struct buffer part = { .data = alloc_zeroed(len + 1, 1), .len = len };
		struct problem problem;

		part.data = alloc_resize(part.data, len != 0 ? len : 1, 1);
		memcpy(part.data, whole.data, len);
		assert_int_equal(bzimage_open(&image, part.data, len, "part", &problem),
				 ERR_TRUNCATED);
		buffer_free(&part);
	}
	buffer_free(&whole);
}

static enum err place(const struct bzimage *image, uint64_t start, uint64_t end, uint64_t limit,
		      uint64_t *at)
{
	struct problem problem;

	return bzimage_place(image, start, end, limit, at, "sample", &problem);
}

static void places(void **state)
{
	struct buffer file = bzimage_sample();
	struct bzimage image;
	uint64_t at = 0;

	(void)state;
	assert_int_equal(open_file(&file, &image), OK);
	assert_int_equal(place(&image, 8 * MIB, 16 * MIB, 512 * MIB, &at), OK);
	assert_int_equal(at, 16 * MIB);
	assert_int_equal(place(&image, 8 * MIB, 16 * MIB + 4096, 512 * MIB, &at), OK);
	assert_int_equal(at, 18 * MIB);
	/* Not the file but the memory that the kernel needs must be free */
	assert_int_equal(place(&image, 16 * MIB + 0x3f000, 20 * MIB, 512 * MIB, &at), OK);
	assert_int_equal(at, 20 * MIB);
	assert_int_equal(place(&image, 16 * MIB + 0x40000, 20 * MIB, 512 * MIB, &at), OK);
	assert_int_equal(at, 16 * MIB);
	assert_int_equal(place(&image, 8 * MIB, 16 * MIB, 16 * MIB + 0x40000, &at), OK);
	assert_int_equal(place(&image, 8 * MIB, 16 * MIB, 16 * MIB + 0x3ffff, &at), ERR_RANGE);
	assert_int_equal(place(&image, 8 * MIB, 16 * MIB, MIB, &at), ERR_RANGE);
	image.header.relocatable_kernel = 0;
	assert_int_equal(place(&image, 8 * MIB, 16 * MIB, 512 * MIB, &at), OK);
	assert_int_equal(place(&image, 8 * MIB, 18 * MIB, 512 * MIB, &at), ERR_OVERLAP);
	buffer_free(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_one),       cmocka_unit_test(a_short_header),
		cmocka_unit_test(each_wrong_field), cmocka_unit_test(every_length),
		cmocka_unit_test(places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
