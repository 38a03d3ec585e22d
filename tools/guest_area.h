/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every payload is handed below 640 KiB: the Linux zero page and what hangs on it, its calling
 * area, segment and page tables. Spec: Linux 64-bit boot protocol; abi/linux.h, abi/acpi.h.
 */
#ifndef TOOLS_GUEST_AREA_H
#define TOOLS_GUEST_AREA_H

#include "tools/acpi.h"
#include "tools/page_set.h"

#define GUEST_BOOT_PARAMS 0x10000ull
#define GUEST_CC_BLOB                                                                              \
	0x11000ull /* setup_data first, the blob at + 0x40, the segment table at + 0x80 */
#define GUEST_SECRETS 0x12000ull
#define GUEST_CPUID 0x13000ull
#define GUEST_CAA 0x14000ull
#define GUEST_CMDLINE 0x15000ull
#define GUEST_ACPI 0x16000ull /* ACPI_PAGES */
#define GUEST_TABLES 0x20000ull

#define GUEST_GDT (GUEST_CC_BLOB + 0x80)
#define GUEST_GDT_SIZE 32u
#define GUEST_CMDLINE_MAX 2047u

/* Where payloads may not go */
#define GUEST_AREA_START 0x10000ull
#define GUEST_AREA_END 0x26000ull
#define GUEST_HOLE_START 0xa0000ull
#define GUEST_HOLE_END 0x100000ull

struct guest_area {
	struct acpi_machine machine;
	const char *cmdline; /* at most GUEST_CMDLINE_MAX bytes */
	unsigned int c_bit;
};

/* The MADT, which the image completes */
struct guest_madt {
	uint64_t gpa;
	uint32_t len;
};

/* Adds the pages to set. */
struct guest_madt guest_area_build(struct page_set *set, const struct guest_area *area);

/* Writes bytes[0..len) at gpa, all within one page of set that is there. */
void guest_area_put(struct page_set *set, uint64_t gpa, const void *bytes, size_t len);

#endif
