/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel as far as a boot loader looks at it. */
#include "tests/unit/tools/bzimage_sample.h"

#include <string.h>

#include "tools/alloc.h"

struct linux_setup_header *bzimage_sample_header(const struct buffer *file)
{
	return (struct linux_setup_header *)(file->data + BOOT_PARAMS_SETUP_HEADER);
}

struct buffer bzimage_sample(void)
{
	struct buffer file = { .len = BZIMAGE_SAMPLE_SETUP + BZIMAGE_SAMPLE_CODE };

	file.data = alloc_zeroed(file.len, 1);
	memset(file.data + BZIMAGE_SAMPLE_SETUP, 0xcc, BZIMAGE_SAMPLE_CODE);
	*bzimage_sample_header(&file) =
		(struct linux_setup_header){ .setup_sects = 1,
					     .syssize = BZIMAGE_SAMPLE_CODE / 16,
					     .boot_flag = LINUX_BOOT_FLAG,
					     .jump = 0xeb,
					     .jump_len = 0x6a,
					     .magic = LINUX_HEADER_MAGIC,
					     .version = 0x20f,
					     .loadflags = LINUX_LOADED_HIGH,
					     .initrd_addr_max = 0x7fffffff,
					     .kernel_alignment = 0x200000,
					     .relocatable_kernel = 1,
					     .xloadflags = LINUX_XLF_KERNEL_64,
					     .cmdline_size = 2047,
					     .pref_address = BZIMAGE_SAMPLE_PREF,
					     .init_size = BZIMAGE_SAMPLE_INIT_SIZE };
	return file;
}
