/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where everything of the monitor's lies in its region of guest-physical memory. In this order,
 * each piece page-aligned and contiguous: image, launch pages, page tables, the guest's first VMSA,
 * per-CPU pages, heap. Contract: abi/boot.h.
 */
#ifndef TOOLS_LAYOUT_H
#define TOOLS_LAYOUT_H

#include "abi/boot.h"

/* Bases of the three places; all 2M-aligned */
#define LAYOUT_LOW 0x00800000ull    /* 8 MiB */
#define LAYOUT_MIDDLE 0x20000000ull /* 512 MiB */
#define LAYOUT_HIGH 0x7f000000ull   /* 2 GiB - 16 MiB */

/* Pages of BOOT_VA_BLOCK, with the hole before the parameter areas */
#define LAYOUT_LAUNCH_PAGES ((uint32_t)(BOOT_OFF_MADT / ABI_PAGE_SIZE) + BOOT_MADT_PAGES)

struct layout {
	uint32_t vcpus;
	uint32_t image_pages;
	uint32_t editable_tables; /* at BOOT_VA_TABLES: the first ones of table_pages */
	uint32_t table_pages;
	uint32_t percpu_pages; /* of one CPU */
	uint32_t heap_pages;
	uint64_t base;
	uint64_t size; /* a multiple of 2M */
	uint64_t image_gpa;
	uint64_t launch_gpa;
	uint64_t tables_gpa;
	uint64_t guest_vmsa_gpa;
	uint64_t percpu_gpa;
	uint64_t heap_gpa;
};

/* Lays out an image of image_pages with these needs for vcpus CPUs at base (2M-aligned). Cannot
 * fail. */
struct layout layout_compute(const struct image_needs *needs, uint32_t image_pages, uint32_t vcpus,
			     uint64_t base);

/* First page of CPU n's per-CPU pages, and its VMSA page, the last of them. */
uint64_t layout_percpu(const struct layout *layout, uint32_t cpu);
uint64_t layout_percpu_vmsa(const struct layout *layout, uint32_t cpu);

#endif
