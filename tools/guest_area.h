/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every payload is handed below 640 KiB: the Linux zero page and what hangs on it, its calling
 * area and page tables. Spec: Linux 64-bit boot protocol; abi/linux.h, abi/acpi.h.
 */
#ifndef TOOLS_GUEST_AREA_H
#define TOOLS_GUEST_AREA_H

#include "tools/page_set.h"

#define GUEST_BOOT_PARAMS 0x10000ull
#define GUEST_CC_BLOB 0x11000ull /* setup_data first, the blob at + 0x40 */
#define GUEST_SECRETS 0x12000ull
#define GUEST_CPUID 0x13000ull
#define GUEST_CAA 0x14000ull
#define GUEST_CMDLINE 0x15000ull
#define GUEST_ACPI 0x16000ull /* RSDP, XSDT at + 0x40, MADT at + 0x80 */
#define GUEST_TABLES 0x20000ull

#define GUEST_MADT (GUEST_ACPI + 0x80)
#define GUEST_CMDLINE_MAX 2047u

/* Where payloads may not go */
#define GUEST_AREA_START 0x10000ull
#define GUEST_AREA_END 0x26000ull
#define GUEST_HOLE_START 0xa0000ull
#define GUEST_HOLE_END 0x100000ull

/*
 * Adds the pages to set. vcpus: local APICs in the MADT, none enabled. cmdline: at most
 * GUEST_CMDLINE_MAX bytes. Returns the MADT's size in bytes.
 */
uint32_t guest_area_build(struct page_set *set, uint32_t vcpus, const char *cmdline,
			  unsigned int c_bit);

#endif
