/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/tools/sample.c tests/unit/tools/schema_sample.c $(parapet-parts) */
/* test-libs: -lyaml */
/* Profiles: each type, each fault with its place, the page there and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/tools/sample.h"
#include "tools/profile.h"

static struct image image;

static int open_image(void **state)
{
	(void)state;
	sample_open(&image, 1);
	return 0;
}

static int close_image(void **state)
{
	(void)state;
	image_close(&image);
	return 0;
}

static enum err parse(struct profile *profile, const char *text, struct problem *problem)
{
	memset(problem, 0, sizeof(*problem));
	return profile_from_yaml(profile, &image.schema, "p.yaml", (const uint8_t *)text,
				 strlen(text), problem);
}

static void defaults_are_filled_in(void **state)
{
	struct problem problem;
	struct profile profile;

	(void)state;
	assert_int_equal(parse(&profile, SAMPLE_PROFILE, &problem), OK);
	assert_int_equal(value_number(&profile.values[SAMPLE_C_BIT]), 39);
	assert_int_equal(value_number(&profile.values[SAMPLE_ENTRIES]), 12);
	assert_int_equal(profile.values[SAMPLE_ID].len, 0);
	assert_int_equal(profile.values[SAMPLE_KEY].len, 2);
	assert_memory_equal(profile.values[SAMPLE_KEY].bytes, "\x00\xff", 2);
	assert_int_equal(profile.values[SAMPLE_STRATEGIES].len, 2);
	assert_memory_equal(profile.values[SAMPLE_STRATEGIES].bytes, "\x02\x00", 2);
	assert_true(profile_is_choice(&profile, PROFILE_PATH_INJECTION, "optional"));
	assert_false(profile_is_choice(&profile, PROFILE_PATH_INJECTION, "required"));
	assert_null(profile_value(&profile, "no.such"));
	profile_free(&profile);
}

static void every_type_is_read(void **state)
{
	struct problem problem;
	struct profile profile;

	(void)state;
	assert_int_equal(
		parse(&profile,
		      "platform:\n  c_bit: 0x33\n  restricted_injection: \"required\"\n"
		      "state: {id: 'ünï'}\ndebug: true\nbroker: {key: \"DEadBEEF\"}\n"
		      "strategies: [none, sealed, ephemeral]\nmodules: {sample: {entries: 1000}}\n",
		      &problem),
		OK);
	assert_int_equal(value_number(&profile.values[SAMPLE_C_BIT]), 51);
	assert_int_equal(profile.values[SAMPLE_ID].len, 5);
	assert_int_equal(value_number(&profile.values[SAMPLE_DEBUG]), 1);
	assert_memory_equal(profile.values[SAMPLE_KEY].bytes, "\xde\xad\xbe\xef", 4);
	assert_memory_equal(profile.values[SAMPLE_STRATEGIES].bytes, "\x00\x02\x01", 3);
	profile_free(&profile);
}

static const struct {
	const char *text;
	const char *says;   /* how the message begins */
	const char *remedy; /* what the remedy holds, or NULL */
} faults[] = {
	{ "", "p.yaml: the file is empty", NULL },
	{ "[]", "p.yaml:1:1: a profile must be a mapping", NULL },
	{ "# c\nplatfrom: {}\n", "p.yaml:2:1: unknown key 'platfrom'", "'platform'" },
	{ "platform:\n  cbit: 1\n", "p.yaml:2:3: unknown key 'cbit'", "'platform.c_bit'" },
	{ "platform.c_bit: 39\n", "p.yaml:1:1: unknown key 'platform.c_bit'", NULL },
	{ "zzzzzzzzz: 1\n", "p.yaml:1:1: unknown key 'zzzzzzzzz'", "template" },
	{ "debug: true\ndebug: true\n", "p.yaml:2:1: duplicate key 'debug'", NULL },
	{ "platform: {}\nplatform: {}\n", "p.yaml:2:1: duplicate key 'platform'", NULL },
	{ "debug: yes\n", "p.yaml:1:8: debug: 'yes' is not true or false", NULL },
	{ "debug: \"true\"\n", "p.yaml:1:8: debug: 'true' is not true or false", NULL },
	{ "debug: {a: b}\n", "p.yaml:1:8: debug takes true or false", NULL },
	{ "debug: [true]\n", "p.yaml:1:8: debug takes", NULL },
	{ "platform: {c_bit: 52}\n",
	  "p.yaml:1:19: platform.c_bit: '52' is not a number within 32..51", NULL },
	{ "platform: {c_bit: -1}\n", "p.yaml:1:19: platform.c_bit: '-1'", NULL },
	{ "platform: {c_bit: 39.0}\n", "p.yaml:1:19: platform.c_bit", NULL },
	{ "platform: {c_bit: 99999999999999999999999}\n", "p.yaml:1:19: platform.c_bit", NULL },
	{ "platform: {c_bit: \"39\"}\n", "p.yaml:1:19: platform.c_bit", NULL },
	{ "platform: 39\n", "p.yaml:1:11: platform must be a mapping", NULL },
	{ "platform: {restricted_injection: requird}\n",
	  "p.yaml:1:34: platform.restricted_injection", "'required'" },
	{ "state: {id: 12}\n", "p.yaml:1:13: state.id: '12'", "quote it" },
	{ "state: {id: true}\n", "p.yaml:1:13: state.id: 'true'", "quote it" },
	{ "state: {id: }\n", "p.yaml:1:13: state.id", NULL },
	{ "state: {id: \"a\\0b\"}\n", "p.yaml:1:13: state.id", NULL },
	{ "state: {id: \"012345678901234567890123456789012\"}\n", "p.yaml:1:13: state.id", NULL },
	{ "state: {id: \"\xc3\x28\"}\n", "p.yaml:1:1", NULL },
	{ "state: {id: \"\xed\xa0\x80\"}\n", "p.yaml:1:1", NULL },
	{ "broker: {key: abc}\n", "p.yaml:1:15: broker.key", NULL },
	{ "broker: {key: xx}\n", "p.yaml:1:15: broker.key", NULL },
	{ "broker: {key: \"000102030405060708090a0b0c0d0e0f10\"}\n", "p.yaml:1:15: broker.key",
	  NULL },
	{ "strategies: sealed\n", "p.yaml:1:13: strategies takes a list", NULL },
	{ "strategies: []\n", "p.yaml:1:13: strategies: 0 elements", NULL },
	{ "strategies: [sealed, none, sealed]\n",
	  "p.yaml:1:28: strategies: 'sealed' is there twice", NULL },
	{ "strategies: [seeled]\n", "p.yaml:1:14: strategies: 'seeled'", "'sealed'" },
	{ "strategies: [[sealed]]\n", "p.yaml:1:14: strategies takes", NULL },
	{ "debug: &x true\n", "p.yaml:1:8: anchors", NULL },
	{ "debug: *x\n", "p.yaml:1:8: aliases", NULL },
	{ "debug: !!bool true\n", "p.yaml:1:8: tags", NULL },
	{ "%YAML 1.1\n---\ndebug: true\n", "p.yaml:", NULL },
	{ "debug: true\n---\ndebug: true\n", "p.yaml:2:1: a profile is one document", NULL },
	{ "? [a]\n: b\n", "p.yaml:1:3: a key must be a plain word", NULL },
	{ "debug: b: c\n", "p.yaml:1:", NULL },
	{ "\tdebug: true\n", "p.yaml:1:1: ", NULL },
	{ "debug: true\n", "p.yaml:1:1: required key 'modules.sample.entries' is missing",
	  "How many." },
};

static void every_fault_has_its_place(void **state)
{
	struct problem problem;
	struct profile profile;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (parse(&profile, faults[i].text, &problem) == OK)
			fail_msg("accepted: %s", faults[i].text);
		if (strncmp(problem.text, faults[i].says, strlen(faults[i].says)) != 0)
			fail_msg("%s: said '%s'", faults[i].text, problem.text);
		if (faults[i].remedy != NULL && strstr(problem.remedy, faults[i].remedy) == NULL)
			fail_msg("%s: remedy '%s'", faults[i].text, problem.remedy);
	}
}

static void page_there_and_back(void **state)
{
	uint8_t page[ABI_PAGE_SIZE];
	uint8_t again[ABI_PAGE_SIZE];
	struct problem problem;
	struct profile profile;

	(void)state;
	assert_int_equal(parse(&profile, SAMPLE_PROFILE "state: {id: abc}\n", &problem), OK);
	assert_int_equal(profile_to_page(&profile, image.build_id, page, &problem), OK);
	profile_free(&profile);
	assert_memory_equal(page, PROFILE_MAGIC, 8);
	assert_int_equal(profile_from_page(&profile, &image.schema, image.build_id, "page", page,
					   sizeof(page), &problem),
			 OK);
	assert_int_equal(profile_to_page(&profile, image.build_id, again, &problem), OK);
	profile_free(&profile);
	assert_memory_equal(page, again, sizeof(page));
}

/* Whatever bit of the used part is flipped: refused, or it is another profile that encodes to just
 * these bytes. */
static void flipped_pages(void **state)
{
	uint8_t page[ABI_PAGE_SIZE];
	uint8_t again[ABI_PAGE_SIZE];
	struct problem problem;
	struct profile profile;

	(void)state;
	assert_int_equal(parse(&profile, SAMPLE_PROFILE, &problem), OK);
	assert_int_equal(profile_to_page(&profile, image.build_id, page, &problem), OK);
	profile_free(&profile);
	for (size_t bit = 0; bit < 8 * 256; bit++) {
		page[bit / 8] ^= (uint8_t)(1u << bit % 8);
		if (profile_from_page(&profile, &image.schema, image.build_id, "page", page,
				      sizeof(page), &problem) == OK) {
			assert_int_equal(profile_to_page(&profile, image.build_id, again, &problem),
					 OK);
			assert_memory_equal(page, again, sizeof(page));
			profile_free(&profile);
		}
		page[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	assert_int_equal(profile_from_page(&profile, &image.schema, image.build_id, "page", page,
					   4095, &problem),
			 ERR_TRUNCATED);
}

static void another_images_page_is_refused(void **state)
{
	static const uint8_t other[PROFILE_BUILD_ID_SIZE] = { 9 };
	uint8_t page[ABI_PAGE_SIZE];
	struct problem problem;
	struct profile profile;

	(void)state;
	assert_int_equal(parse(&profile, SAMPLE_PROFILE, &problem), OK);
	assert_int_equal(profile_to_page(&profile, other, page, &problem), OK);
	profile_free(&profile);
	assert_int_equal(profile_from_page(&profile, &image.schema, image.build_id, "page", page,
					   sizeof(page), &problem),
			 ERR_FORMAT);
	assert_non_null(strstr(problem.text, "another image"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_filled_in),
		cmocka_unit_test(every_type_is_read),
		cmocka_unit_test(every_fault_has_its_place),
		cmocka_unit_test(page_there_and_back),
		cmocka_unit_test(flipped_pages),
		cmocka_unit_test(another_images_page_is_refused),
	};

	return cmocka_run_group_tests(tests, open_image, close_image);
}
