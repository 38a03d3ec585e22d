/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: $(parapet-parts) */
/* test-libs: -lyaml */
/* What the machine's log means, and the bundle it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "tools/run_bundle.h"
#include "tools/run_result.h"

static void take(struct run_log *log, const char *text)
{
	memset(log, 0, sizeof(*log));
	run_log_take(log, text, strlen(text));
}

static void lines_are_understood(void **state)
{
	static const char text[] = "SNP machine\r\n@launch-digest "
				   "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
				   "f0123456789abcdef0123456789abcdef\n"
				   "@rules enforced=3 exempt=0\n@count exits=5 npf=0x10\n@mark "
				   "entry=18446744073709551615\n@end pass\n";
	struct run_log log = { 0 };

	(void)state;
	/* A byte at a time: a pipe may cut anywhere */
	for (size_t i = 0; i < strlen(text); i++)
		run_log_take(&log, text + i, 1);
	assert_int_equal(strlen(log.digest), 96);
	assert_int_equal(log.count_count, 4);
	assert_string_equal(log.counts[2].name, "exits");
	assert_int_equal(log.counts[3].value, 16);
	assert_int_equal(log.mark_count, 1);
	assert_int_equal(log.end, RUN_PASS);
	assert_int_equal(run_result_status(&log, RUN_ENDED), EXIT_OK);
	assert_int_equal(run_result_status(&log, RUN_DEADLINE), EXIT_DEADLINE);
	assert_int_equal(run_result_status(&log, RUN_INTERRUPTED), EXIT_INTERRUPTED);
	assert_int_equal(log.tail_count, 1);
	assert_string_equal(log.tail[0], "SNP machine");
}

static void every_end_has_its_status(void **state)
{
	static const struct {
		const char *text;
		enum exit_status status;
	} ends[] = {
		{ "@end pass\n", EXIT_OK },
		{ "@end fail 3\n", EXIT_GUEST },
		{ "@end reset\n", EXIT_GUEST },
		{ "@end halt vmpl=0 set=0x8 code=0x5\n", EXIT_HALT },
		{ "@end halt vmpl=2 set=1 code=4\n", EXIT_GUEST },
		{ "@end rule NAME detail\n", EXIT_RULE },
		{ "@end input text\n", EXIT_INPUT },
		{ "@end halt nonsense\n", EXIT_RULE },
		{ "@end\n", EXIT_RULE },
		{ "@end passed\n", EXIT_RULE },
		{ "end pass\n", EXIT_RULE },
		{ "@end pass", EXIT_RULE }, /* cut off */
	};
	struct run_log log;

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		take(&log, ends[i].text);
		if (run_result_status(&log, RUN_ENDED) != ends[i].status)
			fail_msg("%s", ends[i].text);
	}
}

static void noise_is_survived(void **state)
{
	struct run_log log = { 0 };
	char line[3 * RUN_LOG_LINE];

	(void)state;
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	run_log_take(&log, line, sizeof(line));
	assert_int_equal(strlen(log.tail[0]), RUN_LOG_LINE - 1);
	memset(line, 0xff, sizeof(line));
	run_log_take(&log, line, sizeof(line));
	run_log_take(&log, "\n@launch-digest 00\n", 19);
	assert_string_equal(log.digest, "");
	for (int i = 0; i < 300; i++)
		run_log_take(&log, "@count a=1\n", 11);
	assert_int_equal(log.count_count, RUN_LOG_PAIRS);
}

static void json_is_escaped(void **state)
{
	struct run_log log;
	struct buffer json;
	char *text;

	(void)state;
	take(&log, "@end input a \"quoted\\ thing\n");
	run_result_json(&log, RUN_ENDED, &json);
	text = strndup((const char *)json.data, json.len);
	assert_non_null(strstr(text, "\"detail\": \"a \\\"quoted\\\\ thing\""));
	assert_non_null(strstr(text, "\"status\": 1,"));
	free(text);
	buffer_free(&json);
}

static char *scratch_file(const char *content)
{
	char *path = strdup("/tmp/parapet-test-XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), (ssize_t)strlen(content));
	close(fd);
	return path;
}

static void bundle_holds_its_blobs(void **state)
{
	char *igvm = scratch_file("the igvm file");
	char *madt = scratch_file("a lie");
	const struct run_bundle bundle = {
		.vcpus = 3, .memory = 64 << 20, .igvm = igvm, .madt = madt
	};
	struct machine_bundle header;
	struct problem problem;
	uint64_t size = 0;
	char blob[16] = "";
	int fd = -1;

	(void)state;
	assert_int_equal(run_bundle_make(&bundle, &fd, &size, &problem), OK);
	assert_int_equal(pread(fd, &header, sizeof(header), 0), sizeof(header));
	assert_memory_equal(header.magic, MACHINE_BUNDLE_MAGIC, 8);
	assert_int_equal(header.vcpus, 3);
	assert_int_equal(header.igvm.offset, 4096);
	assert_int_equal(header.madt.offset, 8192);
	assert_int_equal(header.vp_count.size, 0);
	assert_int_equal(header.vp_count.offset, 0);
	assert_int_equal(pread(fd, blob, header.madt.size, (off_t)header.madt.offset), 5);
	assert_string_equal(blob, "a lie");
	assert_int_equal(size, 8197);
	close(fd);
	unlink(igvm);
	unlink(madt);
	assert_int_equal(run_bundle_make(&bundle, &fd, &size, &problem), ERR_IO);
	free(igvm);
	free(madt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_understood),
		cmocka_unit_test(every_end_has_its_status),
		cmocka_unit_test(noise_is_survived),
		cmocka_unit_test(json_is_escaped),
		cmocka_unit_test(bundle_holds_its_blobs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
