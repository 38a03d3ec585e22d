/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tools/file.c tools/alloc.c tools/problem.c */
/* Files are whole or untouched, and nothing is left beside them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "tools/file.h"

static char folder[] = "/tmp/parapet-test-XXXXXX";
static char path[64];

static int set_up(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	strcpy(stpcpy(path, folder), "/file");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static int entries(void)
{
	DIR *dir = opendir(folder);
	int count = -2; /* . and .. */

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

static void there_and_back(void **state)
{
	struct problem problem = { 0 };
	struct buffer file;
	struct stat st;
	mode_t mask = umask(022);

	(void)state;
	assert_int_equal(file_write(path, "first", 5, &problem), OK);
	assert_int_equal(file_write(path, "second", 6, &problem), OK);
	umask(mask);
	assert_int_equal(entries(), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_int_equal(file_read(path, 6, &file, &problem), OK);
	assert_int_equal(file.len, 6);
	assert_memory_equal(file.data, "second", 6);
	buffer_free(&file);
	assert_null(file.data);
	assert_int_equal(file_read(path, 5, &file, &problem), ERR_RANGE);
	assert_null(file.data);
	assert_non_null(strstr(problem.text, path));
}

static void empty_and_large(void **state)
{
	static uint8_t large[300000];
	struct problem problem;
	struct buffer file;

	(void)state;
	large[299999] = 7;
	assert_int_equal(file_write(path, large, 0, &problem), OK);
	assert_int_equal(file_read(path, 100, &file, &problem), OK);
	assert_int_equal(file.len, 0);
	buffer_free(&file);
	assert_int_equal(file_write(path, large, sizeof(large), &problem), OK);
	assert_int_equal(file_read(path, FILE_SIZE_MAX, &file, &problem), OK);
	assert_int_equal(file.len, sizeof(large));
	assert_int_equal(file.data[299999], 7);
	buffer_free(&file);
}

static void refusals_name_the_file(void **state)
{
	struct problem problem = { 0 };
	struct buffer file;
	char below[80];

	(void)state;
	strcpy(stpcpy(below, path), "/x");
	assert_int_equal(file_read(below, 10, &file, &problem), ERR_IO);
	assert_non_null(strstr(problem.text, below));
	assert_int_equal(file_read(folder, 10, &file, &problem), ERR_IO);
	assert_int_equal(file_write(below, "x", 1, &problem), ERR_IO);
	assert_int_equal(file_write(folder, "x", 1, &problem), ERR_IO);
	assert_int_equal(entries(), 1);
}

/* A device is written to, never replaced. */
static void devices_stay(void **state)
{
	struct problem problem = { 0 };
	struct stat st;

	(void)state;
	assert_int_equal(file_write("/dev/null", "x", 1, &problem), OK);
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	assert_int_equal(file_write("/dev/full", "x", 1, &problem), ERR_IO);
	assert_non_null(strstr(problem.text, "/dev/full"));
}

static void signals_are_as_before(void **state)
{
	struct problem problem = { 0 };
	sigset_t now;

	(void)state;
	assert_int_equal(file_write(path, "x", 1, &problem), OK);
	sigprocmask(SIG_BLOCK, NULL, &now);
	assert_false(sigismember(&now, SIGINT));
}

static void long_problems_are_cut(void **state)
{
	struct problem problem;
	char text[2000];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[1999] = '\0';
	assert_int_equal(
		problem_set_at(&problem, ERR_FORMAT, (struct place){ text, 1, 2 }, "%s", text),
		ERR_FORMAT);
	assert_int_equal(strlen(problem.text), sizeof(problem.text) - 1);
	assert_int_equal(problem_set_at(&problem, ERR_RANGE, (struct place){ "f", 3, 4 }, "m%d", 5),
			 ERR_RANGE);
	assert_string_equal(problem.text, "f:3:4: m5");
	problem_remedy(&problem, "%s", text);
	assert_int_equal(strlen(problem.remedy), sizeof(problem.remedy) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),         cmocka_unit_test(empty_and_large),
		cmocka_unit_test(refusals_name_the_file), cmocka_unit_test(devices_stay),
		cmocka_unit_test(signals_are_as_before),  cmocka_unit_test(long_problems_are_cut),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
