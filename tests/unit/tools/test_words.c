/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: $(parapet-parts) */
/* test-libs: -lyaml */
/* Small parsers: numbers, sizes, UTF-8, "did you mean", terminations, log records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "abi/termination.h"
#include "tools/log_decode.h"
#include "tools/nearest.h"
#include "tools/options.h"
#include "tools/size.h"
#include "tools/termination.h"
#include "tools/utf8.h"

static void numbers(void **state)
{
	static const char *const bad[] = { "",    "-1", "+1",
					   " 1",  "1 ", "0x",
					   "0xg", "1a", "18446744073709551616" };
	uint64_t value = 5;

	(void)state;
	assert_true(parse_number("0", &value));
	assert_true(parse_number("0xFf", &value));
	assert_int_equal(value, 255);
	assert_true(parse_number("18446744073709551615", &value));
	assert_true(value == UINT64_MAX);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(parse_number(bad[i], &value));
	assert_true(value == UINT64_MAX);
}

static void sizes(void **state)
{
	uint64_t value;

	(void)state;
	assert_true(size_parse("512M", &value));
	assert_int_equal(value, 512u << 20);
	assert_true(size_parse("4G", &value));
	assert_true(value == 4ull << 30);
	assert_true(size_parse("4096", &value));
	assert_false(size_parse("", &value));
	assert_false(size_parse("M", &value));
	assert_false(size_parse("1T", &value));
	assert_false(size_parse("99999999999999G", &value));
}

static void utf8(void **state)
{
	static const struct {
		const char *text;
		bool valid;
	} cases[] = {
		{ "", true },
		{ "abc", true },
		{ "\xc3\xbc", true },
		{ "\xe2\x82\xac", true },
		{ "\xf0\x9f\x98\x80", true },
		{ "\xf4\x8f\xbf\xbf", true },
		{ "\x80", false },
		{ "\xc0\x80", false }, /* not the shortest form */
		{ "\xe0\x9f\xbf", false },
		{ "\xed\xa0\x80", false }, /* a surrogate */
		{ "\xf4\x90\x80\x80", false },
		{ "\xe2\x82", false },
		{ "\xe2\x82\x41", false },
		{ "a\xff", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(utf8_is_valid(cases[i].text, strlen(cases[i].text)),
				 cases[i].valid);
}

static const char *nearest_of(const char *word)
{
	static const char *const words[] = { "platform", "state", "strategies", "id" };
	struct nearest nearest;

	nearest_init(&nearest, word);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_offer(&nearest, words[i]);
	return nearest.best != NULL ? nearest.best : "";
}

static void did_you_mean(void **state)
{
	char long_word[200];

	(void)state;
	memset(long_word, 'a', sizeof(long_word));
	long_word[199] = '\0';
	assert_string_equal(nearest_of("platfrom"), "platform");
	assert_string_equal(nearest_of("stat"), "state");
	assert_string_equal(nearest_of("strategy"), "strategies");
	assert_string_equal(nearest_of("xyzzy"), "");
	assert_string_equal(nearest_of(""), "");
	assert_string_equal(nearest_of(long_word), "");
}

static void terminations(void **state)
{
	const struct termination_row *row;
	size_t count;

	(void)state;
	row = termination_parse("8:05");
	assert_non_null(row);
	assert_string_equal(row->name, "HV_FEATURES");
	assert_ptr_equal(termination_parse("0x805"), row);
	assert_ptr_equal(termination_parse("805"), row);
	assert_ptr_equal(termination_parse("hv_features"), row);
	assert_ptr_equal(termination_parse("TERM_HV_FEATURES"), row);
	assert_null(termination_parse("8:ff"));
	assert_null(termination_parse("8:05x"));
	assert_null(termination_parse(""));
	termination_rows(&count);
	for (size_t i = 0; i < count; i++) {
		const struct termination_row *rows = termination_rows(&count);

		assert_ptr_equal(termination_find(rows[i].set, rows[i].code), &rows[i]);
		assert_ptr_equal(termination_parse(rows[i].name), &rows[i]);
	}
}

static char *decode(const struct elf_section *messages, const struct log_record *record)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	log_record_print(out, messages, record);
	fclose(out);
	return text;
}

static void log_records(void **state)
{
	static const struct log_message messages[] = {
		{ "a.c", 3, LOG_INFO, "%u of %x at %p, %d%% %u %" },
	};
	const struct elf_section section = { (const uint8_t *)messages, sizeof(messages), 0 };
	struct log_record record = {
		.sequence = 1, .level = LOG_WARN, .args = 4, .arg = { 10, 255, 4096, UINT64_MAX }
	};
	char *text = decode(&section, &record);

	(void)state;
	assert_non_null(strstr(text, "warn"));
	assert_non_null(strstr(text, "a.c:3: 10 of ff at 0x1000, -1% %u %\n"));
	free(text);
	record.token = 1;
	record.args = 255;
	record.level = 99;
	text = decode(&section, &record);
	assert_non_null(strstr(text, "token 0x1 0xa 0xff"));
	free(text);
	record.token = UINT32_MAX / 192 * 192;
	text = decode(&section, &record);
	assert_non_null(strstr(text, "token 0x"));
	free(text);
	assert_false(log_record_parse("00", &record));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),      cmocka_unit_test(sizes),
		cmocka_unit_test(utf8),         cmocka_unit_test(did_you_mean),
		cmocka_unit_test(terminations), cmocka_unit_test(log_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
