/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the builder and the linker put at fixed places. */
#include "core/platform/platform.h"

/* An ELF note: three words, "GNU" and its NUL, then the id */
#define NOTE_HEADER_SIZE 16u

extern const uint8_t image_build_id_note[]; /* image.lds */

void *platform_launch_page(uint64_t offset)
{
	/* cast: launch pages lie at fixed addresses (abi/boot.h) */
	return (void *)(BOOT_VA_BLOCK + offset);
}

const void __shared *platform_host_area(uint64_t offset)
{
	/* cast: as above */
	return (const void __shared *)(BOOT_VA_BLOCK + offset);
}

const struct boot_block *platform_boot_block(void)
{
	return platform_launch_page(BOOT_OFF_BLOCK);
}

const uint8_t *platform_build_id(void)
{
	return image_build_id_note + NOTE_HEADER_SIZE;
}

void *platform_heap(void)
{
	/* cast: the heap lies at a fixed address */
	return (void *)BOOT_VA_HEAP;
}
