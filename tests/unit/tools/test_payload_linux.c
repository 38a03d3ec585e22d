/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/tools/sample.c tests/unit/tools/schema_sample.c tests/unit/tools/bzimage_sample.c $(parapet-parts) */
/* test-libs: -lyaml */
/* Linux payloads: where kernel and initrd go, what the zero page says, and what does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "abi/linux.h"
#include "abi/snp.h"
#include "tests/unit/tools/bzimage_sample.h"
#include "tests/unit/tools/sample.h"
#include "tools/boot_pages.h"
#include "tools/guest_area.h"
#include "tools/igvm_build.h"
#include "tools/layout.h"
#include "tools/profile.h"

#define C_BIT 39u

static struct image image;
static uint8_t profile_page[ABI_PAGE_SIZE];

static int set_up(void **state)
{
	struct profile profile;
	struct problem problem;

	(void)state;
	sample_open(&image, 1);
	assert_int_equal(profile_from_yaml(&profile, &image.schema, "p",
					   (const uint8_t *)SAMPLE_PROFILE, strlen(SAMPLE_PROFILE),
					   &problem),
			 OK);
	assert_int_equal(profile_to_page(&profile, image.build_id, profile_page, &problem), OK);
	profile_free(&profile);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	image_close(&image);
	return 0;
}

/* A kernel and an initrd of initrd_len bytes as files */
struct linux_files {
	char kernel[32];
	char initrd[32];
	struct payload payload;
};

static void write_temporary(char *path, const struct buffer *bytes)
{
	struct problem problem;
	int fd;

	strcpy(path, "/tmp/parapet-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(file_write(path, bytes->data, bytes->len, &problem), OK);
}

static void make_linux(struct linux_files *files, const struct buffer *kernel, size_t initrd_len)
{
	struct buffer initrd = { .data = malloc(initrd_len), .len = initrd_len };
	struct problem problem;
	char text[128];

	assert_non_null(initrd.data);
	memset(initrd.data, 0xdd, initrd.len);
	write_temporary(files->kernel, kernel);
	write_temporary(files->initrd, &initrd);
	snprintf(text, sizeof(text), "linux:%s,initrd=%s,append=x=1,2", files->kernel,
		 files->initrd);
	assert_int_equal(payload_parse(&files->payload, text, &problem), OK);
	buffer_free(&initrd);
}

static void end_linux(struct linux_files *files)
{
	unlink(files->kernel);
	unlink(files->initrd);
	payload_free(&files->payload);
}

static enum err try_linux(const struct linux_files *files, uint64_t base, uint64_t memory_min,
			  struct buffer *out, struct problem *problem)
{
	const struct igvm_build build = {
		.image = &image,
		.profile_page = profile_page,
		.payload = &files->payload,
		.vcpus_max = 4,
		.base = base,
		.c_bit = C_BIT,
		.memory_min = memory_min,
		.has_srat = true,
		.policy = 0x30000,
		.sev_features = SEV_FEATURE_SNP,
	};

	return igvm_build(&build, out, problem);
}

static void check_linux(const struct igvm_file *igvm, const struct boot_pages *pages,
			uint64_t kernel, uint64_t initrd, uint32_t initrd_len)
{
	const uint8_t *params =
		igvm_file_page(igvm, boot_pages_item_at(igvm, GUEST_BOOT_PARAMS, NULL));
	struct linux_setup_header header;
	struct vmsa guest;

	memcpy(&header, params + BOOT_PARAMS_SETUP_HEADER, sizeof(header));
	assert_int_equal(header.type_of_loader, LINUX_LOADER_UNDEFINED);
	assert_int_equal(header.code32_start, kernel);
	assert_int_equal(header.cmd_line_ptr, GUEST_CMDLINE);
	assert_int_equal(header.setup_data, GUEST_CC_BLOB);
	assert_int_equal(header.ramdisk_image, initrd);
	assert_int_equal(header.ramdisk_size, initrd_len);
	/* A header longer than any we know is handed over whole, and nothing behind it */
	assert_int_equal(params[BOOT_PARAMS_SETUP_HEADER + sizeof(header)], 0xab);
	assert_int_equal(params[BOOT_PARAMS_SETUP_HEADER + sizeof(header) + 1], 0);
	memcpy(&guest,
	       igvm_file_page(igvm, boot_pages_item_at(igvm, pages->block.guest_vmsa_gpa, NULL)),
	       sizeof(guest));
	assert_int_equal(guest.rip, kernel + LINUX_ENTRY_64);
	assert_int_equal(igvm_file_page(igvm, boot_pages_item_at(igvm, kernel, NULL))[0], 0xcc);
	assert_int_equal(igvm_file_page(igvm, boot_pages_item_at(igvm, initrd, NULL))[0], 0xdd);
	assert_string_equal(boot_pages_role(pages, kernel), "kernel");
	assert_string_equal(boot_pages_role(pages, initrd), "initrd");
	assert_string_equal(pages->guest.cmdline, "x=1,2");
}

static void linux_lies_where_it_wants(void **state)
{
	struct buffer kernel = bzimage_sample();
	struct problem problem = { 0 };
	struct boot_pages pages;
	struct buffer out = { 0 };
	struct linux_files files;
	struct igvm_file igvm;

	(void)state;
	bzimage_sample_header(&kernel)->jump_len++;
	memset(kernel.data + BOOT_PARAMS_SETUP_HEADER + sizeof(struct linux_setup_header), 0xab, 2);
	make_linux(&files, &kernel, 5000);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 512 << 20, &out, &problem), OK);
	assert_int_equal(igvm_file_open_memory(&igvm, out, "built", &problem), OK);
	assert_int_equal(boot_pages_find(&pages, &igvm, "built", &problem), OK);
	check_linux(&igvm, &pages, 0x1000000, 0x1200000, 5000);
	igvm_file_close(&igvm);
	/* Parapet where the kernel wants to be: the kernel moves */
	assert_int_equal(try_linux(&files, 0x1000000, 512 << 20, &out, &problem), OK);
	assert_int_equal(igvm_file_open_memory(&igvm, out, "built", &problem), OK);
	assert_int_equal(boot_pages_find(&pages, &igvm, "built", &problem), OK);
	check_linux(&igvm, &pages, pages.block.region_gpa + pages.block.region_size,
		    pages.block.region_gpa + pages.block.region_size + 0x200000, 5000);
	igvm_file_close(&igvm);
	/* Parapet behind the kernel: the initrd moves */
	assert_int_equal(try_linux(&files, 0x1200000, 512 << 20, &out, &problem), OK);
	assert_int_equal(igvm_file_open_memory(&igvm, out, "built", &problem), OK);
	assert_int_equal(boot_pages_find(&pages, &igvm, "built", &problem), OK);
	check_linux(&igvm, &pages, 0x1000000, pages.block.region_gpa + pages.block.region_size,
		    5000);
	igvm_file_close(&igvm);
	end_linux(&files);
	buffer_free(&kernel);
}

static void linux_that_does_not_fit(void **state)
{
	struct buffer kernel = bzimage_sample();
	struct problem problem = { 0 };
	struct linux_files files;
	struct buffer out = { 0 };

	(void)state;
	/* From 18 MiB to 30 MiB, 2 MiB below the least memory */
	make_linux(&files, &kernel, 12 << 20);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 32 << 20, &out, &problem), OK);
	buffer_free(&out);
	end_linux(&files);
	make_linux(&files, &kernel, (12 << 20) + 1);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 32 << 20, &out, &problem), ERR_RANGE);
	assert_non_null(strstr(problem.remedy, "--memory-min"));
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 34 << 20, &out, &problem), OK);
	buffer_free(&out);
	end_linux(&files);
	/* No initrd above what the kernel says it can reach */
	bzimage_sample_header(&kernel)->initrd_addr_max = 0x12fffff;
	make_linux(&files, &kernel, 1 << 20);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 512 << 20, &out, &problem), OK);
	buffer_free(&out);
	end_linux(&files);
	make_linux(&files, &kernel, (1 << 20) + 1);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 512 << 20, &out, &problem), ERR_RANGE);
	end_linux(&files);
	/* An empty one, and a command line that is too long for the kernel */
	make_linux(&files, &kernel, 0);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 512 << 20, &out, &problem), ERR_FORMAT);
	end_linux(&files);
	bzimage_sample_header(&kernel)->cmdline_size = 4;
	make_linux(&files, &kernel, 10);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 512 << 20, &out, &problem), ERR_RANGE);
	end_linux(&files);
	bzimage_sample_header(&kernel)->cmdline_size = 5;
	bzimage_sample_header(&kernel)->init_size = 500 << 20;
	make_linux(&files, &kernel, 10);
	assert_int_equal(try_linux(&files, LAYOUT_LOW, 512 << 20, &out, &problem), ERR_RANGE);
	end_linux(&files);
	buffer_free(&kernel);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(linux_lies_where_it_wants),
		cmocka_unit_test(linux_that_does_not_fit),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
