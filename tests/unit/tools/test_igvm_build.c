/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/tools/sample.c tests/unit/tools/schema_sample.c $(parapet-parts) */
/* test-libs: -lyaml */
/* The builder: the same bytes each time, the layout's promises, page tables walked as a CPU would,
 * the digest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "abi/snp.h"
#include "tests/unit/tools/sample.h"
#include "tools/boot_pages.h"
#include "tools/guest_area.h"
#include "tools/igvm_build.h"
#include "tools/igvm_check.h"
#include "tools/igvm_diff.h"
#include "tools/layout.h"
#include "tools/measure.h"
#include "tools/profile.h"

#define C_BIT 39u
#define C_MASK (1ull << C_BIT)
#define ADDRESS 0x000ffffffffff000ull
#define NX (1ull << 63)

struct fixture {
	struct image image;
	uint8_t profile[ABI_PAGE_SIZE];
	char payload_path[32];
	struct payload payload;
};

static struct fixture fixture;

static void write_payload(uint64_t paddr)
{
	struct buffer file = sample_payload(paddr);
	struct problem problem;

	assert_int_equal(file_write(fixture.payload_path, file.data, file.len, &problem), OK);
	buffer_free(&file);
}

static int set_up(void **state)
{
	struct profile profile;
	struct problem problem;
	char text[64];
	int fd;

	(void)state;
	sample_open(&fixture.image, 1);
	assert_int_equal(profile_from_yaml(&profile, &fixture.image.schema, "p",
					   (const uint8_t *)SAMPLE_PROFILE, strlen(SAMPLE_PROFILE),
					   &problem),
			 OK);
	assert_int_equal(
		profile_to_page(&profile, fixture.image.build_id, fixture.profile, &problem), OK);
	profile_free(&profile);
	strcpy(fixture.payload_path, "/tmp/parapet-test-XXXXXX");
	fd = mkstemp(fixture.payload_path);
	assert_true(fd >= 0);
	close(fd);
	write_payload(0x1000000);
	snprintf(text, sizeof(text), "elf:%s,append=a b,c=d", fixture.payload_path);
	assert_int_equal(payload_parse(&fixture.payload, text, &problem), OK);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(fixture.payload_path);
	payload_free(&fixture.payload);
	image_close(&fixture.image);
	return 0;
}

static enum err try_build(uint64_t base, uint32_t vcpus, struct buffer *out,
			  struct problem *problem)
{
	const struct igvm_build build = {
		.image = &fixture.image,
		.profile_page = fixture.profile,
		.payload = &fixture.payload,
		.vcpus_max = vcpus,
		.base = base,
		.c_bit = C_BIT,
		.policy = 0x30000,
		.sev_features = SEV_FEATURE_SNP,
		.memory_min = 512ull << 20,
	};

	return igvm_build(&build, out, problem);
}

static void build_at(uint64_t base, uint32_t vcpus, struct igvm_file *igvm,
		     struct boot_pages *pages)
{
	struct problem problem = { 0 };
	struct buffer file = { 0 };

	if (try_build(base, vcpus, &file, &problem) != OK ||
	    igvm_file_open_memory(igvm, file, "built", &problem) != OK ||
	    boot_pages_find(pages, igvm, "built", &problem) != OK)
		fail_msg("%s", problem.text);
}

static void same_inputs_same_bytes(void **state)
{
	struct buffer a = { 0 };
	struct buffer b = { 0 };
	struct problem problem;

	(void)state;
	assert_int_equal(try_build(LAYOUT_LOW, 4, &a, &problem), OK);
	assert_int_equal(try_build(LAYOUT_LOW, 4, &b, &problem), OK);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	buffer_free(&a);
	buffer_free(&b);
}

static void qemu_would_take_it(void **state)
{
	struct problem problem = { 0 };
	struct boot_pages pages;
	struct igvm_file igvm;

	(void)state;
	build_at(LAYOUT_LOW, 8, &igvm, &pages);
	if (igvm_check_qemu(&igvm, "built", &problem) != OK)
		fail_msg("%s", problem.text);
	assert_int_equal(igvm.items[0].type, IGVM_SUPPORTED_PLATFORM);
	assert_int_equal(igvm.items[igvm.count - 1].type, IGVM_VP_CONTEXT);
	igvm.items[0].platform.mask = 3;
	assert_int_equal(igvm_check_qemu(&igvm, "built", &problem), ERR_UNSUPPORTED);
	igvm.items[0].platform.mask = 1;
	igvm.items[0].platform.highest_vtl = 1;
	assert_int_equal(igvm_check_qemu(&igvm, "built", &problem), ERR_UNSUPPORTED);
	igvm.items[0].platform.highest_vtl = 2;
	igvm.items[1].optional = true;
	assert_int_equal(igvm_check_qemu(&igvm, "built", &problem), ERR_UNSUPPORTED);
	igvm.items[1].optional = false;
	igvm.items[1].type = IGVM_CORIM_DOCUMENT;
	assert_int_equal(igvm_check_qemu(&igvm, "built", &problem), ERR_UNSUPPORTED);
	igvm_file_close(&igvm);
}

static void vmsas_are_never_2m_aligned(void **state)
{
	(void)state;
	for (uint32_t image_pages = 1; image_pages < 1100; image_pages++) {
		const struct layout layout =
			layout_compute(&fixture.image.needs, image_pages, 8, LAYOUT_LOW);

		assert_int_not_equal(layout.guest_vmsa_gpa % ABI_PAGE_2M, 0);
		for (uint32_t cpu = 0; cpu < 8; cpu++)
			assert_int_not_equal(layout_percpu_vmsa(&layout, cpu) % ABI_PAGE_2M, 0);
		assert_int_equal(layout.size % ABI_PAGE_2M, 0);
		assert_true(layout.heap_gpa + layout.heap_pages * (uint64_t)ABI_PAGE_SIZE <=
			    layout.base + layout.size);
	}
}

/* The leaf entry of va, 0 if it is not mapped. */
static uint64_t walk(const struct igvm_file *igvm, uint64_t cr3, uint64_t va, unsigned int *level)
{
	uint64_t entry = cr3;

	for (*level = 4; (*level)-- > 0;) {
		const struct igvm_item *table;

		assert_int_equal(entry & C_MASK, C_MASK);
		table = boot_pages_item_at(igvm, entry & ADDRESS & ~C_MASK, NULL);
		assert_non_null(table);
		memcpy(&entry, igvm_file_page(igvm, table) + (va >> (12 + 9 * *level) & 511) * 8,
		       8);
		if ((entry & 1) == 0)
			return 0;
		if ((entry & 0x80) != 0)
			return entry;
	}
	*level = 0;
	return entry;
}

static struct vmsa vmsa_of(const struct igvm_file *igvm)
{
	struct vmsa vmsa;

	memcpy(&vmsa, igvm_file_page(igvm, &igvm->items[igvm->count - 1]), sizeof(vmsa));
	return vmsa;
}

struct mapping {
	uint64_t va;
	uint64_t gpa;   /* 0: not mapped */
	uint64_t flags; /* writable 2, NX, C-bit */
};

static void check_mapping(const struct igvm_file *igvm, uint64_t cr3, const struct mapping *mapping)
{
	unsigned int level;
	uint64_t entry = walk(igvm, cr3, mapping->va, &level);

	if (mapping->gpa == 0) {
		assert_int_equal(entry, 0);
		return;
	}
	assert_int_equal(level, 0);
	assert_int_equal(entry & ADDRESS & ~C_MASK, mapping->gpa);
	assert_int_equal(entry & (NX | C_MASK | 2), mapping->flags);
}

static void page_tables_map_what_the_contract_lists(void **state)
{
	const uint64_t rw = NX | C_MASK | 2;
	struct boot_pages pages;
	struct igvm_file igvm;
	uint64_t cr3;

	(void)state;
	build_at(LAYOUT_LOW, 3, &igvm, &pages);
	cr3 = vmsa_of(&igvm).cr3;
	{
		const struct boot_block *b = &pages.block;
		const uint64_t cpu2 = b->percpu_gpa + 2 * b->percpu_pages * 4096ull;
		const uint64_t slot2 = BOOT_VA_PERCPU + 2 * BOOT_PERCPU_STRIDE;
		const struct mapping mappings[] = {
			{ 0, 0, 0 },
			{ BOOT_VA_IMAGE, b->image_gpa, C_MASK },
			{ BOOT_VA_IMAGE + 0x1000, 0, 0 },
			{ BOOT_VA_IMAGE + 0x2000, b->image_gpa + 0x2000, rw },
			{ BOOT_VA_IMAGE + 0x3000, b->image_gpa + 0x3000, rw },
			{ BOOT_VA_IMAGE + 0x4000, 0, 0 },
			{ BOOT_VA_HEAP, b->heap_gpa, rw },
			{ BOOT_VA_HEAP + 599 * 4096, b->heap_gpa + 599 * 4096, rw },
			{ BOOT_VA_HEAP + 600 * 4096, 0, 0 },
			{ slot2 + BOOT_PERCPU_STACK_TOP - 0x5000, 0, 0 },
			{ slot2 + BOOT_PERCPU_STACK_TOP - 0x4000, cpu2, rw },
			{ slot2 + BOOT_PERCPU_STACK_TOP, 0, 0 },
			{ slot2 + BOOT_PERCPU_IST_TOP - 0x1000, cpu2 + 0x5000, rw },
			{ slot2 + BOOT_PERCPU_DATA, cpu2 + 0x6000, rw },
			{ slot2 + BOOT_PERCPU_GHCB, cpu2 + 0x7000, NX | 2 },
			{ slot2 + BOOT_PERCPU_DOORBELL, cpu2 + 0x8000, NX | 2 },
			{ slot2 + BOOT_PERCPU_VMSA, cpu2 + 0x9000, rw },
			{ slot2 + BOOT_PERCPU_WINDOWS, 0, 0 },
			{ slot2 + BOOT_PERCPU_STRIDE + BOOT_PERCPU_DATA, 0, 0 },
			{ BOOT_VA_TABLES, b->tables_gpa, rw },
			{ BOOT_VA_TABLES + 5 * 4096, b->tables_gpa + 5 * 4096, rw },
			{ BOOT_VA_TABLES + 6 * 4096, 0, 0 },
			{ BOOT_VA_BLOCK, b->launch_gpa, NX | C_MASK },
			{ BOOT_VA_BLOCK + BOOT_OFF_SECRETS, b->launch_gpa + BOOT_OFF_SECRETS, rw },
			{ BOOT_VA_BLOCK + BOOT_OFF_RANGES + 0x3000,
			  b->launch_gpa + BOOT_OFF_RANGES + 0x3000, NX | C_MASK },
			{ BOOT_VA_BLOCK + 0x8000, 0, 0 },
			{ BOOT_VA_BLOCK + BOOT_OFF_MADT + 0x3000,
			  b->launch_gpa + BOOT_OFF_MADT + 0x3000, NX | C_MASK },
			{ BOOT_VA_BLOCK + BOOT_OFF_MADT + 0x4000, 0, 0 },
			{ BOOT_VA_MAP, 0, 0 },
			{ BOOT_VA_WIN2M, 0, 0 },
		};

		for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++)
			check_mapping(&igvm, cr3, &mappings[i]);
	}
	igvm_file_close(&igvm);
}

/* Every present leaf of the upper half: not both writable and executable, and never a table but an
 * editable one. */
static void nothing_is_writable_and_executable(void **state)
{
	struct boot_pages pages;
	struct igvm_file igvm;
	size_t leaves = 0;
	uint64_t cr3;

	(void)state;
	build_at(LAYOUT_MIDDLE, 2, &igvm, &pages);
	cr3 = vmsa_of(&igvm).cr3;
	for (uint64_t page = 0; page < 1u << 20; page++) {
		uint64_t va = 0xffffffff00000000ull + page * 4096;
		unsigned int level;
		uint64_t entry = walk(&igvm, cr3, va, &level);
		uint64_t gpa = entry & ADDRESS & ~C_MASK;

		if (entry == 0) {
			/* The whole range of an empty table at once */
			page |= (1ull << 9 * level) - 1;
			continue;
		}
		leaves++;
		assert_true((entry & NX) != 0 || (entry & 2) == 0);
		if (gpa >= pages.block.tables_gpa + 5 * 4096ull)
			assert_false(gpa <
				     pages.block.tables_gpa + pages.block.table_pages * 4096ull);
	}
	assert_int_equal(leaves, 3 + 600 + 2 * 10 + 5 + 16);
	igvm_file_close(&igvm);
}

static void start_states(void **state)
{
	const struct igvm_item *guest_item;
	struct boot_pages pages;
	struct igvm_file igvm;
	struct vmsa guest;
	struct vmsa first;

	(void)state;
	build_at(LAYOUT_LOW, 8, &igvm, &pages);
	first = vmsa_of(&igvm);
	assert_int_equal(first.rip, BOOT_VA_IMAGE);
	assert_int_equal(first.rsp, BOOT_VA_PERCPU + BOOT_PERCPU_STACK_TOP);
	assert_int_equal(first.efer, EFER_LME | EFER_LMA | EFER_NXE | EFER_SVME);
	assert_int_equal(first.cs.selector, 8);
	assert_int_equal(first.vmpl, 0);
	guest_item = boot_pages_item_at(&igvm, pages.block.guest_vmsa_gpa, NULL);
	assert_non_null(guest_item);
	memcpy(&guest, igvm_file_page(&igvm, guest_item), sizeof(guest));
	assert_int_equal(guest.rip, 0x1000010);
	assert_int_equal(guest.rsi, GUEST_BOOT_PARAMS);
	assert_int_equal(guest.cr3, GUEST_TABLES | C_MASK);
	assert_int_equal(guest.vmpl, 2);
	assert_int_equal(guest.sev_features, 0);
	igvm_file_close(&igvm);
}

static void ranges_list_the_payload(void **state)
{
	struct boot_range ranges[8];
	struct boot_pages pages;
	struct igvm_file igvm;

	(void)state;
	build_at(LAYOUT_LOW, 8, &igvm, &pages);
	assert_int_equal(pages.block.range_count, 6);
	memcpy(ranges,
	       igvm_file_page(
		       &igvm,
		       boot_pages_item_at(&igvm, pages.block.launch_gpa + BOOT_OFF_RANGES, NULL)),
	       sizeof(ranges));
	assert_int_equal(ranges[0].gpa, GUEST_BOOT_PARAMS);
	assert_int_equal(ranges[0].pages, 2);
	assert_int_equal(ranges[1].kind, BOOT_RANGE_GUEST_RESERVED);
	assert_int_equal(ranges[1].pages, 3);
	assert_int_equal(ranges[3].kind, BOOT_RANGE_GUEST_ACPI);
	assert_int_equal(ranges[5].gpa, 0x1000000);
	assert_int_equal(ranges[5].pages, 3);
	assert_int_equal(ranges[6].pages, 0);
	igvm_file_close(&igvm);
}

static void the_block_names_the_madt(void **state)
{
	const uint8_t *madt;
	struct boot_pages pages;
	struct igvm_file igvm;
	uint8_t sum = 0;

	(void)state;
	build_at(LAYOUT_LOW, 5, &igvm, &pages);
	madt = igvm_file_page(&igvm, boot_pages_item_at(
					     &igvm, pages.block.guest_madt_gpa & ~0xfffull, NULL)) +
	       pages.block.guest_madt_gpa % ABI_PAGE_SIZE;
	assert_memory_equal(madt, "APIC", 4);
	assert_int_equal(pages.block.guest_madt_size, 44 + 5 * 8 + 12);
	for (uint32_t i = 0; i < pages.block.guest_madt_size; i++)
		sum = (uint8_t)(sum + madt[i]);
	assert_int_equal(sum, 0);
	assert_string_equal(
		(const char *)igvm_file_page(&igvm, boot_pages_item_at(&igvm, GUEST_CMDLINE, NULL)),
		"a b,c=d");
	igvm_file_close(&igvm);
}

static void payload_may_not_overlap(void **state)
{
	static const uint64_t bad[] = { LAYOUT_LOW, LAYOUT_LOW - 0x1000, 0xf000, 0x25000, 0x9f000,
					0xffff0,    0xffffffff };
	struct problem problem;
	struct buffer out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		write_payload(bad[i]);
		assert_int_not_equal(try_build(LAYOUT_LOW, 8, &out, &problem), OK);
		assert_null(out.data);
	}
	write_payload(0x100000);
	assert_int_equal(try_build(LAYOUT_LOW, 8, &out, &problem), OK);
	buffer_free(&out);
	write_payload(0x1000000);
}

static void digest_depends_on_what_is_measured(void **state)
{
	struct measurement a;
	struct measurement b;
	struct boot_pages pages;
	struct igvm_file igvm;
	uint8_t *page;

	(void)state;
	build_at(LAYOUT_LOW, 8, &igvm, &pages);
	a = measure_file(&igvm, &(struct measure){ 0 });
	assert_int_equal(a.vmsas, 1);
	assert_int_equal(a.unmeasured_pages, 10);
	b = measure_file(&igvm, &(struct measure){ 1, 0 });
	assert_memory_equal(a.digest, b.digest, sizeof(a.digest));
	b = measure_file(&igvm, &(struct measure){ 4, 0x800f12 });
	assert_int_equal(b.vmsas, 4);
	assert_memory_not_equal(a.digest, b.digest, sizeof(a.digest));
	page = igvm.file.data + pages.profile_item->page.file_offset;
	page[100] ^= 1;
	b = measure_file(&igvm, &(struct measure){ 0 });
	assert_memory_not_equal(a.digest, b.digest, sizeof(a.digest));
	page[100] ^= 1;
	page = igvm.file.data +
	       boot_pages_item_at(&igvm, pages.block.launch_gpa + BOOT_OFF_CPUID, NULL)
		       ->page.file_offset;
	page[0] ^= 1;
	b = measure_file(&igvm, &(struct measure){ 0 });
	assert_memory_equal(a.digest, b.digest, sizeof(a.digest));
	igvm_file_close(&igvm);
}

static void diff_names_what_differs(void **state)
{
	struct boot_pages pages;
	struct igvm_file a;
	struct igvm_file b;
	char *text = NULL;
	size_t len = 0;
	FILE *out;

	(void)state;
	build_at(LAYOUT_LOW, 8, &a, &pages);
	build_at(LAYOUT_LOW, 7, &b, &pages);
	out = open_memstream(&text, &len);
	assert_int_equal(igvm_diff_print(out, &a, &a, &fixture.image), 0);
	assert_int_not_equal(igvm_diff_print(out, &a, &b, &fixture.image), 0);
	fclose(out);
	assert_non_null(strstr(text, "boot block vcpus_max: 0x8 → 0x7"));
	assert_non_null(strstr(text, "boot block"));
	assert_non_null(strstr(text, "VP_CONTEXT cr3"));
	assert_null(strstr(text, "profile "));
	free(text);
	igvm_file_close(&a);
	igvm_file_close(&b);
}

static void overlaps_and_truncation_are_refused(void **state)
{
	struct problem problem;
	struct buffer whole = { 0 };
	struct igvm_file igvm;

	(void)state;
	assert_int_equal(try_build(LAYOUT_LOW, 1, &whole, &problem), OK);
	for (size_t cut = 0; cut < whole.len; cut += 1023) {
		struct buffer part = { malloc(cut + 1), cut };

		memcpy(part.data, whole.data, cut);
		assert_int_not_equal(igvm_file_open_memory(&igvm, part, "part", &problem), OK);
	}
	assert_int_equal(igvm_file_open_memory(&igvm, whole, "whole", &problem), OK);
	igvm_file_close(&igvm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_inputs_same_bytes),
		cmocka_unit_test(qemu_would_take_it),
		cmocka_unit_test(vmsas_are_never_2m_aligned),
		cmocka_unit_test(page_tables_map_what_the_contract_lists),
		cmocka_unit_test(nothing_is_writable_and_executable),
		cmocka_unit_test(start_states),
		cmocka_unit_test(ranges_list_the_payload),
		cmocka_unit_test(the_block_names_the_madt),
		cmocka_unit_test(payload_may_not_overlap),
		cmocka_unit_test(digest_depends_on_what_is_measured),
		cmocka_unit_test(diff_names_what_differs),
		cmocka_unit_test(overlaps_and_truncation_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
