/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/tools/sample.c tests/unit/tools/schema_sample.c $(parapet-parts) */
/* test-libs: -lyaml */
/* Reading images: what is taken from a good one, and that every broken one is refused with a
 * reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/tools/sample.h"

static void takes_what_it_needs(void **state)
{
	const struct schema_entry *entry;
	struct image image;

	(void)state;
	sample_open(&image, 7);
	assert_int_equal(image.entry, BOOT_VA_IMAGE);
	assert_int_equal(image.pages, 4);
	assert_int_equal(image.segment_count, 2);
	assert_true(image.segments[0].is_executable);
	assert_false(image.segments[0].is_writable);
	assert_int_equal(image.segments[1].pages, 2);
	assert_int_equal(image.build_id[0], 7);
	assert_int_equal(image.build_id[19], 7);
	assert_int_equal(image.schema.count, SAMPLE_PARAMS);
	entry = &image.schema.entries[SAMPLE_STRATEGIES];
	assert_string_equal(entry->path, "strategies");
	assert_int_equal(entry->choice_count, 3);
	assert_string_equal(entry->choices[2], "sealed");
	assert_int_equal(schema_choice(entry, "ephemeral"), 1);
	assert_int_equal(schema_choice(entry, "no"), -1);
	assert_true(schema_is_group(&image.schema, "modules.sample"));
	assert_false(schema_is_group(&image.schema, "modules.samp"));
	assert_false(schema_is_group(&image.schema, "debug"));
	assert_null(schema_find(&image.schema, "modules"));
	assert_int_equal(image.log.len % 192, 0);
	image_close(&image);
}

static void refuses(const char *what, size_t at, const void *bytes, size_t len)
{
	struct buffer file = sample_image(1);
	struct problem problem = { 0 };
	struct image image;

	memcpy(file.data + at, bytes, len);
	if (image_open_memory(&image, file, "sample", &problem) == OK)
		fail_msg("%s: not refused", what);
	if (strncmp(problem.text, "sample: ", 8) != 0)
		fail_msg("%s: said '%s'", what, problem.text);
}

#define REFUSES(what, at, type, value) refuses(what, at, &(type){ value }, sizeof(type))

static void refuses_broken_elf(void **state)
{
	const struct sample_offsets at = sample_offsets();

	(void)state;
	REFUSES("magic", 0, uint8_t, 0);
	REFUSES("class", EI_CLASS, uint8_t, ELFCLASS32);
	REFUSES("machine", offsetof(Elf64_Ehdr, e_machine), uint16_t, EM_386);
	REFUSES("type", offsetof(Elf64_Ehdr, e_type), uint16_t, ET_DYN);
	REFUSES("phoff", offsetof(Elf64_Ehdr, e_phoff), uint64_t, UINT64_MAX);
	REFUSES("phnum", offsetof(Elf64_Ehdr, e_phnum), uint16_t, 65535);
	REFUSES("shoff", offsetof(Elf64_Ehdr, e_shoff), uint64_t, UINT64_MAX - 3);
	REFUSES("shentsize", offsetof(Elf64_Ehdr, e_shentsize), uint16_t, 63);
	REFUSES("entry", offsetof(Elf64_Ehdr, e_entry), uint64_t, 0);
	REFUSES("filesz", at.segments + offsetof(Elf64_Phdr, p_filesz), uint64_t, UINT64_MAX);
	REFUSES("offset", at.segments + offsetof(Elf64_Phdr, p_offset), uint64_t, 1 << 30);
	REFUSES("memsz", at.segments + offsetof(Elf64_Phdr, p_memsz), uint64_t, 5);
	REFUSES("huge memsz", at.segments + offsetof(Elf64_Phdr, p_memsz), uint64_t, UINT64_MAX);
	REFUSES("vaddr", at.segments + offsetof(Elf64_Phdr, p_vaddr), uint64_t, 0x1000);
	REFUSES("unaligned", at.segments + offsetof(Elf64_Phdr, p_vaddr), uint64_t,
		BOOT_VA_IMAGE + 8);
	REFUSES("overlap", at.segments + sizeof(Elf64_Phdr) + offsetof(Elf64_Phdr, p_vaddr),
		uint64_t, BOOT_VA_IMAGE);
	REFUSES("W and X", at.segments + offsetof(Elf64_Phdr, p_flags), uint32_t,
		PF_R | PF_W | PF_X);
	REFUSES("section", at.sections + 2 * sizeof(Elf64_Shdr) + offsetof(Elf64_Shdr, sh_size),
		uint64_t, 1 << 30);
	REFUSES("no build id", at.sections + sizeof(Elf64_Shdr) + offsetof(Elf64_Shdr, sh_type),
		uint32_t, SHT_PROGBITS);
}

static void refuses_broken_needs(void **state)
{
	const size_t at = sample_offsets().needs;

	(void)state;
	REFUSES("magic", at, uint8_t, 'x');
	REFUSES("size", at + offsetof(struct image_needs, size), uint32_t, 95);
	REFUSES("heap", at + offsetof(struct image_needs, heap_pages), uint32_t, 65537);
	REFUSES("stack", at + offsetof(struct image_needs, stack_pages), uint32_t, 16);
	REFUSES("no ist", at + offsetof(struct image_needs, ist_pages), uint32_t, 0);
	REFUSES("data", at + offsetof(struct image_needs, data_pages), uint32_t, 17);
	REFUSES("vcpus", at + offsetof(struct image_needs, vcpus_max), uint32_t, 65);
	REFUSES("params", at + offsetof(struct image_needs, params_start), uint64_t, 0);
	REFUSES("params end", at + offsetof(struct image_needs, params_end), uint64_t, 0);
	REFUSES("param size", at + offsetof(struct image_needs, param_size), uint64_t, 32);
}

static void refuses_broken_schema(void **state)
{
	const size_t at = sample_offsets().schema;
	const size_t params = sample_offsets().params;
	char endless[64];

	(void)state;
	memset(endless, 'a', sizeof(endless));
	REFUSES("param", at, uint64_t, 1);
	REFUSES("twice", at, uint64_t, BOOT_VA_IMAGE + 2 * ABI_PAGE_SIZE);
	REFUSES("no path", at + offsetof(struct schema_record, path), uint8_t, 0);
	REFUSES("odd path", at + offsetof(struct schema_record, path), uint8_t, '/');
	refuses("endless path", at + offsetof(struct schema_record, path), endless,
		sizeof(endless));
	refuses("same path", at + offsetof(struct schema_record, path), PROFILE_PATH_C_BIT,
		sizeof(PROFILE_PATH_C_BIT));
	refuses("group and key", at + offsetof(struct schema_record, path), "platform", 9);
	refuses("same choice", at + offsetof(struct schema_record, choices), "a|a", 4);
	refuses("empty choice", at + offsetof(struct schema_record, choices), "a||b", 5);
	REFUSES("type", params, uint8_t, 9);
	REFUSES("no choices", params, uint8_t, PARAM_LIST);
	REFUSES("range", params + offsetof(struct param, min), uint64_t, 100);
}

static void refuses_truncation(void **state)
{
	struct buffer whole = sample_image(1);

	(void)state;
	for (size_t cut = 0; cut < whole.len; cut += cut < 400 || cut > 8000 ? 1 : 97) {
		struct problem problem = { 0 };
		struct buffer part = { malloc(cut + 1), cut };
		struct image image;

		memcpy(part.data, whole.data, cut);
		assert_int_not_equal(image_open_memory(&image, part, "sample", &problem), OK);
	}
	buffer_free(&whole);
}

/* Some flips change nothing that is checked; none may crash, and none may read outside. */
static void survives_flips(void **state)
{
	struct buffer whole = sample_image(1);

	(void)state;
	for (size_t at = 0; at < whole.len; at += at < 400 || at > 8000 ? 1 : 61) {
		struct problem problem = { 0 };
		struct buffer copy = { malloc(whole.len), whole.len };
		struct image image;

		memcpy(copy.data, whole.data, whole.len);
		copy.data[at] ^= (uint8_t)(1u << at % 8);
		if (image_open_memory(&image, copy, "sample", &problem) == OK)
			image_close(&image);
		else
			assert_string_not_equal(problem.text, "");
	}
	buffer_free(&whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_it_needs),  cmocka_unit_test(refuses_broken_elf),
		cmocka_unit_test(refuses_broken_needs), cmocka_unit_test(refuses_broken_schema),
		cmocka_unit_test(refuses_truncation),   cmocka_unit_test(survives_flips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
