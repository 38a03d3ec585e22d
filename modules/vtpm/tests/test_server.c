/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: modules/vtpm/server/frame.c modules/vtpm/server/state_file.c */
/* tpm_server's requests, whole, cut and too long; its state file, whole at every moment. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "modules/vtpm/server/frame.h"
#include "modules/vtpm/server/state_file.h"

static void test_signal(void **state)
{
	static const uint8_t bytes[] = { 0, 0, 0, 1, 0, 0, 0, 11 };
	struct frame frame;

	(void)state;
	assert_int_equal(frame_find(bytes, sizeof(bytes), &frame), OK);
	assert_int_equal(frame.request, FRAME_POWER_ON);
	assert_int_equal(frame.len, 4);
}

static void test_command(void **state)
{
	static const uint8_t bytes[] = { 0, 0, 0, 8, 3, 0, 0, 0, 2, 0xaa, 0xbb, 0xcc };
	struct frame frame;

	(void)state;
	assert_int_equal(frame_find(bytes, sizeof(bytes), &frame), OK);
	assert_int_equal(frame.request, FRAME_COMMAND);
	assert_int_equal(frame.locality, 3);
	assert_int_equal(frame.payload_len, 2);
	assert_ptr_equal(frame.payload, bytes + 9);
	assert_int_equal(frame.len, 11);
}

static void test_cut(void **state)
{
	static const uint8_t bytes[] = { 0, 0, 0, 8, 3, 0, 0, 0, 2, 0xaa, 0xbb };
	struct frame frame = { .len = 99 };

	(void)state;
	for (size_t len = 0; len < sizeof(bytes); len++)
		assert_int_equal(frame_find(bytes, len, &frame), ERR_TRUNCATED);
	assert_int_equal(frame.len, 99);
}

static void test_unknown(void **state)
{
	static const uint8_t numbers[][4] = { { 0, 0, 0, 0 },
					      { 0, 0, 0, 16 },
					      { 0, 0, 0, 22 },
					      { 1, 0, 0, 1 },
					      { 255, 255, 255, 255 } };
	struct frame frame;

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		assert_int_equal(frame_find(numbers[i], 4, &frame), ERR_UNSUPPORTED);
}

static void test_too_long(void **state)
{
	static const uint8_t lengths[][4] = { { 0, 0, 0x10, 1 },
					      { 0x7f, 255, 255, 255 },
					      { 255, 255, 255, 255 } };
	uint8_t bytes[9] = { 0, 0, 0, 8, 0 };
	struct frame frame;

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		memcpy(bytes + 5, lengths[i], 4);
		assert_int_equal(frame_find(bytes, sizeof(bytes), &frame), ERR_RANGE);
	}
}

struct folder {
	char path[64];
	char file[80];
};

static int make_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof(*folder));

	strcpy(folder->path, "/tmp/test_server.XXXXXX");
	if (mkdtemp(folder->path) == NULL)
		return -1;
	snprintf(folder->file, sizeof(folder->file), "%s/state", folder->path);
	*state = folder;
	return 0;
}

static int drop_folder(void **state)
{
	static const char *const names[] = { "", ".lock", ".new" };
	struct folder *folder = *state;
	char name[96];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", folder->file, names[i]);
		unlink(name);
		rmdir(name);
	}
	rmdir(folder->path);
	free(folder);
	return 0;
}

static void test_file(void **state)
{
	const struct folder *folder = *state;
	struct state_file file;
	struct stat info;
	uint8_t bytes[16];
	size_t len = 0;

	assert_int_equal(state_file_open(&file, folder->file), OK);
	assert_int_equal(state_file_load(&file, bytes, sizeof(bytes), &len), ERR_NOT_FOUND);
	assert_int_equal(state_file_save(&file, (const uint8_t *)"first", 5), OK);
	assert_int_equal(state_file_save(&file, (const uint8_t *)"2nd", 3), OK);
	assert_int_equal(state_file_load(&file, bytes, sizeof(bytes), &len), OK);
	assert_int_equal(len, 3);
	assert_memory_equal(bytes, "2nd", 3);
	assert_int_equal(state_file_load(&file, bytes, 2, &len), ERR_NO_SPACE);
	assert_int_equal(state_file_load(&file, bytes, 3, &len), OK);
	assert_int_equal(stat(folder->file, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	state_file_close(&file);
}

static void test_file_locked(void **state)
{
	const struct folder *folder = *state;
	struct state_file first;
	struct state_file second;

	assert_int_equal(state_file_open(&first, folder->file), OK);
	assert_int_equal(state_file_open(&second, folder->file), ERR_BUSY);
	state_file_close(&first);
	assert_int_equal(state_file_open(&second, folder->file), OK);
	state_file_close(&second);
	assert_int_equal(state_file_open(&second, "/nonexistent/state"), ERR_IO);
}

/* What cannot be written leaves what was there */
static void test_file_refused(void **state)
{
	const struct folder *folder = *state;
	struct state_file file;
	uint8_t bytes[16];
	size_t len;

	assert_int_equal(state_file_open(&file, folder->file), OK);
	assert_int_equal(state_file_save(&file, (const uint8_t *)"kept", 4), OK);
	assert_int_equal(mkdir(file.next, 0700), 0);
	assert_int_equal(state_file_save(&file, (const uint8_t *)"lost", 4), ERR_IO);
	assert_int_equal(state_file_load(&file, bytes, sizeof(bytes), &len), OK);
	assert_memory_equal(bytes, "kept", 4);
	state_file_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signal),
		cmocka_unit_test(test_command),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test_setup_teardown(test_file, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_file_locked, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_file_refused, make_folder, drop_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
